import type { DeliveryEvent } from '../events/vocabulary.js';
import { groupBy } from '../support/group-by.js';
import { canonicalJson } from '../support/hash.js';
import type { Db, Row } from '../support/rows.js';
import { asFolded } from './as-folded.js';
import { prefixOf } from './keys.js';
import type { Changed } from './projection.js';
import { writeFolded } from './write-folded.js';

/**
 * A read model with any number of rows for each key, of which a refold writes only those that differ: for keys that
 * gather many rows, such as a host. Pure: the same events in any order, in any number of tellings, give the same rows.
 */
export interface KeyedRows<R extends Row = Row> {
  /** The prefixes of its keys, for example `execution`. */
  readonly prefixes: readonly string[];
  readonly table: string;
  readonly columns: readonly (keyof R & string)[];
  /** The primary key. */
  readonly identity: readonly (keyof R & string)[];
  /** The column that holds the key: whole in `key`, in any other without its prefix. Has an index. */
  readonly keyColumn: keyof R & string;
  /** @param events what is known, ordered by time and then id: those of the key, and those that link to it. */
  fold(key: string, events: readonly DeliveryEvent[]): R[];
}

/** Folds keys again from what is known of each, and writes the rows that differ. @returns those rows before and after. */
export const refoldKeyed = async <R extends Row>(
  db: Db,
  model: KeyedRows<R>,
  keys: readonly string[],
  known: ReadonlyMap<string, readonly DeliveryEvent[]>,
): Promise<Changed<R>[]> => {
  const own = keys.filter((key) => model.prefixes.includes(prefixOf(key)));
  if (own.length === 0) return [];
  const after = rowsByIdentity(
    model,
    own.flatMap((key) => model.fold(key, known.get(key) ?? [])),
  );
  const before = rowsByIdentity(model, await storedRows(db, model, own));
  const changed = [...new Set([...before.keys(), ...after.keys()])]
    .map((identity) => ({ before: before.get(identity), after: after.get(identity) }))
    .filter((row) => canonicalJson(row.before ?? null) !== canonicalJson(row.after ?? null));
  const { table, columns, identity, keyColumn } = model;
  // Otherwise a row of ours may be there as that of another key.
  const areNew = identity.includes(keyColumn);
  await writeFolded(db, { table, columns, key: identity }, { changed, areNew });
  return changed;
};

const rowsByIdentity = <R extends Row>({ identity }: KeyedRows<R>, rows: readonly R[]): Map<string, R> =>
  new Map(rows.map((row) => [canonicalJson(identity.map((column) => row[column])), row]));

const storedRows = async <R extends Row>(
  db: Db,
  { table, columns, keyColumn }: KeyedRows<R>,
  keys: readonly string[],
): Promise<R[]> => {
  const values = keyColumn === 'key' ? keys : keys.map((key) => key.slice(key.indexOf(':') + 1));
  const { rows } = await db.query<R>(
    `select ${columns.join(', ')} from ${table} where ${keyColumn} = any($1)`,
    [values],
  );
  return rows.map(asFolded);
};

/** The events of one identity each, of those that `identify` knows. */
export const byIdentity = <E extends DeliveryEvent>(
  events: readonly E[],
  identify: (event: E) => readonly string[],
): E[][] => [...groupBy(events, (event) => JSON.stringify(identify(event))).values()];
