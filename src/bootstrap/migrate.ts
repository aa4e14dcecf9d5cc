import pg from 'pg';
import { createDataSource, MIGRATIONS_TABLE, migrationNames } from '../data-source.js';
import { LIVE } from '../projections/projector.js';
import { markFoldVersion } from '../projections/version.js';

const MIGRATION_LOCK = 7_274_215_931_882_001n;

/** Brings the database up to date. Any number of processes may start at once: one migrates, the others wait. */
export const migrate = (url: string): Promise<void> =>
  withMigrationLock(url, async (client) => {
    const done = await migrationsDone(client);
    if (migrationNames.every((name) => done.has(name))) return;
    await runMigrations(url);
    // Nothing was folded by an older version: what comes first, a service or an import, makes no difference.
    if (done.size === 0) await markFoldVersion(client, LIVE);
  });

/** In a session of its own, while nobody else migrates. */
export const withMigrationLock = async (
  url: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await work(client);
  } finally {
    await client.end();
  }
};

/** By name; none of a database that is new. */
const migrationsDone = async (client: pg.Client): Promise<ReadonlySet<string>> => {
  const { rows: tables } = await client.query<{ there: boolean }>(
    'select to_regclass($1) is not null as there',
    [`public.${MIGRATIONS_TABLE}`],
  );
  if (!tables[0]!.there) return new Set();
  const { rows } = await client.query<{ name: string }>(`select name from public.${MIGRATIONS_TABLE}`);
  return new Set(rows.map(({ name }) => name));
};

const runMigrations = async (url: string): Promise<void> => {
  const dataSource = await createDataSource(url);
  await dataSource.initialize();
  try {
    await dataSource.runMigrations({ transaction: 'all' });
  } finally {
    await dataSource.destroy();
  }
};
