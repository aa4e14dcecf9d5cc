import type { Pool } from 'pg';
import { LIVE } from '../projections/projector.js';
import { currentReading } from '../projections/reading.js';
import { type Db, inTransaction } from '../support/rows.js';

/** Compiling a statement would take longer than it saves here, and a quarter's spans are sorted in memory. */
const SETTINGS = `set local jit to off; set local work_mem to '64MB'`;

/**
 * Reads in a schema of read models: table names without a schema are its. What one question reads of the live ones is
 * read at one moment.
 */
export const readIn = async <T>(pool: Pool, schema: string, work: (db: Db) => Promise<T>): Promise<T> => {
  const pin = schema === LIVE ? await currentReading()?.pin() : undefined;
  const same = pin
    ? `set transaction isolation level repeatable read; set transaction snapshot '${pin.snapshot}';`
    : '';
  return inTransaction(pool, async (db) => {
    await db.query(`set transaction read only; ${same} set local search_path to ${schema}; ${SETTINGS}`);
    return work(db);
  });
};
