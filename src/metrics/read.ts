import type { Pool } from 'pg';
import { LIVE } from '../projections/projector.js';
import { currentReading } from '../projections/reading.js';
import { UserError } from '../support/errors.js';
import { codeOf, type Db, inTransaction } from '../support/rows.js';

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
    try {
      await db.query(`set transaction read only; ${same} set local search_path to ${schema}; ${SETTINGS}`);
    } catch (thrown) {
      // Whoever asked has hung up meanwhile, and the snapshot went with them.
      if (codeOf(thrown) === NO_SUCH_SNAPSHOT) throw new UserError('The question was given up.', 'GIVEN_UP');
      throw thrown;
    }
    return work(db);
  });
};

const NO_SUCH_SNAPSHOT = '42704';
