import type { Pulled, RawRequest } from './source.js';

/** One page of an API that tells in the order of a time, the oldest first. */
export interface OldestFirstPage {
  readonly records: readonly OldestFirstRecord[];
  readonly isLast: boolean;
}

export interface OldestFirstRecord {
  /** The time by which pages are in order, ISO 8601 in UTC. */
  readonly at: string | undefined;
  /** May ask the API for what belongs to it. */
  requests(): Promise<readonly RawRequest[]>;
}

/** @param since nothing older is asked for. @param page counted from 1 among those since then. */
type PageSince = (since: string | undefined, page: number) => Promise<OldestFirstPage>;

/**
 * Each page is asked for from the time that the last one ended with, and not by its number, so that nothing is missed
 * when things change and move to later pages meanwhile; those of the same moment are read twice. The cursor is the time
 * of the last one that was read whole; a new round begins `overlapMs` before it.
 */
export async function* oldestFirst(
  cursor: string | undefined,
  overlapMs: number,
  pageSince: PageSince,
): AsyncGenerator<Pulled> {
  let from = cursor && new Date(Date.parse(cursor) - overlapMs).toISOString();
  let furthest = cursor ?? '';
  let number = 1;
  for (;;) {
    const { records, isLast } = await pageSince(from, number);
    for (const record of records) {
      const requests = await record.requests();
      const after = record.at !== undefined && record.at > furthest ? record.at : furthest;
      for (const [i, request] of requests.entries())
        yield { request, cursor: i === requests.length - 1 ? after : furthest };
      furthest = after;
    }
    const last = records.at(-1)?.at;
    if (isLast || records.length === 0) return;
    // A whole page of one moment can only be passed by its number.
    number = last === undefined || last === from ? number + 1 : 1;
    from = last ?? from;
  }
}
