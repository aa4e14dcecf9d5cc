import { CronExpressionParser } from 'cron-parser';
import type { Pool } from 'pg';
import type { Clock } from '../../support/clock.js';
import type { Definition } from '../definition.js';
import { type Period, periodDueAt } from '../period.js';
import type { RunStore } from './run-store.js';

/** More than that were missed only after years of absence; the next look takes the rest. */
const MOST_AT_ONCE = 1_000;

/**
 * When a schedule was due after `since` and up to `until`, the earliest first.
 */
export const firings = (
  cron: string,
  zone: string,
  { since, until }: { since: Date; until: Date },
): Date[] => {
  const schedule = CronExpressionParser.parse(cron, { currentDate: since, tz: zone });
  const due: Date[] = [];
  while (due.length < MOST_AT_ONCE && schedule.hasNext()) {
    const next = schedule.next().toDate();
    if (next > until) break;
    due.push(next);
  }
  return due;
};

/** When a schedule is due next. (One that never is, such as on 30 February, is refused with its definition.) */
export const nextFiring = (cron: string, zone: string, after: Date): Date =>
  CronExpressionParser.parse(cron, { currentDate: after, tz: zone }).next().toDate();

/** Asks for every run that is due, also for those that were missed while nobody was there. */
export class DueRuns {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly runs: RunStore,
  ) {}

  /** @returns how many were due. */
  async request(definition: Definition): Promise<number> {
    const { name, cron, zone, period } = definition;
    if (cron === undefined) return 0;
    const until = this.clock.now();
    const due = firings(cron, zone, { since: await this.since(name, until), until });
    const periods = new Map<string, Period>();
    for (const at of due) {
      const one = periodDueAt(period, at, zone);
      periods.set(one.label, one);
    }
    for (const one of periods.values()) await this.runs.request({ report: name, period: one });
    const last = due.at(-1);
    // Only after they are asked for: who ends in between asks for them again, which asks for nothing twice.
    if (last) await this.reached(name, last);
    return periods.size;
  }

  /** Until when nothing is owed; a report that is new here owes nothing yet. */
  private async since(report: string, now: Date): Promise<Date> {
    await this.pool.query(
      'insert into throughline.report_schedule (report, since) values ($1, $2) on conflict (report) do nothing',
      [report, now],
    );
    const { rows } = await this.pool.query<{ since: Date }>(
      'select since from throughline.report_schedule where report = $1',
      [report],
    );
    return rows[0]!.since;
  }

  private async reached(report: string, at: Date): Promise<void> {
    await this.pool.query(
      'update throughline.report_schedule set since = $2 where report = $1 and since < $2',
      [report, at],
    );
  }
}
