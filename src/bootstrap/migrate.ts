import { runMigrations } from 'bullmq';
import pg from 'pg';
import { createDataSource } from '../data-source.js';
import { JOBS_SCHEMA } from './jobs.js';

const MIGRATION_LOCK = 7_274_215_931_882_001n;

/** Brings the database up to date. Any number of processes may start at once: one migrates, the others wait. */
export const migrate = async (url: string, { withJobs }: { readonly withJobs: boolean }): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const dataSource = createDataSource(url);
    await dataSource.initialize();
    try {
      await dataSource.runMigrations({ transaction: 'all' });
    } finally {
      await dataSource.destroy();
    }
    if (withJobs) await migrateJobs(client);
  } finally {
    await client.end();
  }
};

const migrateJobs = async (client: pg.Client): Promise<void> => {
  // On a distributed database the job tables stay on the coordinator; any other takes this for an unknown setting.
  await client.query('set citus.enable_ddl_propagation = off');
  await runMigrations(client, JOBS_SCHEMA);
};
