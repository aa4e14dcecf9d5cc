import type { Pool } from 'pg';
import { LIVE } from '../projections/projector.js';
import { currentReading } from '../projections/reading.js';
import { codeOf, UserError } from '../support/errors.js';
import { type Db, inTransaction } from '../support/rows.js';

/** Compiling a statement would take longer than it saves here, and a quarter's spans are sorted in memory. */
const SETTINGS = `set local jit to off; set local work_mem to '64MB'`;

/**
 * Reads in a schema of read models: table names without a schema are its. What one question reads of the live ones is
 * read at one moment.
 */
export const readIn = async <T>(pool: Pool, schema: string, work: (db: Db) => Promise<T>): Promise<T> => {
  const pin = schema === LIVE ? await currentReading()?.pin() : undefined;
  const level = pin
    ? `isolation level repeatable read read only; set transaction snapshot '${pin.snapshot}'`
    : 'read only';
  let begun = false;
  const counted = (db: Db): Promise<T> => {
    begun = true;
    return work(db);
  };
  try {
    return await inTransaction(
      pool,
      counted,
      `begin ${level}; set local search_path to ${schema}; ${SETTINGS}`,
    );
  } catch (thrown) {
    // Whoever asked has hung up meanwhile, and the snapshot went with them.
    if (!begun && codeOf(thrown) === NO_SUCH_SNAPSHOT)
      throw new UserError('The question was given up.', 'GIVEN_UP');
    throw thrown;
  }
};

const NO_SUCH_SNAPSHOT = '42704';
