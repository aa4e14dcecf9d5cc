import type { Db } from '../../support/rows.js';

/** A delivery that is to be kept, whole and unread. */
export interface NewDelivery {
  /** The configured source, for example `github`; `system` says which interpreter reads it. */
  readonly source: string;
  readonly system: string;
  readonly key: string;
  readonly receivedAt: Date;
  /** JSON of the headers that the source allows. */
  readonly headers: string;
  readonly body: Buffer;
}

const COLUMNS = 7;

/**
 * Stores deliveries durably in one statement; one that is there already (a redelivery) stays as it is. Multi-row VALUES
 * with binary parameters, prepared once per number of rows: a body is never turned into text on its way.
 *
 * @param keptUntil who stores them reads them itself; others do from then on, should it have died.
 */
export const storeDeliveries = async (
  db: Db,
  deliveries: readonly NewDelivery[],
  keptUntil?: Date,
): Promise<void> => {
  const values: unknown[] = deliveries.flatMap(({ source, system, key, receivedAt, headers, body }) => [
    source,
    key,
    system,
    receivedAt,
    headers,
    body,
    'pending',
  ]);
  values.push(keptUntil ?? null);
  await db.query({ name: `inbox_${deliveries.length}`, text: statement(deliveries.length), values });
};

const statements = new Map<number, string>();

const statement = (rows: number): string => {
  const known = statements.get(rows);
  if (known) return known;
  const until = `$${rows * COLUMNS + 1}`;
  const tuples = Array.from({ length: rows }, (_, row) => {
    const placeholders = Array.from({ length: COLUMNS }, (_, column) => `$${row * COLUMNS + column + 1}`);
    return `(${placeholders.join(',')},${until})`;
  });
  const text = `insert into throughline.inbox
      (source, delivery_key, system, received_at, headers, body, state, next_attempt_at)
    values ${tuples.join(',')} on conflict (source, delivery_key) do nothing`;
  statements.set(rows, text);
  return text;
};

export interface PendingDelivery {
  readonly source: string;
  readonly system: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** null of one that was foreseen, as long as nobody repaired it. */
  readonly body: Buffer | null;
  readonly attempts: number;
  readonly receivedAt: Date;
  /** Nobody has read it before; a replay has. */
  readonly fresh: boolean;
}

const MOST_DELIVERIES = 500;
const MOST_BYTES = 4 * 1024 * 1024;

/** $1: now; $2: whose deliveries are due although they are kept. */
const IS_DUE = `state = 'pending'
  and (next_attempt_at is null or next_attempt_at <= $1 or (attempts = 0 and source = $2))`;
const DUE = `select source, delivery_key, octet_length(coalesce(repaired_body, body)) as bytes from throughline.inbox
  where ${IS_DUE} order by received_at, source, delivery_key limit $3`;

interface Due {
  readonly source: string;
  readonly delivery_key: string;
  readonly bytes: number;
}

export interface Claim {
  readonly now: Date;
  readonly most?: number | undefined;
  /** Also the deliveries of this source that are kept for whoever stored them. */
  readonly keptFor?: string | undefined;
  /** Whether it is known already what a delivery comes to, so that its body need not be read (default: of none). */
  readonly isForeseen?: (delivery: Pick<NewDelivery, 'source' | 'key'>) => boolean;
}

/**
 * Takes the oldest deliveries that are due, up to 500 or 4 MB of them, for the length of the transaction. No more are
 * locked than are likely to be taken, so that who interprets beside us finds the others.
 */
export const claimPending = async (
  db: Db,
  { now, most = MOST_DELIVERIES, keptFor, isForeseen = () => false }: Claim,
): Promise<PendingDelivery[]> => {
  const { rows: seen } = await db.query<Due>(DUE, [now, keptFor, most]);
  if (seen.length === 0) return [];
  const { rows: due } = await db.query<Due>(`${DUE} for update skip locked`, [
    now,
    keptFor,
    fitting(seen).length,
  ]);
  const taken = fitting(due);
  if (taken.length === 0) return [];
  const { rows } = await db.query<Stored>(
    `select i.source, i.delivery_key, i.system, i.headers, i.attempts, i.received_at,
       case when taken.foreseen then i.repaired_body else coalesce(i.repaired_body, i.body) end as body,
       i.attempts = 0 and i.reason is null and i.events is null as fresh
     from throughline.inbox i
     join unnest($1::text[], $2::text[], $3::boolean[]) as taken(source, delivery_key, foreseen)
       using (source, delivery_key)
     order by i.received_at, i.source, i.delivery_key`,
    [
      taken.map(({ source }) => source),
      taken.map(({ delivery_key }) => delivery_key),
      taken.map(({ source, delivery_key }) => isForeseen({ source, key: delivery_key })),
    ],
  );
  return rows.map((row) => ({
    source: row.source,
    system: row.system,
    key: row.delivery_key,
    headers: JSON.parse(row.headers) as Record<string, string>,
    body: row.body,
    attempts: row.attempts,
    receivedAt: row.received_at,
    fresh: row.fresh,
  }));
};

/** Whether deliveries of the source are due, those included that are kept for whoever stored them. */
export const hasDue = async (db: Db, source: string, now: Date): Promise<boolean> => {
  const { rowCount } = await db.query(
    `select 1 from throughline.inbox where ${IS_DUE} and source = $2 limit 1`,
    [now, source],
  );
  return rowCount !== 0;
};

/** The first of them that are no more than we hold in memory; at least one. */
const fitting = (due: readonly Due[]): Due[] => {
  let bytes = 0;
  return due.filter((row, i) => {
    bytes += row.bytes;
    return i === 0 || bytes <= MOST_BYTES;
  });
};

interface Stored {
  readonly source: string;
  readonly delivery_key: string;
  readonly system: string;
  readonly headers: string;
  readonly body: Buffer | null;
  readonly attempts: number;
  readonly received_at: Date;
  readonly fresh: boolean;
}

/** What became of a delivery. */
export interface Settlement {
  readonly source: string;
  readonly key: string;
  readonly state: 'pending' | 'accepted' | 'ignored' | 'rejected' | 'dead';
  readonly reason: string | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly events: number | null;
}

export const settle = async (db: Db, settlements: readonly Settlement[], now: Date): Promise<void> => {
  const column = <K extends keyof Settlement>(name: K): Settlement[K][] =>
    settlements.map((one) => one[name]);
  await db.query(
    `update throughline.inbox i
     set state = s.state, reason = s.reason, attempts = s.attempts, next_attempt_at = s.next_attempt_at,
       events = s.events, settled_at = case when s.state = 'pending' then null else $8::timestamptz end
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::timestamptz[], $7::int[])
       as s(source, delivery_key, state, reason, attempts, next_attempt_at, events)
     where i.source = s.source and i.delivery_key = s.delivery_key`,
    [
      column('source'),
      column('key'),
      column('state'),
      column('reason'),
      column('attempts'),
      column('nextAttemptAt'),
      column('events'),
      now,
    ],
  );
};
