import type { Pulled, RawRequest } from './source.js';

/** One page of an API that tells the newest first. */
export interface NewestFirstPage {
  readonly records: readonly NewestFirstRecord[];
  /** Asks for the next page; undefined on the last. */
  readonly next?: string | undefined;
}

export interface NewestFirstRecord {
  /** When it came to be, ISO 8601 in UTC: pages are in this order. */
  readonly at: string | undefined;
  readonly requests: readonly RawRequest[];
}

/** `done`: everything up to then was read. `top` and `page`: how far a walk that was cut off had come. */
interface Walk {
  readonly done?: string | undefined;
  readonly top?: string | undefined;
  readonly page?: string | undefined;
}

/**
 * Walks pages from the newest back to what is known already, and `overlapMs` further, because a run that was under way
 * then has ended since. Things that come in between push others to later pages, so they are read twice, never missed.
 */
export async function* newestFirst(
  cursor: string | undefined,
  overlapMs: number,
  pageAt: (page: string | undefined) => Promise<NewestFirstPage>,
): AsyncGenerator<Pulled> {
  const begun: Walk = cursor === undefined ? {} : (JSON.parse(cursor) as Walk);
  const until = begun.done && new Date(Date.parse(begun.done) - overlapMs).toISOString();
  let { top, page } = begun;
  for (;;) {
    const { records, next } = await pageAt(page);
    const fresh = records.filter(({ at }) => !until || !at || at >= until);
    top ??= records.find(({ at }) => at !== undefined)?.at;
    const last = next === undefined || fresh.length < records.length;
    const here = JSON.stringify({ done: begun.done, top, page });
    const after = last
      ? JSON.stringify({ done: top ?? begun.done })
      : JSON.stringify({ done: begun.done, top, page: next });
    const requests = fresh.flatMap((record) => record.requests);
    yield* requests.map((request, i) => ({ request, cursor: i === requests.length - 1 ? after : here }));
    if (last) return;
    page = next;
  }
}
