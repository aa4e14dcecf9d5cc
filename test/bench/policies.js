// Every policy over changes that have their reviews, tickets, verifications, artifacts and deployments, and one change with its verdicts.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tokens } from '../../dist/src/access/tokens.js';
import { openRuntime } from '../../dist/src/bootstrap/runtime.js';
import { readConfig } from '../../dist/src/config.js';
import { CHANGES_PER_SERVICE, fillChanges } from './governed-changes.js';
import { environment, freePort, percentile, root, scratch } from './processes.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const CHANGES = Number(process.env.THROUGHLINE_BENCH_CHANGES ?? 100_000);
const ASKED = 200;

export const benchPolicies = async () => {
  const { folder, remove } = await scratch();
  const runtime = await openRuntime(readConfig(environment(folder)));
  const events = await fillChanges(runtime, CHANGES);
  const start = performance.now();
  const { verdicts } = await runtime.policies.evaluateAll();
  const seconds = (performance.now() - start) / 1_000;
  const again = performance.now();
  const second = await runtime.policies.evaluateAll();
  if (second.verdicts !== 0) throw new Error(`the same events gave ${second.verdicts} other verdicts`);
  const secondsAgain = (performance.now() - again) / 1_000;
  await runtime.pool.query('vacuum analyze throughline.finding');
  const { rows } = await runtime.pool.query(
    'select verdict, count(*)::int as n from throughline.finding group by verdict order by verdict',
  );
  const asked = await ask(runtime, folder);
  await runtime.close();
  await remove();
  const counts = rows.map(({ verdict, n }) => `${n} ${verdict}`).join(', ');
  return { changes: CHANGES, events, seconds, secondsAgain, verdicts, counts, ...asked };
};

const ask = async (runtime, folder) => {
  const token = await new Tokens(runtime.pool, runtime.clock).createToken({
    kind: 'api',
    name: 'bench',
    role: 'reader',
  });
  const port = await freePort();
  const server = fork(join(here, 'intake-server.js'), [String(port)], {
    cwd: root,
    env: { ...environment(folder), DATABASE_URL: runtime.databaseUrl },
  });
  await new Promise((done) => server.once('message', done));
  const services = Math.ceil(CHANGES / CHANGES_PER_SERVICE);
  const one = await timings({ port, token }, (i) => ({
    query:
      'query ($id: ID!) { change(id: $id) { id title findings { policy version verdict sentence evidence } } }',
    variables: { id: `github.com/acme/service-${String(i % services).padStart(3, '0')}#${(i * 7) % 900}` },
  }));
  const list = await timings({ port, token }, () => ({
    query:
      '{ findings(verdicts: [FAIL]) { nodes { policy verdict subject sentence } pageInfo { endCursor } } }',
  }));
  server.kill('SIGTERM');
  await new Promise((done) => server.once('exit', done));
  return { one, list };
};

const timings = async ({ port, token }, questionOf) => {
  const taken = [];
  for (let i = 0; i < ASKED + 20; i += 1) {
    const start = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(questionOf(i)),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(errors[0].message);
    if (data.change !== undefined && !(data.change?.findings.length > 0))
      throw new Error('a change without verdicts');
    // The first compile the code and open the connections.
    if (i >= 20) taken.push(performance.now() - start);
  }
  return { p50: percentile(taken, 0.5), p95: percentile(taken, 0.95) };
};
