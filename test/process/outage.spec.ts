import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfiguredSources } from '../../src/access/configured-sources.js';
import { loadKey } from '../../src/access/seal.js';
import { startApplication } from '../../src/bootstrap/application.js';
import { openRuntime } from '../../src/bootstrap/runtime.js';
import { readConfig } from '../../src/config.js';
import { startEmbeddedPostgres } from '../../src/support/postgres/embedded.js';
import { githubBody, sendGithub } from '../support/sender.js';
import { untilReady } from '../support/server-process.js';

describe('while PostgreSQL is gone', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'throughline-outage-'));
    await chmod(folder, 0o755);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('the intake answers 503 with Retry-After, health turns red, and both recover without a restart', async () => {
    const directory = join(folder, 'pg');
    const port = String(20_000 + (process.pid % 20_000));
    const first = await startEmbeddedPostgres({ directory, settings: { fsync: 'off' }, port: Number(port) });
    const config = readConfig({
      PORT: '0',
      DATABASE_URL: first.url,
      THROUGHLINE_DATA_DIR: folder,
      LOG_LEVEL: 'error',
    });
    const runtime = await openRuntime(config);
    const application = await startApplication(runtime, 'all');
    const secret = await new ConfiguredSources(runtime.pool, await loadKey(config), runtime.clock).add({
      name: 'github',
      system: 'github',
      bearer: false,
    });
    const send = (id: string) =>
      sendGithub(application.url, secret, { event: 'ping', body: githubBody('ping'), id });
    expect((await send('before')).status).toBe(202);

    await first.stop();
    const refused = await send('during');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(refused.body.error).toContain('nothing was stored');
    const health = await fetch(`${application.url}/health/ready`);
    expect(health.status).toBe(503);
    expect((await fetch(`${application.url}/health/live`)).status).toBe(200);

    const second = await startEmbeddedPostgres({ directory, settings: { fsync: 'off' }, port: Number(port) });
    await untilReady({ url: application.url, output: () => '' } as never);
    expect((await send('after')).status).toBe(202);
    const settled = async (): Promise<string[]> =>
      (await runtime.pool.query<{ state: string }>('select state from throughline.inbox')).rows.map(
        ({ state }) => state,
      );
    for (let i = 0; i < 200 && (await settled()).includes('pending'); i += 1)
      await new Promise((done) => setTimeout(done, 100));
    expect(await settled()).toEqual(['ignored', 'ignored']);
    const stopping = performance.now();
    await application.close();
    expect(performance.now() - stopping).toBeLessThan(10_000);
    await runtime.close();
    await second.stop();
  }, 120_000);
});
