import type { Clock } from '../support/clock.js';
import { distinctBy } from '../support/distinct.js';
import { recordingText } from '../support/recording.js';
import { type Db, type Row, together, writeRows } from '../support/rows.js';
import { type Content, contentOf } from './current.js';
import { countActors } from './seen-actors.js';
import type { DeliveryEvent } from './vocabulary.js';

/** One telling of a fact, and the delivery that told it. */
export interface Telling extends Content {
  readonly event: DeliveryEvent;
  readonly deliveryKey: string;
}

export const tellingOf = (event: DeliveryEvent, deliveryKey: string): Telling => ({
  event,
  ...contentOf(event),
  deliveryKey,
});

export interface Appending {
  readonly clock: Clock;
  /** Which aggregates an event touches. */
  readonly keysOf: (event: DeliveryEvent) => readonly string[];
  /** Which of them it only links to, so that their folds need not read it (default: none). */
  readonly onlyLinks?: (event: DeliveryEvent, key: string) => boolean;
  /** By the ledger's key; what was recorded without it does not get into the ledger. */
  readonly sign?: (text: string) => Promise<Buffer>;
}

const APPEND_LOCK = 'throughline.append';

/** Writers of events take turns until they commit. */
export const lockAppend = async (db: Db): Promise<void> => {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [APPEND_LOCK]);
};

/**
 * Appends what is new among the tellings, in the caller's transaction, and marks the keys it touches. Writers take
 * turns until they commit, so recording times grow in the order of commits: what is recorded until a watermark never
 * changes afterwards. A fact that was erased is not taken in again, whoever tells it.
 *
 * @returns how many tellings were new.
 */
export const appendEvents = async (
  db: Db,
  tellings: readonly Telling[],
  { clock, keysOf, onlyLinks = () => false, sign }: Appending,
): Promise<number> => {
  if (tellings.length === 0) return 0;
  const [, recordedAt] = await together([lockAppend(db), nextRecordingTime(db, clock)]);
  // Written once: every row has it.
  const recorded_at = recordedAt.toISOString();
  const { fresh, firstTold, corrected } = await unknownOnly(db, asRows(tellings, recorded_at));
  if (fresh.length === 0) return 0;
  const recording = await recordingOf(fresh, recorded_at, sign);
  const keysIn = (event: DeliveryEvent) =>
    keysOf(event).map((key) => ({ key, linked: onlyLinks(event, key), event_id: event.id, at: event.at }));
  const touched = fresh.flatMap(({ event }) => keysIn(event));
  // A correction may take a fact away from what it belonged to before.
  const left = (await tellingsOf(db, corrected)).flatMap(keysIn);
  const dirty = new Set([...touched, ...left].map(({ key }) => key));
  // A fact that nobody knew has no keys yet.
  const keysAre = corrected.length === 0 ? 'none' : 'ignore';
  await together([
    writeRows(
      db,
      EVENT,
      fresh.map(({ row }) => row),
    ),
    writeRows(db, RECORDING, [recording]),
    writeRows(
      db,
      { ...EVENT_KEY, conflict: keysAre },
      distinctBy(touched, ({ key, linked, event_id }) => `${key}\u0001${linked}\u0001${event_id}`),
    ),
    writeRows(
      db,
      { ...DIRTY_KEY, conflict: 'none' },
      [...dirty].map((key) => ({ key, recorded_at })),
    ),
    countActors(db, firstTold),
    markRecorded(db, recordedAt),
  ]);
  return fresh.length;
};

/** Until then everything is recorded. The caller holds the lock. */
export const markRecorded = async (db: Db, recordedAt: Date): Promise<void> => {
  await db.query(
    `insert into throughline.watermark (name, at) values ('recorded', $1)
     on conflict (name) do update set at = excluded.at`,
    [recordedAt],
  );
};

const EVENT = {
  table: 'throughline.event',
  columns: ['id', 'digest', 'type', 'at', 'recorded_at', 'source', 'delivery_key', 'data'],
  key: ['id', 'digest'],
  conflict: 'none',
} as const;
const RECORDING = {
  table: 'throughline.recording',
  columns: ['recorded_at', 'events', 'signature'],
  key: ['recorded_at'],
  conflict: 'replace',
} as const;
/** Tellings of one fact may differ in whether it only links to a key: each of both is a row. */
export const EVENT_KEY = {
  table: 'throughline.event_key',
  columns: ['key', 'linked', 'event_id', 'at'],
  key: ['key', 'linked', 'event_id'],
  conflict: 'ignore',
} as const;
export const DIRTY_KEY = {
  table: 'throughline.dirty_key',
  columns: ['recorded_at', 'key'],
  key: ['recorded_at', 'key'],
  conflict: 'ignore',
} as const;

export const ERASED_EVENT = {
  table: 'throughline.erased_event',
  columns: ['event_id', 'erased_at', 'erased_by', 'why'],
  key: ['event_id'],
  conflict: 'ignore',
} as const;

/** The clock, but always later than anything recorded before. */
export const nextRecordingTime = async (db: Db, clock: Clock): Promise<Date> => {
  const { rows } = await db.query<{ at: Date }>(
    `select at from throughline.watermark where name = 'recorded'`,
  );
  const last = rows[0]?.at.getTime() ?? 0;
  return new Date(Math.max(clock.now().getTime(), last + 1));
};

interface Fresh {
  readonly event: DeliveryEvent;
  readonly row: Readonly<Record<string, unknown>> & { readonly id: string; readonly digest: string };
}

/** What the ledger is to take in next. */
const recordingOf = async (
  fresh: readonly Fresh[],
  recorded_at: string,
  sign: Appending['sign'],
): Promise<Row> => {
  const recorded = fresh.map(({ event: { type, at, source }, row }) => ({
    id: row.id,
    digest: row.digest,
    type,
    at,
    source,
    deliveryKey: String(row['delivery_key']),
  }));
  const signature = (await sign?.(recordingText(recorded_at, recorded))) ?? Buffer.alloc(0);
  return { recorded_at, events: fresh.length, signature };
};

const asRows = (tellings: readonly Telling[], recorded_at: string): Fresh[] => {
  const rows = tellings.map(({ event, data, digest, deliveryKey }) => {
    const { id, type, at, source } = event;
    return {
      event,
      row: { id, digest, type, at, recorded_at, source, delivery_key: deliveryKey, data },
    };
  });
  return distinctBy(rows, ({ row }) => `${row.id} ${row.digest}`);
};

interface Unknown {
  readonly fresh: Fresh[];
  /** Of each fact that was not known at all, one telling. */
  readonly firstTold: DeliveryEvent[];
  /** Ids of facts that were known, and are told in another way now. */
  readonly corrected: string[];
}

const unknownOnly = async (db: Db, rows: readonly Fresh[]): Promise<Unknown> => {
  const known = await db.query<{ id: string; digest: string | null }>(
    `select id, digest from throughline.event where id = any($1)
     union all select event_id, null from throughline.erased_event where event_id = any($1)`,
    [rows.map(({ row }) => row.id)],
  );
  const erased = new Set(known.rows.filter(({ digest }) => digest === null).map(({ id }) => id));
  const identities = new Set(known.rows.map(({ id, digest }) => `${id} ${digest}`));
  const facts = new Set(known.rows.map(({ id }) => id));
  const fresh = rows.filter(({ row }) => !erased.has(row.id) && !identities.has(`${row.id} ${row.digest}`));
  return {
    fresh,
    corrected: [...new Set(fresh.map(({ row }) => row.id).filter((id) => facts.has(id)))],
    firstTold: distinctBy(
      rows.map(({ event }) => event).filter(({ id }) => !facts.has(id)),
      ({ id }) => id,
    ),
  };
};

const tellingsOf = async (db: Db, ids: readonly string[]): Promise<DeliveryEvent[]> => {
  if (ids.length === 0) return [];
  const { rows } = await db.query<{ data: string }>(
    'select data from throughline.event where id = any($1) order by id, digest',
    [ids],
  );
  return rows.map(({ data }) => JSON.parse(data) as DeliveryEvent);
};

/**
 * All tellings of the facts that touch these keys, but for those that only link to them.
 *
 * @param recordedUpTo only what was recorded until then (default: everything).
 */
export const readEvents = async (
  db: Db,
  keys: readonly string[],
  recordedUpTo?: Date,
): Promise<Map<string, DeliveryEvent[]>> => {
  const { rows } = await db.query<{ key: string; data: string }>(
    `select k.key, e.data from throughline.event_key k join throughline.event e on e.id = k.event_id
     where k.key = any($1) and not k.linked and ($2::timestamptz is null or e.recorded_at <= $2)
     order by k.key, e.id, e.digest`,
    [keys, recordedUpTo ?? null],
  );
  const byKey = new Map<string, DeliveryEvent[]>();
  for (const { key, data } of rows) {
    const events = byKey.get(key);
    const event = JSON.parse(data) as DeliveryEvent;
    if (events) events.push(event);
    else byKey.set(key, [event]);
  }
  return byKey;
};
