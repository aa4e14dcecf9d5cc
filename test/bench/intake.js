// Durable intake of signed GitHub pushes, against a bare Fastify handler and against INSERT ... SELECT of the same rows.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { ConfiguredSources } from '../../dist/src/access/configured-sources.js';
import { loadKey } from '../../dist/src/access/seal.js';
import { openRuntime } from '../../dist/src/bootstrap/runtime.js';
import { readConfig } from '../../dist/src/config.js';
import { environment, freePort, root, run, scratch } from './processes.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const CONNECTIONS = 64;
const SECONDS = 8;
const ROUNDS = 3;

const load = async (port, path, secret, seconds = SECONDS) => {
  const args = [join(here, 'load-client.js'), port, path, CONNECTIONS, seconds, secret].map(String);
  const { stdout } = await run(process.execPath, args, { maxBuffer: 1e7 });
  const found = JSON.parse(stdout);
  if (found.failed > 0) throw new Error(`${found.failed} requests failed`);
  return { ...found, rate: found.requests / found.seconds };
};

const startServer = async (file, args, env) => {
  const child = fork(join(here, file), args.map(String), { env, cwd: root });
  await new Promise((done, fail) => {
    child.once('message', done);
    child.once('exit', () => fail(new Error(`${file} ended before it was ready`)));
  });
  return child;
};

export const benchIntake = async () => {
  const { folder, remove } = await scratch();
  const env = environment(folder);
  const runtime = await openRuntime(readConfig(env));
  const sources = new ConfiguredSources(runtime.pool, await loadKey(runtime.config), runtime.clock);
  const secret = await sources.add({ name: 'github', system: 'github', bearer: false });
  const [ports, servers] = [[await freePort(), await freePort()], []];
  servers.push(await startServer('bare-server.js', [ports[0]], env));
  servers.push(
    await startServer('intake-server.js', [ports[1]], { ...env, DATABASE_URL: runtime.databaseUrl }),
  );
  const rounds = [];
  for (let i = 0; i <= ROUNDS; i += 1) {
    const bare = await load(ports[0], '/', '-', i === 0 ? 2 : SECONDS);
    const intake = await load(ports[1], '/hooks/github', secret, i === 0 ? 2 : SECONDS);
    const insert = await insertSelect(runtime.databaseUrl);
    // The first round warms up.
    if (i > 0) rounds.push({ bare, intake, insert });
  }
  for (const server of servers) {
    server.kill('SIGTERM');
    await new Promise((done) => server.once('exit', done));
  }
  await runtime.close();
  await remove();
  return rounds;
};

/** Rows per second of one statement that copies what the intake stored. */
const insertSelect = async (url) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create table if not exists inbox_copy (like throughline.inbox including all)');
  await client.query('alter table inbox_copy alter column body set storage external');
  await client.query('truncate inbox_copy');
  await client.query('checkpoint').catch(() => {});
  const start = performance.now();
  const { rowCount } = await client.query(
    'insert into inbox_copy select * from throughline.inbox limit 20000',
  );
  const seconds = (performance.now() - start) / 1_000;
  await client.query('truncate throughline.inbox');
  await client.end();
  return { rate: rowCount / seconds, rows: rowCount };
};
