// Events per second through the worker: GitHub deliveries wait in the inbox; read, recorded and projected.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRuntime } from '../../dist/src/bootstrap/runtime.js';
import { readConfig } from '../../dist/src/config.js';
import { storeDeliveries } from '../../dist/src/sources/intake/inbox.js';
import { environment, root, scratch } from './processes.js';

const PUSHES = 4_000;
const COMMITS_PER_PUSH = 5;
const REPOSITORIES = 20;
const EXECUTIONS = 10_000;

const sampleOf = (name) => JSON.parse(readFileSync(join(root, 'src/sources', name), 'utf8'));
const push = sampleOf('github/samples/push.json');
const execution = sampleOf('stackstorm/samples/execution-by-hand.json');

const pushes = () => {
  const tips = new Map();
  return Array.from({ length: PUSHES }, (_, i) => {
    const name = `basket-${i % REPOSITORIES}`;
    const commits = Array.from({ length: COMMITS_PER_PUSH }, (_, n) => ({
      ...push.body.commits[0],
      id: randomBytes(20).toString('hex'),
      message: `Change ${i}.${n}`,
    }));
    const after = commits.at(-1).id;
    const repository = {
      ...push.body.repository,
      name,
      full_name: `shop/${name}`,
      html_url: `https://github.com/shop/${name}`,
    };
    const body = {
      ...push.body,
      before: tips.get(name) ?? '0'.repeat(40),
      after,
      repository,
      commits,
      head_commit: commits.at(-1),
    };
    tips.set(name, after);
    return body;
  });
};

/** Every run names the ticket of the sample, as where one ticket stands for everything that is done as a habit. */
const executions = (count) =>
  Array.from({ length: count }, (_, i) => ({
    ...execution.body,
    id: i.toString(16).padStart(24, '0'),
    start_timestamp: new Date(1_770_000_000_000 + i * 1_000).toISOString(),
    end_timestamp: new Date(1_770_000_003_000 + i * 1_000).toISOString(),
  }));

/**
 * @param progress hears after each batch how many deliveries were projected, and in which second.
 * @returns events per second, and those of the last fifth: it tells whether what is known already makes news slower.
 */
const work = async (system, { headers, bodies, progress = () => {} }) => {
  const { folder, remove } = await scratch();
  const runtime = await openRuntime(readConfig(environment(folder)));
  const deliveries = bodies.map((body, i) => ({
    source: system,
    system,
    key: `delivery-${i}`,
    receivedAt: new Date(1_700_000_000_000 + i),
    headers: JSON.stringify(headers),
    body: Buffer.from(JSON.stringify(body)),
  }));
  for (let from = 0; from < deliveries.length; from += 50) {
    await storeDeliveries(runtime.pool, deliveries.slice(from, from + 50));
  }
  const start = performance.now();
  const marks = [{ done: 0, seconds: 0 }];
  for (;;) {
    const heard = await runtime.interpreter.interpretBatch();
    if (heard === 0) break;
    await runtime.projector.projectPending();
    marks.push({ done: marks.at(-1).done + heard, seconds: (performance.now() - start) / 1_000 });
    progress(marks.at(-1));
  }
  const { rows } = await runtime.pool.query('select count(*)::int as events from throughline.event');
  const { events } = rows[0];
  await runtime.close();
  await remove();
  const last = marks.at(-1);
  const before = marks.findLast(({ done }) => done <= last.done * 0.8);
  const share = (last.done - before.done) / last.done;
  return {
    events,
    rate: events / last.seconds,
    rateAtEnd: (events * share) / (last.seconds - before.seconds),
  };
};

export const benchWorker = () => work('github', { headers: push.headers, bodies: pushes() });

export const benchOneTicket = (count = EXECUTIONS, progress = undefined) =>
  work('stackstorm', { headers: execution.headers, bodies: executions(count), progress });
