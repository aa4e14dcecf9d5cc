import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime } from '../bootstrap/runtime.js';
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
    const { rows } = await pool.query(
      `select 1 from throughline.inbox
       where source = $1 and state = 'pending' and (next_attempt_at is null or next_attempt_at <= $2 or attempts = 0) limit 1`,
      [source, clock.now()],
    );
    if (rows.length === 0) return;
    await sleep(BETWEEN_LOOKS_MS);
  }
};
