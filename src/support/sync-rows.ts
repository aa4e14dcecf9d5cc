import { groupBy } from './group-by.js';
import { canonicalJson } from './hash.js';
import { type Db, type Row, type Target, writeRows } from './rows.js';

export interface Scope {
  readonly target: Omit<Target, 'conflict'>;
  /** The columns that select the rows to be replaced, and their values. */
  readonly where: Row;
}

/**
 * Makes the rows in the scope equal to `rows`, touching only those that differ, so that a refold that changes nothing
 * writes nothing.
 *
 * @returns whether anything differed.
 */
export const syncRows = async (db: Db, { target, where }: Scope, rows: readonly Row[]): Promise<boolean> => {
  const columns = Object.keys(where);
  const condition = columns.map((column, i) => `${column} = $${i + 1}`).join(' and ');
  const stored = await db.query<Row>(
    `select ${target.columns.join(', ')} from ${target.table} where ${condition}`,
    columns.map((column) => where[column]),
  );
  const wanted = new Map(rows.map((row) => [identityOf(target, row), row]));
  const known = new Map(stored.rows.map((row) => [identityOf(target, row), row]));
  const gone = [...known].filter(([identity]) => !wanted.has(identity)).map(([, row]) => row);
  const changed = [...wanted]
    .filter(([identity, row]) => !same(target, known.get(identity), row))
    .map(([, row]) => row);
  await deleteRows(db, target, gone);
  await writeRows(db, { ...target, conflict: 'replace' }, changed);
  return gone.length + changed.length > 0;
};

export interface Groups {
  readonly target: Omit<Target, 'conflict'>;
  /** The column, a text, that tells the groups apart. */
  readonly column: string;
  readonly values: readonly string[];
}

/**
 * Makes the rows of many groups equal to `rows`. A group that differs is deleted and written anew; one that does not is
 * left alone.
 */
export const syncGroups = async (
  db: Db,
  { target, column, values }: Groups,
  rows: readonly Row[],
): Promise<void> => {
  if (values.length === 0) return;
  const stored = await db.query<Row>(
    `select ${target.columns.join(', ')} from ${target.table} where ${column} = any($1)`,
    [values],
  );
  const known = groupBy(stored.rows, (row) => String(row[column]));
  const wanted = groupBy(rows, (row) => String(row[column]));
  const content = (group: readonly Row[] = []): string =>
    group
      .map((row) => canonicalJson(target.columns.map((name) => comparable(row[name]))))
      .sort()
      .join();
  const differing = values.filter((value) =>
    known.has(value) ? content(known.get(value)) !== content(wanted.get(value)) : wanted.has(value),
  );
  const gone = differing.filter((value) => known.has(value));
  if (gone.length > 0) await db.query(`delete from ${target.table} where ${column} = any($1)`, [gone]);
  const written = new Set(differing);
  // Where a row of one group can never be that of another, nothing is left that it could meet.
  const conflict = target.key.includes(column) ? 'none' : 'replace';
  await writeRows(
    db,
    { ...target, conflict },
    rows.filter((row) => written.has(String(row[column]))),
  );
};

const identityOf = (target: Scope['target'], row: Row): string =>
  canonicalJson(target.key.map((column) => row[column]));

const same = (target: Scope['target'], known: Row | undefined, row: Row): boolean =>
  known !== undefined &&
  target.columns.every((column) => comparable(known[column]) === comparable(row[column]));

/** bigint comes back as text, instants as dates. */
const comparable = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null ? canonicalJson(value) : String(value ?? null);
};

/** Deletes rows by a key of texts, but for a column `at` or one that begins with `valid_`: an instant. */
export const deleteRows = async (
  db: Db,
  { table, key }: Pick<Target, 'table' | 'key'>,
  rows: readonly Row[],
): Promise<void> => {
  if (rows.length === 0) return;
  const typeOf = (column: string): string =>
    column === 'at' || column.startsWith('valid_') ? 'timestamptz' : 'text';
  const lists = key.map((column, i) => `$${i + 1}::${typeOf(column)}[]`).join(', ');
  const matches = key.map((column) => `t.${column} = gone.${column}`).join(' and ');
  await db.query(
    `delete from ${table} t using unnest(${lists}) as gone(${key.join(', ')}) where ${matches}`,
    key.map((column) => rows.map((row) => row[column])),
  );
};
