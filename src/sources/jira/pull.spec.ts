import { pulledBy, serveApi } from '../../../test/support/pull.js';
import { eventsIn } from '../../../test/support/told.js';
import { interpretRequest, settingOf } from '../interpret.js';
import { findSource } from '../registry.js';
import type { AnySource, Pulled } from '../source.js';

const source: AnySource = findSource('jira')!;
const setting = settingOf(source);

const issue = (n: number) => ({
  id: String(n),
  key: `BELL-${n}`,
  fields: {
    created: '2026-03-01T09:00:00.000+0100',
    updated: new Date(Date.UTC(2026, 2, 2, 0, n)).toISOString().replace('Z', '+0000'),
    status: { id: '3', name: 'Ringing' },
  },
  changelog: { total: 2, histories: n === 1 ? [move('2')] : [move('1'), move('2')] },
});
const move = (id: string) => ({
  id,
  created: `2026-03-01T1${id}:00:00.000+0100`,
  items: [{ field: 'status', from: id, fromString: `S${id}`, to: '3', toString: 'Ringing' }],
});

const STATUSES = [{ id: '3', statusCategory: { key: 'indeterminate' } }];

const keysOf = (pulled: readonly Pulled[]): string[] =>
  pulled.map(({ request }) => JSON.parse(request.body.toString()).issue.key as string);

describe('issues that are pulled from the cloud', () => {
  const all = Array.from({ length: 250 }, (_, i) => issue(i + 1));

  const serve = () =>
    serveApi((url) => {
      if (url.pathname.endsWith('/serverInfo')) return { body: { deploymentType: 'Cloud' } };
      if (url.pathname.endsWith('/status')) return { body: STATUSES };
      if (url.pathname.endsWith('/changelog'))
        return { body: { values: [move('1'), move('2')], isLast: true } };
      const start = Number(url.searchParams.get('nextPageToken') ?? 0);
      const next = start + 100 < all.length ? { nextPageToken: String(start + 100) } : { isLast: true };
      return { body: { issues: all.slice(start, start + 100), ...next } };
    });

  it('come page by page, each with its whole history and the categories of states', async () => {
    const api = await serve();
    const pulled = await pulledBy(source.pull!.read(undefined, api.client, setting));
    await api.stop();
    expect(keysOf(pulled)).toEqual(all.map(({ key }) => key));
    const first = eventsIn(interpretRequest(source, pulled[0]!.request, setting));
    expect(first.filter(({ type }) => type === 'item.moved')).toMatchObject([
      { to: 'S1' },
      { from: 'S1', to: 'Ringing', active: true },
      { from: 'S2' },
    ]);
    expect(api.asked.some((path) => path.includes('/rest/api/3/search/jql'))).toBe(true);
  });

  it('go on where it was cut off, with overlap', async () => {
    const api = await serve();
    const some = await pulledBy(source.pull!.read(undefined, api.client, setting), 150);
    await pulledBy(source.pull!.read(some.at(-1)!.cursor, api.client, setting), 1);
    await api.stop();
    const last = new URL(api.asked.filter((path) => path.includes('/search')).at(-1)!, 'http://a');
    expect(last.searchParams.get('jql')).toContain('updated >= "2026-03-01 01:30"');
  });
});

describe('issues that are pulled from a server', () => {
  it('come by position', async () => {
    const all = Array.from({ length: 130 }, (_, i) => ({ ...issue(i + 2) }));
    const api = await serveApi((url) => {
      if (url.pathname.endsWith('/serverInfo')) return { body: { versionNumbers: [8, 20] } };
      if (url.pathname.endsWith('/status')) return { body: STATUSES };
      const start = Number(url.searchParams.get('startAt'));
      return { body: { issues: all.slice(start, start + 100), total: all.length } };
    });
    const pulled = await pulledBy(source.pull!.read('nonsense', api.client, setting));
    await api.stop();
    expect(keysOf(pulled)).toHaveLength(130);
    expect(pulled[0]!.total).toBe(130);
  });
});

describe('the credential', () => {
  it('is a user and a token, or a token alone', () => {
    expect(source.pull!.headers('a@b.example:t')).toEqual({
      authorization: `Basic ${btoa('a@b.example:t')}`,
    });
    expect(source.pull!.headers('t')).toEqual({ authorization: 'Bearer t' });
  });
});
