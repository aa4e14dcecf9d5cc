import type { ClientBase, Pool } from 'pg';
import { copyRows } from './copy.js';
import { codeOf } from './errors.js';

/** Anything that runs a statement: a pool, or the client that holds a transaction. */
export type Db = Pick<ClientBase, 'query'>;

export type Row = Readonly<Record<string, unknown>>;

export interface Target {
  readonly table: string;
  readonly columns: readonly string[];
  /** The columns of the primary key; rows are written sorted by them, so that two writers never deadlock. */
  readonly key: readonly string[];
  /** What to do with a row that is already there. `none`: there is no such row; the caller has looked, under a lock. */
  readonly conflict: 'ignore' | 'replace' | 'none';
}

/**
 * Statements of these lengths are prepared, once for each connection: PostgreSQL takes longer to read a statement of
 * thousands of placeholders than to write its rows. Larger ones would cost more memory in each connection than they gain.
 */
const PREPARED = [200, 50] as const;

/** From so many on, rows that are new are copied, so many at a time. */
const FEWEST_COPIED = 20;
const COPIED = 1_000;

/** Statements on their way at once; what they carry is held in memory until they are answered. */
const MOST_SENT = 50;

/**
 * Writes rows in key order: new ones by COPY, others as multi-row VALUES, because prepared it is nearly as quick as any
 * INSERT on one PostgreSQL, and several times quicker than unnest on a distributed one.
 *
 * @returns how many rows were inserted or replaced.
 */
export const writeRows = async (db: Db, target: Target, rows: readonly Row[]): Promise<number> => {
  const sorted = sortByKey(target.key, rows);
  let sent: Promise<number>[] = [];
  let written = 0;
  for (let from = 0; from < sorted.length; ) {
    const size = sizeOfNext(target, sorted.length - from);
    sent.push(writeSome(db, target, sorted.slice(from, from + size)));
    from += size;
    if (sent.length < MOST_SENT && from < sorted.length) continue;
    for (const count of await together(sent)) written += count;
    sent = [];
  }
  return written;
};

const isCopied = ({ conflict }: Target, rows: number): boolean =>
  conflict === 'none' && rows >= FEWEST_COPIED;

const sizeOfNext = (target: Target, left: number): number =>
  isCopied(target, left) ? Math.min(left, COPIED) : (PREPARED.find((length) => length <= left) ?? left);

const writeSome = async (db: Db, target: Target, rows: readonly Row[]): Promise<number> => {
  const { columns } = target;
  if (isCopied(target, rows.length)) return copyRows(db, target, rows);
  const values: unknown[] = [];
  for (const row of rows) for (const column of columns) values.push(row[column] ?? null);
  const { rowCount } = await db.query({ ...statement(target, rows.length), values });
  return rowCount ?? 0;
};

const TRANSACTION_FAILED = '25P02';

/**
 * Statements that are sent one after the other without waiting for answers in between. When one fails, those behind it
 * fail too, and all are waited for: nothing of them is sent any more when the transaction has been rolled back.
 *
 * @throws what made the first of them fail.
 */
export const together = async <T extends readonly Promise<unknown>[] | []>(
  statements: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> => {
  const settled = await Promise.allSettled(statements);
  const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (failures.length > 0) {
    throw failures.find((failure) => codeOf(failure) !== TRANSACTION_FAILED) ?? failures[0];
  }
  return Promise.all(statements);
};

const sortByKey = (key: readonly string[], rows: readonly Row[]): readonly Row[] => {
  if (rows.length < 2) return rows;
  const keyed = rows.map((row) => {
    let text = '';
    for (const column of key) text += `${String(row[column])}\u0001`;
    return { row, key: text };
  });
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ row }) => row);
};

interface Statement {
  readonly text: string;
  /** Of one that is prepared. */
  readonly name?: string;
}

const prepared = new Map<string, Statement>();

const statement = (target: Target, count: number): Statement => {
  if (!PREPARED.some((length) => length === count)) return { text: makeStatement(target, count) };
  const identity = JSON.stringify([target.table, target.columns, target.key, target.conflict, count]);
  const known = prepared.get(identity) ?? {
    name: `rows ${prepared.size}`,
    text: makeStatement(target, count),
  };
  prepared.set(identity, known);
  return known;
};

const makeStatement = ({ table, columns, key, conflict }: Target, count: number): string => {
  const width = columns.length;
  const tuples = Array.from({ length: count }, (_, row) => {
    const placeholders = columns.map((_, column) => `$${row * width + column + 1}`);
    return `(${placeholders.join(',')})`;
  });
  const updates = columns
    .filter((column) => !key.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  const insert = `insert into ${table} (${columns.join(', ')}) values ${tuples.join(',')}`;
  if (conflict === 'none') return insert;
  const action =
    conflict === 'replace' && updates.length > 0 ? `do update set ${updates.join(', ')}` : 'do nothing';
  return `${insert} on conflict (${key.join(', ')}) ${action}`;
};

const RETRYABLE = new Set(['40P01', '40001']);
const ATTEMPTS = 5;

/**
 * Runs `work` in one transaction; a deadlock or serialization failure is tried again.
 *
 * @param begin the statement that begins it, with settings of its own after a semicolon: one way to the database and back.
 */
export const inTransaction = async <T>(
  pool: Pool,
  work: (db: Db) => Promise<T>,
  begin = 'begin',
): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transactOnce(pool, work, begin);
    } catch (thrown) {
      if (attempt >= ATTEMPTS || !RETRYABLE.has(codeOf(thrown) ?? '')) throw thrown;
    }
  }
};

const transactOnce = async <T>(pool: Pool, work: (db: Db) => Promise<T>, begin: string): Promise<T> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (thrown) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw thrown;
  } finally {
    client.release(broken);
  }
};
