import { gunzipSync, gzipSync } from 'node:zlib';
import type { Pool } from 'pg';
import { canonicalBytes } from '../../support/canonical-bytes.js';
import type { Clock } from '../../support/clock.js';
import { canonicalJson, sha256Hex, shortHash } from '../../support/hash.js';
import { inTransaction } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import type { ReportData } from '../model.js';
import type { Period } from '../period.js';

export type RunState = 'waiting' | 'running' | 'done' | 'failed';

export interface Run {
  readonly id: string;
  readonly report: string;
  readonly period: string;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date | null;
  readonly requestedBy: string | null;
  readonly requestedAt: Date;
  readonly state: RunState;
  /** What is done now, and how far it is. */
  readonly step: string;
  readonly done: number;
  readonly total: number;
  readonly attempts: number;
  readonly error: string | null;
  readonly dataSha256: string | null;
  readonly finishedAt: Date | null;
}

export const RUN_COLUMNS = `id, report, period, period_from as "from", period_to as "to", as_of as "asOf",
  requested_by as "requestedBy", requested_at as "requestedAt", state, step, done, total, attempts, error,
  data_sha256 as "dataSha256", finished_at as "finishedAt"`;

export interface RunRequest {
  readonly report: string;
  readonly period: Period;
  /** undefined: whatever is known when it runs. */
  readonly asOf?: Date | undefined;
  /** undefined: by its schedule. */
  readonly by?: string | undefined;
}

/** The scheduled run of a period is one; a manual one is told apart by its recording time, or by when it was asked for. */
const variantOf = ({ asOf, by }: RunRequest, now: Date): string => {
  if (asOf) return `as of ${asOf.toISOString()}`;
  return by === undefined ? '' : `at ${now.toISOString()}`;
};

const MOST_ATTEMPTS = 8;
const LONGEST_PAUSE_MS = 3_600_000;

/** Twice as long after each failure. */
export const pauseMs = (attempts: number): number => Math.min(LONGEST_PAUSE_MS, 2_500 * 2 ** attempts);

/** A run that somebody else took over; whoever held it stops. */
export class LeaseLost extends Error {}

/** The runs of reports: who asked for them, who works on them, and how they ended. */
export class RunStore {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly leaseMs: number,
  ) {}

  /** Asks for a run, once: the same report, period and recording time are one run. @returns its id. */
  async request(request: RunRequest): Promise<string> {
    const { report, period, asOf, by } = request;
    const now = this.clock.now();
    const variant = variantOf(request, now);
    const id = shortHash(canonicalJson([report, period.label, variant]));
    await this.pool.query(
      `insert into throughline.report_run (report, period, variant, id, period_from, period_to, as_of, requested_by,
         requested_at, state, step, done, total, attempts, next_attempt_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', 'waiting', 0, 1, 0, $9)
       on conflict (report, period, variant) do update set state = 'waiting', attempts = 0, error = null,
         next_attempt_at = excluded.next_attempt_at
       where report_run.state = 'failed' and $10`,
      [
        report,
        period.label,
        variant,
        id,
        period.from,
        period.to,
        asOf ?? null,
        by ?? null,
        now,
        by !== undefined,
      ],
    );
    return id;
  }

  /** Takes the next run that waits, or that nobody holds any more. */
  claim(worker: string): Promise<Run | undefined> {
    return inTransaction(this.pool, async (db) => {
      const now = this.clock.now();
      const { rows: found } = await db.query<{ id: string }>(sql`
        select id from throughline.report_run
        where (state = 'waiting' and next_attempt_at <= ${now}) or (state = 'running' and lease_until < ${now})
        order by next_attempt_at, id for update skip locked limit 1`);
      if (!found[0]) return undefined;
      const { rows } = await db.query<Run>(
        `update throughline.report_run set state = 'running', attempts = attempts + 1, lease_by = $2, lease_until = $3
         where id = $1 returning ${RUN_COLUMNS}`,
        [found[0].id, worker, this.leaseEnd(now)],
      );
      return rows[0];
    });
  }

  private leaseEnd(now: Date): Date {
    return new Date(now.getTime() + this.leaseMs);
  }

  /** Says how far it is, and keeps the lease. @throws LeaseLost */
  async progress(id: string, worker: string, at: Pick<Run, 'step' | 'done' | 'total'>): Promise<void> {
    const { rowCount } = await this.pool.query(
      `update throughline.report_run set step = $3, done = $4, total = $5, lease_until = $6
       where id = $1 and lease_by = $2 and state = 'running'`,
      [id, worker, at.step, at.done, at.total, this.leaseEnd(this.clock.now())],
    );
    if (!rowCount) throw new LeaseLost();
  }

  /** @returns whether the lease is still ours. */
  async keep(id: string, worker: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `update throughline.report_run set lease_until = $3 where id = $1 and lease_by = $2 and state = 'running'`,
      [id, worker, this.leaseEnd(this.clock.now())],
    );
    return rowCount === 1;
  }

  /** The frozen data, from which a resumed run goes on. */
  async saveData(id: string, worker: string, data: ReportData): Promise<void> {
    const bytes = canonicalBytes(data);
    const { rowCount } = await this.pool.query(
      `update throughline.report_run set data = $3, data_sha256 = $4, as_of = $5
       where id = $1 and lease_by = $2 and state = 'running'`,
      [id, worker, gzipSync(bytes), sha256Hex(bytes), data.asOf],
    );
    if (!rowCount) throw new LeaseLost();
  }

  async data(id: string): Promise<ReportData | undefined> {
    const { rows } = await this.pool.query<{ data: Buffer | null }>(
      'select data from throughline.report_run where id = $1',
      [id],
    );
    const packed = rows[0]?.data;
    return packed ? (JSON.parse(gunzipSync(packed).toString()) as ReportData) : undefined;
  }

  /** Ends a run and, in the same moment, writes down to whom it is owed. */
  async finish(id: string, worker: string, recipients: readonly string[]): Promise<void> {
    const now = this.clock.now();
    await inTransaction(this.pool, async (db) => {
      const { rowCount } = await db.query(
        `update throughline.report_run set state = 'done', step = 'done', done = total, error = null, finished_at = $3,
           lease_by = null, lease_until = null
         where id = $1 and lease_by = $2 and state = 'running'`,
        [id, worker, now],
      );
      if (!rowCount) throw new LeaseLost();
      for (const [position, recipient] of recipients.entries()) {
        await db.query(
          `insert into throughline.report_delivery (run, recipient, position, state, attempts, next_attempt_at)
           values ($1, $2, $3, 'waiting', 0, $4) on conflict (run, recipient) do nothing`,
          [id, recipient, position, now],
        );
      }
    });
  }

  async fail(run: Run, worker: string, error: string): Promise<void> {
    const isLast = run.attempts >= MOST_ATTEMPTS;
    const next = new Date(this.clock.now().getTime() + pauseMs(run.attempts));
    await this.pool.query(
      `update throughline.report_run set state = $3, error = $4, next_attempt_at = $5, lease_by = null, lease_until = null
       where id = $1 and lease_by = $2 and state = 'running'`,
      [run.id, worker, isLast ? 'failed' : 'waiting', error, next],
    );
  }
}
