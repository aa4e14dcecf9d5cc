import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { ConfiguredSources } from '../../src/access/configured-sources.js';
import { loadKey } from '../../src/access/seal.js';
import { Tokens } from '../../src/access/tokens.js';
import { startApplication } from '../../src/bootstrap/application.js';
import { openRuntime, type Runtime } from '../../src/bootstrap/runtime.js';
import type { ServerParts } from '../../src/bootstrap/server-parts.js';
import { readConfig } from '../../src/config.js';
import { findSource } from '../../src/sources/registry.js';
import { createTestDatabase } from './database.js';

/** The whole service, as `throughline serve` starts it, on a database of its own. */
export interface TestApp {
  readonly url: string;
  readonly pool: Pool;
  readonly runtime: Runtime & Omit<ServerParts, 'close'>;
  /** An access token that may do everything. */
  readonly adminToken: string;
  /** A fresh link that signs a browser in once. */
  signInUrl(): Promise<string>;
  /** Lets a system send. @returns its secret. */
  addSource(system: string, name?: string): Promise<string>;
  /** Waits until everything that was delivered is read and projected. */
  settle(): Promise<void>;
  graphql<T>(
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<{ data: T; errors?: { message: string; extensions?: { code?: string } }[] }>;
  close(): Promise<void>;
}

const SETTLE_MS = 30_000;

export const startApp = async (environment: NodeJS.ProcessEnv = {}): Promise<TestApp> => {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'throughline-app-'));
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: database.url,
    THROUGHLINE_DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    ...environment,
  });
  const runtime = await openRuntime(config);
  const application = await startApplication(runtime, 'all');
  const tokens = new Tokens(runtime.pool, runtime.clock);
  const adminToken = await tokens.createToken({ kind: 'api', name: 'test', role: 'admin' });
  return {
    url: application.url,
    pool: database.pool,
    runtime: { ...application.parts, ...runtime },
    adminToken,
    signInUrl: async () => `${application.url}/sign-in?token=${await tokens.createSignIn()}`,
    addSource: async (system, name = system) => {
      const sources = new ConfiguredSources(runtime.pool, await loadKey(config), runtime.clock);
      return sources.add({ name, system, bearer: findSource(system)?.bearer === true });
    },
    settle: () => settle(database.pool),
    graphql: async (query, variables) => {
      const response = await fetch(`${application.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${adminToken}` },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as never;
    },
    close: async () => {
      await application.close();
      await runtime.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const settle = async (pool: Pool): Promise<void> => {
  for (let waited = 0; waited < SETTLE_MS; waited += 20) {
    const { rows } = await pool.query<{ busy: boolean }>(
      `select exists (select from throughline.inbox where state = 'pending')
         or exists (select from throughline.dirty_key) as busy`,
    );
    if (!rows[0]!.busy) return;
    await sleep(20);
  }
  throw new Error(`The service did not come to rest within ${SETTLE_MS / 1_000} s.`);
};
