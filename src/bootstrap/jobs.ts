import { createPostgresBackend, Queue, setDefaultBackendFactory } from 'bullmq';
import type { Config } from '../config.js';

/** BullMQ's own tables, apart from ours. */
export const JOBS_SCHEMA = 'throughline_jobs';

export const INTERPRET = 'interpret';
export const PROJECT = 'project';
export const PULL = 'pull';
export const LOG = 'log';
export const JUDGE = 'judge';
export const REPORT = 'report';
export const CHECK = 'check';
export const QUEUES = [INTERPRET, PROJECT, PULL, LOG, JUDGE, REPORT, CHECK] as const;
/** How often each looks whether there is something to do, however many processes are alive. */
export const TICK_MS: Record<(typeof QUEUES)[number], number> = {
  [INTERPRET]: 5_000,
  [PROJECT]: 5_000,
  [PULL]: 30_000,
  [LOG]: 5_000,
  [JUDGE]: 10_000,
  [REPORT]: 15_000,
  [CHECK]: 600_000,
};

/**
 * One job at a time. While the database is away each looks for it every second: BullMQ's own 15 s would be waited for by
 * whoever stops the service after an outage.
 */
export const WORKER = { concurrency: 1, runRetryDelay: 1_000 } as const;

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

export interface Scheduled {
  readonly name: string;
  readonly cron: string;
  readonly zone: string;
}

const OF_REPORT = 'report ';

/** One scheduler for each report that has a schedule; those of reports that are gone are taken away. */
export const scheduleReports = async (queue: Queue, reports: readonly Scheduled[]): Promise<void> => {
  for (const { name, cron, zone } of reports) {
    const repeat = { pattern: cron, tz: zone };
    await queue.upsertJobScheduler(`${OF_REPORT}${name}`, repeat, { name: 'due', opts: KEEP });
  }
  const wanted = new Set(reports.map(({ name }) => `${OF_REPORT}${name}`));
  for (const { key } of await queue.getJobSchedulers()) {
    if (key.startsWith(OF_REPORT) && !wanted.has(key)) await queue.removeJobScheduler(key);
  }
};
