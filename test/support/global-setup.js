import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
// Jest does not transform this file, so it runs what the build made.
import { migrate } from '../../dist/src/bootstrap/migrate.js';
import { startEmbeddedPostgres } from '../../dist/src/support/postgres/embedded.js';

/**
 * One real PostgreSQL for the whole run: embedded, or the one that TEST_DATABASE_URL names (a role that may create
 * databases). Its database `throughline_template` is migrated once; every test file works in a copy of it.
 */
export default async function setUp() {
  const url = process.env['TEST_DATABASE_URL'] ?? (await startForTests());
  process.env['THROUGHLINE_TEST_CLUSTER'] = url;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('drop database if exists throughline_template');
  await client.query('create database throughline_template');
  await client.end();
  const template = new URL(url);
  template.pathname = '/throughline_template';
  await migrate(template.href);
}

const startForTests = async () => {
  const parent = await mkdtemp(join(tmpdir(), 'throughline-test-'));
  // The database's own account, when we are root, has to get in.
  await chmod(parent, 0o755);
  const directory = join(parent, 'pg');
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  };
  const postgres = await startEmbeddedPostgres({ directory, settings });
  Object.assign(globalThis, { throughlineTestPostgres: postgres, throughlineTestDirectory: directory });
  return postgres.url;
};
