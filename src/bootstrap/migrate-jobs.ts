import { runMigrations } from 'bullmq';
import { JOBS_SCHEMA } from './jobs.js';
import { withMigrationLock } from './migrate.js';

/** Brings the tables of BullMQ up to date, which servers need and other commands do not. */
export const migrateJobs = (url: string): Promise<void> =>
  withMigrationLock(url, async (client) => {
    // On a distributed database the job tables stay on the coordinator; any other takes this for an unknown setting.
    await client.query('set citus.enable_ddl_propagation = off');
    await runMigrations(client, JOBS_SCHEMA);
  });
