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

const sample = JSON.parse(readFileSync(join(root, 'src/sources/github/samples/push.json'), 'utf8'));

const pushes = () => {
  const tips = new Map();
  return Array.from({ length: PUSHES }, (_, i) => {
    const name = `basket-${i % REPOSITORIES}`;
    const commits = Array.from({ length: COMMITS_PER_PUSH }, (_, n) => ({
      ...sample.body.commits[0],
      id: randomBytes(20).toString('hex'),
      message: `Change ${i}.${n}`,
    }));
    const after = commits.at(-1).id;
    const repository = {
      ...sample.body.repository,
      name,
      full_name: `shop/${name}`,
      html_url: `https://github.com/shop/${name}`,
    };
    const body = {
      ...sample.body,
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

export const benchWorker = async () => {
  const { folder, remove } = await scratch();
  const runtime = await openRuntime(readConfig(environment(folder)));
  const deliveries = pushes().map((body, i) => ({
    source: 'github',
    system: 'github',
    key: `push-${i}`,
    receivedAt: new Date(1_700_000_000_000 + i),
    headers: JSON.stringify(sample.headers),
    body: Buffer.from(JSON.stringify(body)),
  }));
  for (let from = 0; from < deliveries.length; from += 50) {
    await storeDeliveries(runtime.pool, deliveries.slice(from, from + 50));
  }
  const start = performance.now();
  while ((await runtime.interpreter.interpretBatch()) > 0) await runtime.projector.projectPending();
  const seconds = (performance.now() - start) / 1_000;
  const { rows } = await runtime.pool.query('select count(*)::int as events from throughline.event');
  await runtime.close();
  await remove();
  return { events: rows[0].events, seconds, rate: rows[0].events / seconds };
};
