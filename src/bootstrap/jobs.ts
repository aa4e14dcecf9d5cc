import { createPostgresBackend, Queue, setDefaultBackendFactory } from 'bullmq';
import type { Config } from '../config.js';

/** BullMQ's own tables, apart from ours. */
export const JOBS_SCHEMA = 'throughline_jobs';

export const INTERPRET = 'interpret';
export const PROJECT = 'project';
export const PULL = 'pull';
export const LOG = 'log';
export const JUDGE = 'judge';
export const QUEUES = [INTERPRET, PROJECT, PULL, LOG, JUDGE] as const;
/** How often each looks whether there is something to do, however many processes are alive. */
export const TICK_MS: Record<(typeof QUEUES)[number], number> = {
  [INTERPRET]: 5_000,
  [PROJECT]: 5_000,
  [PULL]: 30_000,
  [LOG]: 5_000,
  [JUDGE]: 10_000,
};

/** How BullMQ connects: to Redis where the configuration names one, else to our PostgreSQL. */
export const jobConnection = (config: Config, databaseUrl: string): Record<string, unknown> => {
  if (config.redisUrl) {
    setDefaultBackendFactory();
    return { url: config.redisUrl, maxRetriesPerRequest: null };
  }
  setDefaultBackendFactory(createPostgresBackend);
  return { connectionString: databaseUrl, schema: JOBS_SCHEMA, max: 4 };
};

const NUDGE_MS = 30;
const KEEP = { removeOnComplete: true, removeOnFail: 100 } as const;

/**
 * Wakes the workers of a queue. A flood of calls becomes a job every 30 ms at most; a job drains all there is, so one
 * that finds nothing costs next to nothing. A lost wake-up (a crash between storing and waking) is made good by the
 * scheduler's tick.
 */
export class Nudge {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queue: Queue,
    private readonly failed: (reason: unknown) => void,
  ) {}

  readonly now = (): void => {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.queue.add('drain', {}, KEEP).catch(this.failed);
    }, NUDGE_MS);
  };

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

/** One job at each tick, whichever process comes first. */
export const scheduleTick = async (queue: Queue, every: number): Promise<void> => {
  await queue.upsertJobScheduler('tick', { every }, { name: 'tick', opts: KEEP });
};
