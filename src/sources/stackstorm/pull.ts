import { z } from 'zod';
import { messageOf } from '../../support/errors.js';
import { at, type Fields, instantOf, isFields, listOf, nameOf } from '../reading.js';
import type { Pull, PullClient, Pulled } from '../source.js';
import type { StackstormSettings } from './settings.js';

/**
 * StackStorm purges its history, so it is read again and again with overlap. Pages go by the time of the last record and
 * not by an offset: executions that begin or are purged between two pages would shift the offset and hide others.
 */
const KINDS = [
  { kind: 'executions', time: 'start_timestamp', after: 'timestamp_gt' },
  { kind: 'triggerinstances', time: 'occurrence_time', after: 'timestamp_gt' },
  { kind: 'ruleenforcements', time: 'enforced_at', after: 'enforced_at_gt' },
] as const;
type Kind = (typeof KINDS)[number];

const PAGE = 100;
const OVERLAP_MILLISECONDS = 15 * 60 * 1_000;
/** More executions than this are not waited for at once; the oldest are given up. */
const MOST_OPEN = 2_000;

const cursorOf = z.object({
  /** The latest time that was read, by kind. */
  seen: z.record(z.string(), z.string()).default({}),
  /** Executions that had not ended: they are asked for again however old they are. */
  open: z.array(z.string()).default([]),
});
type Cursor = z.output<typeof cursorOf>;

const readCursor = (text: string | undefined): Cursor => {
  try {
    return cursorOf.parse(JSON.parse(text ?? '{}'));
  } catch {
    return { seen: {}, open: [] };
  }
};

export const pull: Pull<StackstormSettings> = {
  headers: (credential) => ({ 'st2-api-key': credential }),
  read: readAll,
};

async function* readAll(from: string | undefined, client: PullClient): AsyncGenerator<Pulled> {
  const cursor = readCursor(from);
  yield* readOpen(cursor, client);
  for (const kind of KINDS) yield* readKind(kind, cursor, client);
  yield* readTraces(cursor, client);
  yield* readInquiries(cursor, client);
}

const pulled = (kind: string, record: unknown, cursor: Cursor, total?: number): Pulled => ({
  request: {
    headers: { 'content-type': 'application/json', 'x-throughline-record': kind },
    body: Buffer.from(JSON.stringify(record)),
  },
  cursor: JSON.stringify(cursor),
  total,
});

async function* readKind(kind: Kind, cursor: Cursor, client: PullClient): AsyncGenerator<Pulled> {
  const since = cursor.seen[kind.kind];
  let after = since && new Date(Date.parse(since) - OVERLAP_MILLISECONDS).toISOString();
  let told = new Set<string>();
  for (let offset = 0; ; ) {
    const answer = await client.get(`/api/v1/${kind.kind}`, {
      limit: PAGE,
      offset,
      sort_asc: 'true',
      ...(after ? { [kind.after]: after } : {}),
    });
    const page = listOf(answer.json()).filter(isFields);
    const total = Number(answer.headers['x-total-count']) || undefined;
    for (const record of page.filter(({ id }) => !told.has(String(id)))) {
      remember(kind, record, cursor);
      yield pulled(kind.kind, record, cursor, total);
    }
    if (page.length < PAGE) return;
    const last = instantOf(page.at(-1)![kind.time]);
    const next = last && new Date(Date.parse(last) - 1).toISOString();
    // A page within one instant does not bring the time forward: there the offset has to.
    if (next && (!after || next > after)) {
      [after, offset] = [next, 0];
    } else offset += page.length;
    told = new Set(page.map(({ id }) => String(id)));
  }
}

const remember = ({ kind, time }: Kind, record: Fields, cursor: Cursor): void => {
  const seenAt = instantOf(record[time]);
  if (seenAt && seenAt > (cursor.seen[kind] ?? '')) cursor.seen[kind] = seenAt;
  if (kind === 'executions') rememberOpen(record, cursor);
};

const ENDED = /^(?:succeeded|failed|timeout|abandoned|canceled)$/;

const rememberOpen = (record: Fields, cursor: Cursor): void => {
  const id = nameOf(record['id']);
  if (!id) return;
  const others = cursor.open.filter((one) => one !== id);
  const ended = ENDED.test(nameOf(record['status']) ?? '');
  cursor.open = ended ? others : [...others, id].slice(-MOST_OPEN);
};

async function* readOpen(cursor: Cursor, client: PullClient): AsyncGenerator<Pulled> {
  for (const id of [...cursor.open]) {
    const found = await execution(id, client);
    if (found) rememberOpen(found, cursor);
    else cursor.open = cursor.open.filter((one) => one !== id);
    if (found) yield pulled('executions', found, cursor);
  }
}

/** @returns undefined when it was purged meanwhile. */
const execution = async (id: string, client: PullClient): Promise<Fields | undefined> => {
  try {
    const told = (await client.get(`/api/v1/executions/${encodeURIComponent(id)}`)).json();
    return isFields(told) ? told : undefined;
  } catch (thrown) {
    if (at(thrown, 'status') === 404 || /\b404\b/.test(messageOf(thrown))) return undefined;
    throw thrown;
  }
};

/**
 * The API cannot be asked for traces since a time, so they are read from the newest back. One that begins meanwhile
 * shifts the others to a later page, where they are only read twice; the time counts as seen when all of them are.
 */
async function* readTraces(cursor: Cursor, client: PullClient): AsyncGenerator<Pulled> {
  const since = cursor.seen['traces'];
  const oldest = since ? Date.parse(since) - OVERLAP_MILLISECONDS : 0;
  let newest = since ?? '';
  for (let offset = 0; ; offset += PAGE) {
    const answer = await client.get('/api/v1/traces', { limit: PAGE, offset, sort_desc: 'true' });
    const page = listOf(answer.json()).filter(isFields);
    for (const record of page) {
      const startedAt = instantOf(record['start_timestamp']) ?? '';
      if (startedAt > newest) newest = startedAt;
      yield pulled('traces', record, cursor);
    }
    const last = instantOf(page.at(-1)?.['start_timestamp']);
    if (page.length < PAGE || (last && Date.parse(last) < oldest)) break;
  }
  if (newest) cursor.seen['traces'] = newest;
}

/** Whoever waits now: the list says no times, so the execution of each is read. */
async function* readInquiries(cursor: Cursor, client: PullClient): AsyncGenerator<Pulled> {
  const waiting = listOf((await client.get('/api/v1/inquiries', { limit: PAGE })).json());
  for (const id of waiting.flatMap((one) => nameOf(at(one, 'id')) ?? [])) {
    const found = await execution(id, client);
    if (!found) continue;
    rememberOpen(found, cursor);
    yield pulled('executions', found, cursor);
  }
}
