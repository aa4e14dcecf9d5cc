import type { Pool } from 'pg';
import { type Db, inTransaction } from '../support/rows.js';

/**
 * Reads in a schema of read models: table names without a schema are its. Compiling a statement would take longer than
 * it saves here, and a quarter's spans are sorted in memory.
 */
export const readIn = <T>(pool: Pool, schema: string, work: (db: Db) => Promise<T>): Promise<T> =>
  inTransaction(pool, async (db) => {
    await db.query(
      `set transaction read only; set local search_path to ${schema}; set local jit to off; set local work_mem to '64MB'`,
    );
    return work(db);
  });
