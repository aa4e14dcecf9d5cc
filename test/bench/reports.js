// The change-management report of a quarter with every output, as its command makes it, and a large population as it is exported.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { exported, walkTrail } from '../../dist/src/audit/export.js';
import { openRuntime } from '../../dist/src/bootstrap/runtime.js';
import { readConfig } from '../../dist/src/config.js';
import { PolicyEvaluator } from '../../dist/src/policies/evaluator.js';
import { Reading, readThrough } from '../../dist/src/projections/reading.js';
import { fillTrail, UNTIL } from './audit-rows.js';
import { fillChanges } from './governed-changes.js';
import { cli, environment, measure, scratch } from './processes.js';

const SIZES = (process.env.THROUGHLINE_BENCH_CHANGES ?? '1000,100000').split(',').map(Number);
export const POPULATION = Number(process.env.THROUGHLINE_BENCH_POPULATION ?? 1_000_000);

/** @returns for each size how many changes, the seconds, and the largest resident size in MB of the command. */
export const benchReports = async () => {
  const measured = [];
  for (const changes of SIZES) {
    const { folder, remove } = await scratch();
    const options = { env: environment(folder) };
    const runtime = await openRuntime(readConfig(environment(folder)));
    await fillChanges(runtime, changes);
    // A running service judges and appends to the ledger as events come.
    await new PolicyEvaluator(runtime.pool, runtime.clock).settle();
    await runtime.ledger.appendPending();
    await runtime.pool.query('vacuum analyze');
    await runtime.close();
    const idle = await measure(process.execPath, [cli, 'report', 'list'], options);
    const run = [
      ...['report', 'run', 'change-management-soc2', '--period', '2026-Q1'],
      ...['--out', join(folder, 'out')],
    ];
    const { seconds, megabytes } = await measure(process.execPath, [cli, ...run], options);
    measured.push({ changes, seconds, idle: idle.seconds, megabytes });
    await remove();
  }
  return measured;
};

/** @returns how the memory of whoever exports grows from the first tenth of a population to its end, in MB. */
export const benchPopulation = async () => {
  const { folder, remove } = await scratch();
  const runtime = await openRuntime(readConfig(environment(folder)));
  const { pool, readModels } = runtime;
  await pool.query(`insert into throughline.watermark (name, at) values ('projected', $1)`, [UNTIL]);
  await fillTrail(pool, POPULATION);
  const reading = new Reading(pool);
  const start = performance.now();
  const hash = createHash('sha256');
  const [sizes, bytes] = [[], { all: 0 }];
  const walked = await readThrough(reading, () => walkTrail({ pool, readModels }, {}));
  for await (const page of exported(walked, 'ndjson')) {
    hash.update(page);
    bytes.all += page.length;
    sizes.push(process.memoryUsage().rss / 1_048_576);
  }
  await reading.close();
  const seconds = (performance.now() - start) / 1_000;
  await runtime.close();
  await remove();
  const tenth = sizes.slice(0, Math.ceil(sizes.length / 10));
  const grown = Math.max(...sizes) - Math.max(...tenth);
  return { rows: POPULATION, seconds, grown, most: Math.max(...sizes), megabytes: bytes.all / 1e6 };
};
