import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime } from '../bootstrap/runtime.js';
import { hasDue } from '../sources/intake/inbox.js';
import { startProgress } from './progress.js';

const BETWEEN_LOOKS_MS = 50;

/** Until what a command stored (for the source) can be queried. */
export const projectPending = async (runtime: Runtime, source?: string): Promise<void> => {
  const { pool, projector } = runtime;
  if (source !== undefined) await untilInterpreted(runtime, source);
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int as count from throughline.dirty_key',
  );
  const progress = startProgress('Working out deliveries', rows[0]!.count);
  let done = 0;
  for (let batch = await projector.projectBatch(); batch > 0; batch = await projector.projectBatch()) {
    done += batch;
    progress.update(done, Math.max(done, rows[0]!.count));
  }
  progress.end();
};

/** A server that runs beside the command may have taken some of its deliveries, and not be done with them. */
const untilInterpreted = async ({ pool, clock, interpreter }: Runtime, source: string): Promise<void> => {
  for (;;) {
    await interpreter.interpretPending({ keptFor: source });
    if (!(await hasDue(pool, source, clock.now()))) return;
    await sleep(BETWEEN_LOOKS_MS);
  }
};
