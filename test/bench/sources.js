// How soon a new delivery shows in a query while 500 deliveries a second of many systems come in, and how fast the history
// of a system is read. Loopback only, bounded in count and time.
import { fork } from 'node:child_process';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfiguredSources } from '../../dist/src/access/configured-sources.js';
import { loadKey } from '../../dist/src/access/seal.js';
import { Tokens } from '../../dist/src/access/tokens.js';
import { openPull } from '../../dist/src/bootstrap/pulls.js';
import { openRuntime } from '../../dist/src/bootstrap/runtime.js';
import { whileFolding } from '../../dist/src/cli/while-folding.js';
import { readConfig } from '../../dist/src/config.js';
import { pullSource } from '../../dist/src/sources/intake/pull.js';
import { findSource } from '../../dist/src/sources/registry.js';
import { cli, environment, freePort, percentile, root, scratch } from './processes.js';

const PER_SECOND = 500;
const SECONDS = 20;
const TICK_MS = 20;
const PROBE_MS = 250;
const LOOK_MS = 50;
const EXECUTIONS = 100_000;
const PAGE = 100;

const samples = new Map();
const sample = (system, name) => {
  const path = join(root, `src/sources/${system}/samples/${name}.json`);
  if (!samples.has(path)) samples.set(path, JSON.parse(readFileSync(path, 'utf8')));
  return samples.get(path);
};
const repo = 'bellfounders/carillon';
const sha = () => randomBytes(20).toString('hex');
const hex = () => randomBytes(12).toString('hex');

const push = (id) => {
  const { headers, body } = sample('github', 'push');
  const commits = [{ ...body.commits[0], id, message: `Change ${id}` }];
  return { headers, body: { ...body, after: id, commits, head_commit: commits[0] } };
};

/** A run for a ticket of its own, or nearly so: in a store where all is for one ticket nothing could be told apart. */
const execution = (id, n) => {
  const { body } = sample('stackstorm', 'execution-of-workflow');
  const ticket = `TILL-${1 + (n % 20_000)}`;
  return {
    ...body,
    id,
    children: [],
    rule: undefined,
    trigger_instance: undefined,
    parameters: { ...body.parameters, ticket, revision: undefined },
    context: { ...body.context, trace_context: { trace_tag: ticket } },
  };
};

/** One new fact of each system, each time another. */
const facts = {
  github: () => push(sha()),
  jira: () => {
    const { headers, body } = sample('jira', 'issue-created');
    const key = `BELL-${Math.ceil(Math.random() * 1e7)}`;
    return { headers, body: { ...body, issue: { ...body.issue, id: key, key } } };
  },
  stackstorm: () => {
    const { headers } = sample('stackstorm', 'execution-of-workflow');
    return { headers, body: execution(hex(), Math.ceil(Math.random() * 1e6)) };
  },
  docker: () => {
    const { headers, body } = sample('docker', 'push');
    const events = [{ ...body.events[1], id: randomUUID() }];
    return { headers, body: { events } };
  },
  newrelic: () => {
    const { headers, body } = sample('newrelic', 'issue-activated');
    return { headers, body: { ...body, id: randomUUID() } };
  },
};

const credentials = (system, body, secret) => {
  const hmac = () => createHmac('sha256', secret).update(body).digest('hex');
  if (system === 'github')
    return { 'x-hub-signature-256': `sha256=${hmac()}`, 'x-github-delivery': randomUUID() };
  if (system === 'jira')
    return { 'x-hub-signature': `sha256=${hmac()}`, 'x-atlassian-webhook-identifier': randomUUID() };
  return { authorization: `Bearer ${secret}` };
};

const send = async (url, secrets, system, { headers, body }) => {
  const bytes = Buffer.from(JSON.stringify(body));
  const status = await post(`${url}/hooks/${system}`, bytes, {
    ...headers,
    ...credentials(system, bytes, secrets[system]),
  });
  if (status !== 202) throw new Error(`${system} was answered ${status}.`);
};

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

const post = (url, body, headers) =>
  new Promise((done, fail) => {
    const posting = request(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': body.length },
    });
    posting.on('response', (response) => {
      response.resume();
      response.on('end', () => done(response.statusCode));
    });
    posting.on('error', fail);
    posting.end(body);
  });

export const benchVisible = async () => {
  const { folder, remove } = await scratch();
  const runtime = await openRuntime(readConfig(environment(folder)));
  const sources = new ConfiguredSources(runtime.pool, await loadKey(runtime.config), runtime.clock);
  const secrets = {};
  for (const system of Object.keys(facts)) {
    secrets[system] = await sources.add({ name: system, system, bearer: findSource(system).bearer === true });
  }
  const token = await new Tokens(runtime.pool, runtime.clock).createToken({
    kind: 'api',
    name: 'bench',
    role: 'reader',
  });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = fork(cli, ['serve', '--port', String(port)], {
    cwd: folder,
    env: { ...environment(folder), DATABASE_URL: runtime.databaseUrl },
    stdio: 'ignore',
  });
  await untilReady(url);
  const end = performance.now() + SECONDS * 1_000;
  const stream = flood(url, secrets, end);
  const waits = await probes({ url, secrets, token, end });
  const sent = await stream;
  agent.destroy();
  server.kill('SIGTERM');
  await new Promise((done) => server.once('exit', done));
  await runtime.close();
  await remove();
  return {
    rate: sent / SECONDS,
    p50: percentile(waits, 0.5),
    p95: percentile(waits, 0.95),
    probes: waits.length,
  };
};

const untilReady = async (url) => {
  for (let tries = 0; tries < 300; tries += 1) {
    const ready = await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await sleep(100);
  }
  throw new Error('The server did not start within 30 s.');
};

/** As many as are due at each tick, however long the answers take. @returns how many were acknowledged. */
const flood = async (url, secrets, end) => {
  const systems = Object.keys(facts);
  const underway = new Set();
  let sent = 0;
  const start = performance.now();
  for (let due = 0; performance.now() < end; await sleep(TICK_MS)) {
    const wanted = ((performance.now() - start) / 1_000) * PER_SECOND;
    for (; due < wanted; due += 1) {
      const system = systems[due % systems.length];
      const one = send(url, secrets, system, facts[system]()).then(() => {
        sent += 1;
        underway.delete(one);
      });
      underway.add(one);
    }
  }
  await Promise.all(underway);
  return sent;
};

/** @returns for each probe the milliseconds from when it was sent to when a query shows it. */
const probes = async ({ url, secrets, token, end }) => {
  const waits = [];
  await sleep(1_000);
  while (performance.now() < end - 3_000) {
    const id = sha();
    const start = performance.now();
    await send(url, secrets, 'github', push(id));
    waits.push(await untilVisible({ url, token, id, start }));
    await sleep(PROBE_MS);
  }
  return waits;
};

/** Half a minute counts as never. */
const LONGEST_MS = 30_000;

const untilVisible = async ({ url, token, id, start }) => {
  const query = `{ change(id: "github.com/${repo}@${id}") { id } }`;
  while (performance.now() - start < LONGEST_MS) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    const { data } = await response.json();
    if (data?.change) return performance.now() - start;
    await sleep(LOOK_MS);
  }
  return LONGEST_MS;
};

/** A StackStorm with so many executions, one a second. */
const startStackstorm = async () => {
  const first = Date.parse('2026-01-01T00:00:00Z');
  const at = (n) => new Date(first + n * 1_000).toISOString();
  const record = (n) => ({
    ...execution(n.toString(16).padStart(24, '0'), n),
    start_timestamp: at(n),
    end_timestamp: at(n + 1),
  });
  const server = createServer((asked, response) => {
    const { pathname, searchParams } = new URL(asked.url, 'http://localhost');
    const after = Date.parse(searchParams.get('timestamp_gt') ?? at(-1));
    const from = Math.floor((after - first) / 1_000) + 1 + Number(searchParams.get('offset') ?? 0);
    const count = pathname.endsWith('/executions') ? Math.min(PAGE, EXECUTIONS - from) : 0;
    const page = Array.from({ length: Math.max(0, count) }, (_, i) => record(from + i));
    response.writeHead(200, { 'content-type': 'application/json', 'x-total-count': String(EXECUTIONS) });
    response.end(JSON.stringify(page));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
};

export const benchBackfill = async () => {
  const { folder, remove } = await scratch();
  const runtime = await openRuntime(readConfig(environment(folder)));
  const { pool, clock } = runtime;
  const system = await startStackstorm();
  const pull = openPull({
    name: 'stackstorm',
    system: 'stackstorm',
    settings: {},
    url: system.url,
    credential: 'key',
  });
  const start = performance.now();
  const afterBatch = () => runtime.interpreter.interpretPending();
  const records = await whileFolding(runtime.projector, () => pullSource(pull, { pool, clock, afterBatch }));
  await runtime.projector.projectPending();
  const seconds = (performance.now() - start) / 1_000;
  const { rows } = await pool.query('select count(*)::int as events from throughline.event');
  system.close();
  await runtime.close();
  await remove();
  return { records, events: rows[0].events, rate: rows[0].events / seconds, seconds };
};
