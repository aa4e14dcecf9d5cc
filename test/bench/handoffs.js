// An event log of 65,000 events until the matrix answers; the matrix over 1 million items.
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openRuntime } from '../../dist/src/bootstrap/runtime.js';
import { readConfig } from '../../dist/src/config.js';
import { askOften, openApi } from './asking.js';
import { cli, environment, freePort, measure, percentile, run, scratch } from './processes.js';

const ITEMS = Number(process.env.THROUGHLINE_BENCH_ITEMS ?? 1_000_000);
const CASES = 7_554;
const ASKED = 30;
const RANGE = { from: '2026-08-03T00:00:00Z', to: '2026-11-01T00:00:00Z' };
const MATRIX =
  'handoffMatrix(filter: $filter, level: $level) { handoffs items cells { from to count waitP50 waitP85 waitMean waitTotal bounceRate } holders { holder completeAndAccurate } }';

/** Numbers that are the same every time. */
const dice = (seed) => {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % sides;
  };
};

/** An incident log: persons change often, teams less, lines seldom. */
const writeLog = async (file) => {
  const out = createWriteStream(file);
  const roll = dice(7);
  out.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n');
  let events = 0;
  for (let one = 0; one < CASES; one += 1) {
    const holder = { person: 0, team: 0, line: 0 };
    let at = Date.parse('2012-01-01T00:00:00Z') + roll(30_000_000) * 1_000;
    const lines = [`<trace><string key="concept:name" value="1-${one}"/>`];
    const length = 3 + roll(12);
    for (let n = 0; n < length; n += 1) {
      if (roll(100) < 50) holder.person = roll(600);
      if (roll(100) < 25) holder.team = roll(60);
      if (roll(100) < 10) holder.line = roll(5);
      at += roll(90_000) * 1_000;
      lines.push(
        '<event>',
        `<string key="org:resource" value="Person ${holder.person}"/><string key="org:group" value="Team ${holder.team}"/>`,
        `<string key="org:role" value="Line ${holder.line}"/><string key="concept:name" value="Accepted"/>`,
        '<string key="impact" value="Medium"/><string key="product" value="PROD582"/>',
        `<string key="lifecycle:transition" value="In Progress"/><date key="time:timestamp" value="${new Date(at).toISOString()}"/>`,
        '</event>',
      );
    }
    events += length;
    out.write(`${lines.join('\n')}\n</trace>\n`);
  }
  out.end('</log>\n');
  await finished(out);
  return events;
};

const ROUNDS = 3;
const SETTLED_MS = 3_000;

/**
 * Until the command tells the handoffs, by turns with pm4py, medians; what each does to end after that does not count. Then
 * once more by a query. Each command starts and ends a PostgreSQL, or finds that of a running service.
 */
export const benchLog = async ({ served }) => {
  const { folder, remove } = await scratch();
  const file = join(folder, 'incidents.xes');
  const events = await writeLog(file);
  // Python reads the packages that it needs for the first time.
  byPm4py(file);
  const rounds = [];
  const peers = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await importOnce(file, served));
    peers.push(byPm4py(file));
  }
  await remove();
  const median = (name) =>
    percentile(
      rounds.map((one) => one[name]),
      0.5,
    );
  const peer = peers[0] && {
    ...peers[0],
    seconds: percentile(
      peers.map(({ seconds }) => seconds),
      0.5,
    ),
  };
  const { handoffs } = rounds[0];
  return {
    events,
    handoffs,
    peer,
    seconds: median('answered'),
    asked: median('asked'),
    megabytes: median('megabytes'),
  };
};

const importOnce = async (file, served) => {
  const { folder, remove } = await scratch();
  const env = environment(folder);
  // The cluster is made and migrated before the clock starts.
  await run(process.execPath, [cli, 'query', '{ flow { services } }'], { env });
  const stop = served ? await serve(env) : async () => {};
  const imported = await measure(process.execPath, [cli, 'import', 'log', file], {
    env,
    answer: /^Handed over/m,
  });
  const variables = JSON.stringify({ filter: { from: '2010-01-01T00:00:00Z', to: '2020-01-01T00:00:00Z' } });
  const query = `query ($filter: FlowFilter!) { ${MATRIX.replace('$level', 'PERSON')} }`;
  const asked = await measure(process.execPath, [cli, 'query', query, '--variables', variables], { env });
  const { handoffs } = JSON.parse(asked.stdout).data.handoffMatrix;
  const told = Number(/between persons: ([\d,]+) times/.exec(imported.stdout)?.[1].replaceAll(',', ''));
  if (told !== handoffs) throw new Error(`import log tells ${told} handoffs, handoffMatrix ${handoffs}`);
  await stop();
  await remove();
  return { handoffs, answered: imported.answered, megabytes: imported.megabytes, asked: asked.seconds };
};

/** The same log by pm4py, where the Python of PATH (or that of PYTHON) has it. */
const byPm4py = (file) => {
  const script = fileURLToPath(new URL('pm4py-log.py', import.meta.url));
  const { status, stdout } = spawnSync(process.env.PYTHON ?? 'python3', [script, file], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const [version, seconds] = stdout.trim().split(' ');
  return { version, seconds: Number(seconds) };
};

const serve = async (env) => {
  const port = await freePort();
  const args = [cli, 'serve', '--port', String(port)];
  const server = spawn(process.execPath, args, { env, cwd: env.THROUGHLINE_DATA_DIR, stdio: 'ignore' });
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) await sleep(50);
  // One that runs, and not one that is still loading what it needs.
  await sleep(SETTLED_MS);
  return async () => {
    server.kill('SIGTERM');
    await new Promise((done) => server.once('exit', done));
  };
};

/**
 * Written straight into the table, since ten million events would take an hour: 5 handoffs an item, 200 teams, in the
 * order in which they would have come.
 */
const FILL = `insert into throughline_read.handoff
  select 'ITEM-' || i, 'TEAM', lpad(k::text, 7, '0'), team(i, k), team(i, k + 1), team(i, k), team(i, k + 1),
    t0 + k * interval '1 hour', t0 + (k + 1) * interval '1 hour', (3600000000 * exp(((i * 31 + k * 17) % 6000) / 1000.0 - 3))::bigint,
    (i + k) % 10 = 0, case when k > 0 then t0 + k * interval '1 hour' end, null, 'e' || i || '-' || k, 'e' || i || '-' || (k + 1)
  from (select i, timestamptz '2024-11-01' + i * (interval '730 days' / $1::int) as t0 from generate_series(1, $1::int) i) items,
    generate_series(0, 4) k
  where team(i, k) <> team(i, k + 1)
  order by t0, k`;
const TEAM = `create function pg_temp.team(i int, k int) returns text language sql immutable as
  $$ select 'TEAM' || lpad((((i * 7 + k * 13) % 97) * ((i + k) % 5) % 200)::text, 4, '0') $$`;

const fill = async ({ pool }) => {
  const client = await pool.connect();
  // Several times quicker than keeping the indexes while the rows come.
  const { rows: indexes } = await client.query(
    `select indexname as name, indexdef as definition from pg_indexes
     where schemaname = 'throughline_read' and tablename = 'handoff' and indexname not like '%_pkey'`,
  );
  for (const { name } of indexes) await client.query(`drop index throughline_read.${name}`);
  await client.query(TEAM);
  await client.query(FILL.replaceAll('team(', 'pg_temp.team('), [ITEMS]);
  for (const { definition } of indexes) await client.query(definition);
  client.release();
  await pool.query('vacuum analyze throughline_read.handoff');
};

export const benchMatrix = async () => {
  const { folder, remove } = await scratch();
  const runtime = await openRuntime(readConfig(environment(folder)));
  await fill(runtime);
  const api = await openApi(runtime, folder);
  const answers = [];
  for (const [scope, teams] of Object.entries({ all: undefined, 'one team': ['TEAM0039'] })) {
    answers.push({ scope, ...(await timings(api, { ...RANGE, teams })) });
  }
  await api.close();
  await runtime.close();
  await remove();
  return answers;
};

const timings = async (api, filter) => {
  const query = `query ($filter: FlowFilter!) { ${MATRIX.replace('$level', 'TEAM')} }`;
  const { data, p50, p95 } = await askOften(api, () => ({ query, variables: { filter } }), { times: ASKED });
  return { handoffs: data.handoffMatrix.handoffs, p50, p95 };
};
