import pg from 'pg';
import { startApplication } from '../../src/bootstrap/application.js';
import { openRuntime } from '../../src/bootstrap/runtime.js';
import { readConfig } from '../../src/config.js';
import { startApp } from '../support/app.js';
import { postgresPrograms, redisProgram, startPostgres, startRedis } from '../support/external-servers.js';
import { createRepository, importGit } from '../support/git-repository.js';
import { githubBody, sendGithub } from '../support/sender.js';

const redis = redisProgram();
const programs = postgresPrograms();
if (!redis) console.warn('skipped: there is no redis-server on this machine');
if (!programs) console.warn('skipped: there is no PostgreSQL of its own on this machine');

(redis ? describe : describe.skip)('with REDIS_URL', () => {
  it('jobs run on Redis, and a delivery is read', async () => {
    const server = await startRedis(redis!);
    const app = await startApp({ REDIS_URL: server.url });
    const secret = await app.addSource('github');
    await sendGithub(app.url, secret, { event: 'push', body: githubBody('push'), id: 'by-redis' });
    await app.settle();
    const { rows } = await app.pool.query('select state from throughline.inbox');
    expect(rows).toEqual([{ state: 'accepted' }]);
    const jobs = await app.pool.query(`select 1 from pg_namespace where nspname = 'throughline_jobs'`);
    expect(jobs.rows).toEqual([]);
    await app.close();
    await server.stop();
  }, 60_000);
});

(programs ? describe : describe.skip)('with DATABASE_URL', () => {
  it('an existing PostgreSQL is migrated by two starters at once, used, and left running', async () => {
    const server = await startPostgres(programs!);
    const config = readConfig({
      PORT: '0',
      DATABASE_URL: server.url,
      LOG_LEVEL: 'error',
      THROUGHLINE_DATA_DIR: '/tmp',
    });
    const [runtime, other] = await Promise.all([openRuntime(config), openRuntime(config)]);
    await other.close();
    const application = await startApplication(runtime, 'all');
    const repository = await createRepository();
    await repository.commit('one');
    await repository.tag('v1.0');
    expect(await importGit({ runtime }, repository.path)).toMatchObject({ commits: 1 });
    await repository.remove();
    await application.close();
    await runtime.close();
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const { rows } = await client.query('select count(*)::int as n from throughline_read.delivered_commit');
    expect(rows).toEqual([{ n: 1 }]);
    await client.end();
    await server.stop();
  }, 60_000);
});
