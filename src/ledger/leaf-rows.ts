import type { Db } from '../support/rows.js';
import type { StoredEvent } from './leaf.js';
import { asEvent, EVENT_COLUMNS, type EventRow } from './stored-events.js';

/** A leaf and the event that it was made of, if that is still there. */
export interface LeafWithEvent {
  readonly index: number;
  readonly eventId: string;
  readonly digest: string | null;
  readonly salt: Buffer | null;
  readonly leaf: string;
  readonly event: StoredEvent | undefined;
}

type Joined = Partial<EventRow> & {
  readonly leaf_index: string;
  readonly event_id: string;
  readonly leaf_digest: string | null;
  readonly salt: Buffer | null;
  readonly leaf: string;
};

/** The next leaves after an index, in order. */
export const readLeaves = (db: Db, after: number | undefined, limit: number): Promise<LeafWithEvent[]> =>
  read(db, 'where $1::bigint is null or index > $1 order by index limit $2', [after ?? null, limit]);

/** The leaves of the tellings of events, the earliest first. */
export const readLeavesOf = (db: Db, eventIds: readonly string[]): Promise<LeafWithEvent[]> =>
  read(db, 'where event_id = any($1)', [eventIds]);

const read = async (db: Db, which: string, parameters: readonly unknown[]): Promise<LeafWithEvent[]> => {
  const { rows } = await db.query<Joined>(
    `select l.index as leaf_index, l.event_id, l.digest as leaf_digest, l.salt, l.leaf, ${EVENT_COLUMNS}
     from (select * from throughline.ledger_leaf ${which}) l
     left join throughline.event e on e.id = l.event_id and e.digest = l.digest order by l.index`,
    [...parameters],
  );
  return rows.map((row) => ({
    index: Number(row.leaf_index),
    eventId: row.event_id,
    digest: row.leaf_digest,
    salt: row.salt,
    leaf: row.leaf,
    event: typeof row.id === 'string' ? asEvent(row as EventRow) : undefined,
  }));
};
