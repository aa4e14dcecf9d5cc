import type { Pool } from 'pg';
import type { Db } from '../support/rows.js';
import { readIn } from './read.js';

/**
 * Reads a whole population. The planner takes what a metric selects for a few rows and would look each of them up, which
 * for a hundred thousand takes minutes: here it hashes.
 */
export const readWhole = <T>(pool: Pool, schema: string, work: (db: Db) => Promise<T>): Promise<T> =>
  readIn(pool, schema, async (db) => {
    await db.query('set local enable_nestloop to off');
    return work(db);
  });
