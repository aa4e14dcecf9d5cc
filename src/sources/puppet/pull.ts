import type { Pull, PullClient, Pulled } from '../source.js';
import type { PuppetSettings } from './payload.js';

const REPORTS = '/pdb/query/v4/reports';
const EVENTS = '/pdb/query/v4/events';
const PAGE = 100;
/** Masters and PuppetDB store reports a little later than they were made, and not in their order. */
const OVERLAP_MS = 60 * 60 * 1_000;

interface StoredReport {
  readonly hash?: string;
  readonly producer_timestamp?: string;
  readonly receive_time?: string;
  readonly resource_events?: unknown;
}

const asList = (value: unknown): StoredReport[] => (Array.isArray(value) ? (value as StoredReport[]) : []);

const timeOf = (report: StoredReport): string => report.producer_timestamp ?? report.receive_time ?? '';

/** PuppetDB may answer with the address of the changes in place of the changes. */
const withEvents = async (report: StoredReport, client: PullClient): Promise<StoredReport> => {
  const { resource_events: told, hash } = report;
  const isThere = Array.isArray(told) || Array.isArray((told as { data?: unknown } | null | undefined)?.data);
  if (isThere || !hash) return report;
  const answer = await client.get(EVENTS, { query: JSON.stringify(['=', 'report', hash]) });
  return { ...report, resource_events: answer.json() };
};

const since = (cursor: string | undefined): string => {
  const known = cursor === undefined ? undefined : (JSON.parse(cursor) as { since?: string }).since;
  return known ? new Date(Date.parse(known) - OVERLAP_MS).toISOString() : '1970-01-01T00:00:00.000Z';
};

/**
 * Pages follow the time of the report rather than a count of reports, so those that PuppetDB purges or receives meanwhile
 * shift nothing. Only among reports of one instant does it count.
 */
async function* read(cursor: string | undefined, client: PullClient): AsyncIterable<Pulled> {
  let from = since(cursor);
  let offset = 0;
  let latest = cursor === undefined ? from : ((JSON.parse(cursor) as { since?: string }).since ?? from);
  let seen = new Set<string>();
  for (;;) {
    const answer = await client.get(REPORTS, {
      query: JSON.stringify(['>=', 'producer_timestamp', from]),
      order_by: JSON.stringify([
        { field: 'producer_timestamp', order: 'asc' },
        { field: 'hash', order: 'asc' },
      ]),
      limit: PAGE,
      offset,
      include_total: 'true',
    });
    const page = asList(answer.json());
    const total = Number(answer.headers['x-records']);
    for (const report of page.filter(({ hash }) => !hash || !seen.has(hash))) {
      if (timeOf(report) > latest) latest = timeOf(report);
      yield {
        request: {
          headers: { 'content-type': 'application/json', 'x-throughline-record': 'report' },
          body: Buffer.from(JSON.stringify(await withEvents(report, client))),
        },
        cursor: JSON.stringify({ since: latest }),
        total: Number.isFinite(total) ? total : undefined,
      };
    }
    if (page.length < PAGE) return;
    const last = timeOf(page.at(-1)!);
    offset = last === from || last === '' ? offset + PAGE : 0;
    from = last === '' ? from : last;
    seen = new Set(page.flatMap(({ hash }) => (hash ? [hash] : [])));
  }
}

/**
 * Reports that PuppetDB keeps. A credential `user:password` goes as basic authentication, to a proxy before PuppetDB; any
 * other is a token of Puppet Enterprise. PuppetDB itself asks for a client certificate, which such a proxy shows.
 */
export const pull: Pull<PuppetSettings> = {
  headers: (credential): Readonly<Record<string, string>> =>
    credential.includes(':')
      ? { authorization: `Basic ${Buffer.from(credential).toString('base64')}` }
      : { 'x-authentication': credential },
  read: (cursor, client) => read(cursor, client),
};
