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
  /** Asked only of records that are not known yet, as it may ask the API for what belongs to it. */
  requests(): Promise<readonly RawRequest[]>;
}

/** `done`: everything up to then was read. `top` and `page`: how far a walk that was cut off had come. */
interface Walk {
  readonly done?: string | undefined;
  readonly top?: string | undefined;
  readonly page?: string | undefined;
}

type PageAt = (page: string | undefined) => Promise<NewestFirstPage>;

/**
 * Walks pages from the newest back to what is known already, and `overlapMs` further, because a run that was under way
 * then has ended since. Things that come in between push others to later pages, so they are read twice, never missed.
 * A walk that was cut off is brought to its end first; then what has come since is read.
 */
export async function* newestFirst(
  cursor: string | undefined,
  overlapMs: number,
  pageAt: PageAt,
): AsyncGenerator<Pulled> {
  const begun: Walk = cursor === undefined ? {} : (JSON.parse(cursor) as Walk);
  const done = yield* walk(begun, overlapMs, pageAt);
  if (begun.page !== undefined) yield* walk({ done }, overlapMs, pageAt);
}

/** @returns up to when everything is read now. */
async function* walk(
  begun: Walk,
  overlapMs: number,
  pageAt: PageAt,
): AsyncGenerator<Pulled, string | undefined> {
  const until = begun.done && new Date(Date.parse(begun.done) - overlapMs).toISOString();
  let { top, page } = begun;
  for (;;) {
    const { records, next } = await pageAt(page);
    const fresh = records.filter(({ at }) => !until || !at || at >= until);
    top ??= records.find(({ at }) => at !== undefined)?.at;
    const end = next === undefined || fresh.length < records.length;
    const after: Walk = end ? { done: top ?? begun.done } : { done: begun.done, top, page: next };
    yield* onePage(fresh, { done: begun.done, top, page }, after);
    if (end) return after.done;
    page = next;
  }
}

/** Only the last of a page carries the cursor behind it, so a page that was cut off is read again. */
async function* onePage(
  fresh: readonly NewestFirstRecord[],
  here: Walk,
  after: Walk,
): AsyncGenerator<Pulled> {
  let waiting: RawRequest | undefined;
  for (const record of fresh) {
    for (const request of await record.requests()) {
      if (waiting) yield { request: waiting, cursor: JSON.stringify(here) };
      waiting = request;
    }
  }
  if (waiting) yield { request: waiting, cursor: JSON.stringify(after) };
}

type Cursors = Readonly<Record<string, string>>;

/** Reads one thing after the other, each with a cursor of its own. */
export async function* eachOf(
  names: readonly string[],
  cursor: string | undefined,
  readOne: (name: string, cursor: string | undefined) => AsyncIterable<Pulled>,
): AsyncGenerator<Pulled> {
  let cursors: Cursors = cursor === undefined ? {} : (JSON.parse(cursor) as Cursors);
  for (const name of names) {
    for await (const pulled of readOne(name, cursors[name])) {
      cursors = { ...cursors, [name]: pulled.cursor };
      yield { ...pulled, cursor: JSON.stringify(cursors) };
    }
  }
}
