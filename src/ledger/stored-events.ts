import type { Db } from '../support/rows.js';
import type { StoredEvent } from './leaf.js';

/** PostgreSQL's own ISO text, whole: a microsecond more or less shows, and so does a year before Christ. */
const instant = (column: string): string => `to_json(${column} at time zone 'UTC') #>> '{}'`;

/** Columns of the event store as bytes; `e` is the table. */
export const EVENT_COLUMNS = `e.id, e.digest, e.type, ${instant('e.at')} as at, ${instant('e.recorded_at')} as recorded_at,
  e.source, e.delivery_key, e.data`;

export interface EventRow {
  readonly id: string;
  readonly digest: string;
  readonly type: string;
  readonly at: string;
  readonly recorded_at: string;
  readonly source: string;
  readonly delivery_key: string;
  readonly data: string;
}

export const asEvent = (row: EventRow): StoredEvent => ({
  id: row.id,
  digest: row.digest,
  type: row.type,
  at: isoOf(row.at),
  recordedAt: isoOf(row.recorded_at),
  source: row.source,
  deliveryKey: row.delivery_key,
  data: row.data,
});

const WHOLE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;

/** Instants are kept to the millisecond; anything else keeps the form in which PostgreSQL says it. */
export const isoOf = (text: string): string => {
  const [seconds = '', fraction = ''] = text.split('.');
  return WHOLE.test(seconds) ? `${seconds}.${fraction.padEnd(3, '0')}Z` : text;
};

/** An erased body is empty, and its hash stands beside it as long as other events came from it; `i` is the inbox. */
const IS_ERASED = '(i.body_sha256 is not null and octet_length(i.body) = 0)';
const BODY_SHA256 = `case when ${IS_ERASED} then i.body_sha256 else encode(sha256(i.body), 'hex') end`;

/** SHA-256 of the bodies of deliveries, by delivery key; one that is not in the inbox is left out. */
export const deliveryHashes = async (db: Db, keys: readonly string[]): Promise<Map<string, string>> =>
  new Map([...(await readBodies(db, keys))].map(([key, { hash }]) => [key, hash]));

export interface StoredBody {
  /** SHA-256 of the body as it came, hexadecimal. */
  readonly hash: string;
  /** The body itself is gone; an erasure in the log must say so. */
  readonly erased: boolean;
}

/** Of the deliveries that are in the inbox, by delivery key. */
export const readBodies = async (db: Db, keys: readonly string[]): Promise<Map<string, StoredBody>> => {
  const distinct = [...new Set(keys)].filter((key) => key.includes('/'));
  if (distinct.length === 0) return new Map();
  const { rows } = await db.query<StoredBody & { key: string }>(
    `select wanted.source || '/' || wanted.delivery_key as key, ${BODY_SHA256} as hash,
       ${IS_ERASED} as erased
     from throughline.inbox i join unnest($1::text[], $2::text[]) as wanted(source, delivery_key)
       using (source, delivery_key)`,
    // A source's name holds no slash; the key of a delivery may.
    [
      distinct.map((key) => key.slice(0, key.indexOf('/'))),
      distinct.map((key) => key.slice(key.indexOf('/') + 1)),
    ],
  );
  return new Map(rows.map(({ key, ...body }) => [key, body]));
};
