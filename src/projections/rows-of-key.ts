import { currentEvents } from '../events/current.js';
import type { DeliveryEvent } from '../events/vocabulary.js';
import { type Db, type Row, writeRows } from '../support/rows.js';

/**
 * A read model with any number of rows for each key, such as one for each span in which something holds. Pure, as a
 * Projection is: the same events in any order, in any number of tellings, give the same rows.
 */
export interface RowsOfKey {
  /** The prefix of its keys, for example `identity`. */
  readonly id: string;
  readonly table: string;
  readonly columns: readonly string[];
  /** The primary key; its first column holds the key without its prefix. */
  readonly key: readonly [string, ...string[]];
  /** The key (without prefix) of an event that rows come from; undefined for any other event. */
  identify(event: DeliveryEvent): string | undefined;
  /** @param events what is known, ordered by time and then id, all of this key. */
  fold(name: string, events: readonly DeliveryEvent[]): Row[];
}

/** Folds the keys of each read model again, and replaces the rows of every key whole. */
export const refoldRows = async (
  db: Db,
  projections: readonly RowsOfKey[],
  keys: readonly string[],
  tellings: ReadonlyMap<string, DeliveryEvent[]>,
): Promise<void> => {
  for (const projection of projections) {
    const { id, table, columns, key } = projection;
    const own = keys.filter((one) => one.startsWith(`${id}:`));
    if (own.length === 0) continue;
    const rows = own.flatMap((one) => foldKey(projection, one.slice(id.length + 1), tellings.get(one) ?? []));
    await db.query(`delete from ${table} where ${key[0]} = any($1)`, [
      own.map((one) => one.slice(id.length + 1)),
    ]);
    await writeRows(db, { table, columns, key, conflict: 'replace' }, rows);
  }
};

/** Tellings of one fact may disagree about what it belongs to: only what counts now is of this key. */
const foldKey = (projection: RowsOfKey, name: string, tellings: readonly DeliveryEvent[]): Row[] =>
  projection.fold(
    name,
    currentEvents(tellings).filter((event) => projection.identify(event) === name),
  );
