import { z } from 'zod';
import type { Pull, PullAnswer, PullClient, Pulled } from '../source.js';
import type { PagerdutySettings } from './settings.js';

/** Times of one window, and how far it has been read. */
const cursorText = z.object({
  since: z.string(),
  until: z.string().optional(),
  offset: z.number().default(0),
});
type Cursor = z.output<typeof cursorText>;

const page = z.object({ log_entries: z.array(z.unknown()), more: z.boolean().default(false) });
const oldest = z.object({ incidents: z.array(z.object({ created_at: z.string() })) });

const MOST = 100;
/** Short enough that a window stays below the 10,000 lines that paging reaches. */
const WINDOW_MS = 2 * 24 * 60 * 60 * 1_000;
const OVERLAP_MS = 10 * 60 * 1_000;

/**
 * Lines of all incidents' timelines, by windows of time. A window ends before it is read, so its pages do not change
 * meanwhile.
 */
export const pagerdutyPull: Pull<PagerdutySettings> = {
  headers: (credential) => ({
    authorization: `Token token=${credential}`,
    accept: 'application/vnd.pagerduty+json;version=2',
  }),
  async *read(text, client) {
    const { start, now } = await bounds(client);
    let cursor = readCursor(text) ?? (start === undefined ? undefined : { since: start, offset: 0 });
    while (cursor) {
      const until: string = cursor.until ?? earlier(Date.parse(cursor.since) + WINDOW_MS, now);
      const { since, offset } = cursor;
      const query = { since, until, offset, limit: MOST, time_zone: 'UTC', 'include[]': 'incidents' };
      const { log_entries: lines, more } = page.parse((await client.get('log_entries', query)).json());
      const next: Cursor = more
        ? { since, until, offset: offset + lines.length }
        : { since: new Date(Date.parse(until) - OVERLAP_MS).toISOString(), offset: 0 };
      yield* lines.map((line, i) => pulled(line, i === lines.length - 1 ? next : { since, until, offset }));
      cursor = more && lines.length > 0 ? next : nextWindow(until, now);
    }
  },
};

const nextWindow = (until: string, now: number): Cursor | undefined =>
  Date.parse(until) >= now ? undefined : { since: until, offset: 0 };

const earlier = (a: number, b: number): string => new Date(Math.min(a, b)).toISOString();

const readCursor = (text: string | undefined): Cursor | undefined => {
  if (text === undefined) return undefined;
  try {
    return cursorText.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

interface Bounds {
  /** When the account's first incident was opened. */
  readonly start: string | undefined;
  readonly now: number;
}

/** The server's clock, by the header of its answer: windows are of its time, not of ours. */
const bounds = async (client: PullClient): Promise<Bounds> => {
  const query = { limit: 1, date_range: 'all', sort_by: 'created_at:asc' };
  const answer = await client.get('incidents', query);
  return { start: oldest.parse(answer.json()).incidents[0]?.created_at, now: timeOf(answer) };
};

/** @throws Error when the answer has no date: without it no window could end. */
const timeOf = ({ headers }: PullAnswer): number => {
  const now = Date.parse(headers['date'] ?? '');
  if (Number.isNaN(now))
    throw new Error('The answer of PagerDuty has no Date header, so its time is not known');
  return now;
};

const pulled = (line: unknown, cursor: Cursor): Pulled => ({
  request: {
    headers: { 'content-type': 'application/json', 'x-throughline-record': 'log-entry' },
    body: Buffer.from(JSON.stringify(line)),
  },
  cursor: JSON.stringify(cursor),
});
