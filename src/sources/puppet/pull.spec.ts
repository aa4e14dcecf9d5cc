import { pulledBy, serveApi } from '../../../test/support/pull.js';
import { interpretRequest, settingOf } from '../interpret.js';
import type { Pulled } from '../source.js';
import { puppet } from './index.js';

const minute = (n: number): string => new Date(Date.UTC(2026, 2, 2) + n * 60_000).toISOString();

interface Stored {
  hash: string;
  certname: string;
  producer_timestamp: string;
  end_time: string;
  status: string;
  resource_events?: unknown;
}

const reportAt = (n: number, producer_timestamp = minute(n)): Stored => ({
  hash: `h${String(n).padStart(5, '0')}`,
  certname: `pier-${n}`,
  producer_timestamp,
  end_time: minute(n),
  status: 'unchanged',
  resource_events: { href: '/pdb/query/v4/reports/x/events', data: [] },
});

/** PuppetDB as it answers: filtered by time, in order, a page at a time. */
const puppetdb = (reports: Stored[], meanwhile: (asked: number) => void = () => {}) => {
  let asked = 0;
  return serveApi((url) => {
    if (url.pathname.endsWith('/events'))
      return {
        body: [
          {
            resource_type: 'Package',
            resource_title: 'ntp',
            property: 'ensure',
            old_value: '1',
            new_value: '2',
            status: 'success',
          },
        ],
      };
    const [, , from] = JSON.parse(url.searchParams.get('query') ?? '[]') as string[];
    const offset = Number(url.searchParams.get('offset'));
    const found = reports
      .filter((one) => one.producer_timestamp >= (from ?? ''))
      .sort((a, b) => (a.producer_timestamp + a.hash < b.producer_timestamp + b.hash ? -1 : 1));
    const body = found.slice(offset, offset + Number(url.searchParams.get('limit')));
    const total = String(found.length);
    meanwhile(++asked);
    return { headers: { 'x-records': total }, body };
  });
};

const read = (client: Parameters<NonNullable<typeof puppet.pull>['read']>[1], cursor?: string) =>
  puppet.pull!.read(cursor, client, settingOf(puppet) as never);
const hostsOf = (pulled: readonly Pulled[]): string[] =>
  pulled.map(({ request }) => (JSON.parse(request.body.toString()) as Stored).certname);

describe('reports of PuppetDB', () => {
  it('are all read, page by page, each once', async () => {
    const api = await puppetdb(Array.from({ length: 250 }, (_, n) => reportAt(n)));
    const pulled = await pulledBy(read(api.client));
    await api.stop();
    expect(new Set(hostsOf(pulled)).size).toBe(250);
    expect(pulled).toHaveLength(250);
    expect(pulled[0]?.total).toBe(250);
  });

  it('are not missed when many were made in one instant', async () => {
    const api = await puppetdb(Array.from({ length: 330 }, (_, n) => reportAt(n, minute(0))));
    const pulled = await pulledBy(read(api.client));
    await api.stop();
    expect(new Set(hostsOf(pulled)).size).toBe(330);
  });

  it('are not missed when PuppetDB purges the oldest between two pages', async () => {
    const reports = Array.from({ length: 250 }, (_, n) => reportAt(n));
    const api = await puppetdb(reports, (asked) => {
      if (asked === 1) reports.splice(0, 40);
    });
    const pulled = await pulledBy(read(api.client));
    await api.stop();
    expect(new Set(hostsOf(pulled)).size).toBe(250);
  });

  it('go on from the cursor, with an hour of overlap', async () => {
    const api = await puppetdb(Array.from({ length: 250 }, (_, n) => reportAt(n)));
    const begun = await pulledBy(read(api.client), 120);
    const rest = await pulledBy(read(api.client, begun.at(-1)?.cursor));
    const after = await pulledBy(read(api.client, rest.at(-1)?.cursor));
    await api.stop();
    expect(hostsOf(rest)[0]).toBe('pier-59');
    expect(new Set([...hostsOf(begun), ...hostsOf(rest)]).size).toBe(250);
    expect(after).toHaveLength(61);
  });

  it('bring their changes along where PuppetDB only names the place of them', async () => {
    const api = await puppetdb([
      { ...reportAt(1), resource_events: { href: '/pdb/query/v4/reports/x/events' } },
    ]);
    const [pulled] = await pulledBy(read(api.client));
    await api.stop();
    expect(interpretRequest(puppet, pulled!.request)).toMatchObject({
      outcome: 'accepted',
      events: expect.arrayContaining([
        expect.objectContaining({ type: 'resource.changed', name: 'ntp', to: '2' }),
      ]),
    });
  });

  it('are asked for with a password or with a token', () => {
    expect(puppet.pull?.headers('reader:oak')).toEqual({
      authorization: `Basic ${Buffer.from('reader:oak').toString('base64')}`,
    });
    expect(puppet.pull?.headers('oak')).toEqual({ 'x-authentication': 'oak' });
  });
});
