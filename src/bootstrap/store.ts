import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Config } from '../config.js';
import { stopwatch } from '../support/clock.js';
import { codeOf, messageOf, UserError } from '../support/errors.js';
import { type EmbeddedPostgres, isAlive, startEmbeddedPostgres } from '../support/postgres/embedded.js';

/** The database that this process works with. */
export interface Store {
  readonly url: string;
  /** Says good-bye; the last user of an embedded PostgreSQL ends it. */
  close(): Promise<void>;
}

const OLDEST_POSTGRES = 15;

/** Opens the database of DATABASE_URL, or starts (or joins) the embedded one in the data directory. */
export const openStore = async (config: Config): Promise<Store> => {
  if (config.databaseUrl) {
    await checkServer(config.databaseUrl);
    return { url: config.databaseUrl, close: async () => {} };
  }
  await mkdir(config.dataDir, { recursive: true });
  const users = join(config.dataDir, 'users');
  await enter(users);
  const postgres = await startEmbeddedPostgres({ directory: join(config.dataDir, 'pg') });
  return { url: postgres.url, close: () => leave(users, postgres) };
};

/** Each process that uses the embedded database leaves a file named by its id. */
const enter = async (users: string): Promise<void> => {
  await mkdir(users, { recursive: true });
  await writeFile(join(users, String(process.pid)), '');
};

const leave = async (users: string, postgres: EmbeddedPostgres): Promise<void> => {
  await rm(join(users, String(process.pid)), { force: true });
  const others = (await readdir(users)).map(Number).filter((pid) => pid > 0 && isAlive(pid));
  if (others.length === 0) await postgres.stop();
};

const LONGEST_START_MS = 60_000;
const BETWEEN_TRIES_MS = 250;
const CANNOT_CONNECT_NOW = '57P03';

/** Started together with us, it may still be recovering: that is waited for. */
const checkServer = async (url: string): Promise<void> => {
  const elapsed = stopwatch();
  for (;;) {
    try {
      return await checkVersion(url);
    } catch (thrown) {
      if (thrown instanceof UserError) throw thrown;
      if (codeOf(thrown) === CANNOT_CONNECT_NOW && elapsed() < LONGEST_START_MS) {
        await sleep(BETWEEN_TRIES_MS);
        continue;
      }
      throw new UserError(
        `The PostgreSQL of DATABASE_URL cannot be used: ${messageOf(thrown) || 'it does not answer'}. Is it running, and is the password right?`,
      );
    }
  }
};

const checkVersion = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int / 10000 as version`,
    );
    const version = rows[0]!.version;
    if (version < OLDEST_POSTGRES) {
      throw new UserError(
        `DATABASE_URL is a PostgreSQL ${version}: version ${OLDEST_POSTGRES} or newer is needed.`,
      );
    }
  } finally {
    await client.end().catch(() => {});
  }
};
