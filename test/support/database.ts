import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createPool } from '../../src/support/pool.js';

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  drop(): Promise<void>;
}

/** A fresh, migrated database of its own, copied from the template in some 75 ms. */
export const createTestDatabase = async (): Promise<TestDatabase> => {
  const cluster = process.env['THROUGHLINE_TEST_CLUSTER']!;
  const name = `t_${randomBytes(6).toString('hex')}`;
  await onCluster(cluster, `create database ${name} template throughline_template`);
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  const pool = createPool(url.href, 8);
  const drop = async (): Promise<void> => {
    await pool.end();
    await dropWhenFree(cluster, name);
  };
  return { url: url.href, pool, drop };
};

const DROP_ATTEMPTS = 50;
const NOT_OURS_TO_END = '42501';

/** After a large import the cluster itself may be tidying up in it, which only a superuser could end. */
const dropWhenFree = async (cluster: string, name: string): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await onCluster(cluster, `drop database ${name} with (force)`);
    } catch (thrown) {
      const isBusy = (thrown as { code?: string }).code === NOT_OURS_TO_END;
      if (!isBusy || attempt === DROP_ATTEMPTS) throw thrown;
      await sleep(200);
    }
  }
};

const onCluster = async (cluster: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: cluster });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};
