import pg from 'pg';

/**
 * A pool that survives the database going away: an idle connection that breaks is replaced when next needed. Statements
 * are sent without waiting for the answers to those before them, where the caller does not wait either.
 */
export const createPool = (url: string, max: number): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    application_name: 'throughline',
    pipeline: true,
  });
  pool.on('error', () => {});
  // The same for one that is in use, between two of its statements: the next statement fails and says so.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
};
