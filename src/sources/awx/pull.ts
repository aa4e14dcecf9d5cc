import { z } from 'zod';
import { listOf, looseInstant, looseText } from '../../support/loose.js';
import type { Pull, PullClient, Pulled, RawRequest, Setting } from '../source.js';
import type { AwxSettings } from './settings.js';

const page = z.object({
  results: listOf(z.looseObject({ id: z.number(), created: looseInstant, timestamp: looseInstant })),
  next: looseText,
  count: z.number().optional(),
});

/** What is read, and by which time it is in order. */
const LISTS = [
  { kind: 'job', path: '/api/v2/unified_jobs/', time: 'created' },
  { kind: 'workflow_approval', path: '/api/v2/workflow_approvals/', time: 'created' },
  { kind: 'activity', path: '/api/v2/activity_stream/', time: 'timestamp' },
] as const;
type List = (typeof LISTS)[number];

const HOUR = 3_600_000;
/** The most that AWX gives. */
const PAGE_SIZE = 200;

type Cursors = Readonly<Record<string, string>>;

const recordOf = (kind: string, value: unknown): RawRequest => ({
  headers: { 'x-throughline-record': kind, 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(value)),
});

/**
 * Oldest first, each page asked from the time that the last one ended with and not by its number, so that nothing is
 * missed when pages move; those of the same moment are read twice.
 */
async function* readList(list: List, since: string | undefined, client: PullClient): AsyncGenerator<Pulled> {
  let from = since;
  let number = 1;
  for (;;) {
    const query = { order_by: list.time, page_size: PAGE_SIZE, [`${list.time}__gte`]: from, page: number };
    const { results, next, count } = page.parse((await client.get(list.path, query)).json());
    for (const one of results) {
      const at = one[list.time] ?? from ?? '';
      yield { request: recordOf(list.kind, one), cursor: at, total: since === undefined ? count : undefined };
    }
    const last = results.at(-1)?.[list.time];
    if (next === undefined || results.length === 0) return;
    // A whole page of one moment can only be passed by its number.
    number = last === undefined || last === from ? number + 1 : 1;
    from = last ?? from;
  }
}

async function* read(
  cursor: string | undefined,
  client: PullClient,
  { settings }: Setting<AwxSettings>,
): AsyncGenerator<Pulled> {
  let cursors: Cursors = cursor === undefined ? {} : (JSON.parse(cursor) as Cursors);
  for (const list of LISTS) {
    const known = cursors[list.kind];
    const since = known && new Date(Date.parse(known) - settings.overlapHours * HOUR).toISOString();
    for await (const pulled of readList(list, since, client)) {
      const furthest = known && known > pulled.cursor ? known : pulled.cursor;
      cursors = { ...cursors, [list.kind]: furthest };
      yield { ...pulled, cursor: JSON.stringify(cursors) };
    }
  }
}

/** Jobs of all kinds, approvals and the activity stream. */
export const pull: Pull<AwxSettings> = {
  headers: (credential) => ({ authorization: `Bearer ${credential}` }),
  read,
};
