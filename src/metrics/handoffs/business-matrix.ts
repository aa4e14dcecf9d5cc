import { groupBy } from '../../support/group-by.js';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import { BusinessClock } from '../calendar/business-clock.js';
import { type Calendars, calendarOf } from '../calendar/read-calendars.js';
import { byCount, type Cell, type Matrix, type WaitFigures } from './matrix.js';
import { type HandoffScope, handedIn } from './scope.js';

interface Handed {
  readonly item: string;
  readonly from_holder: string;
  readonly to_holder: string;
  readonly to_team: string | null;
  readonly since: Date;
  readonly at: Date;
  readonly bounced: boolean;
}

export interface BusinessMatrix extends Matrix {
  readonly overall: WaitFigures;
  /** Handoffs to somebody whose hours nobody told us. */
  readonly withoutCalendar: number;
}

/**
 * The matrix in the hours in which the one who is waited for works. The handoffs are read one by one, since no sum of
 * wall-clock times tells business hours.
 */
export const readBusinessMatrix = async (
  db: Db,
  scope: HandoffScope,
  calendars: Calendars,
): Promise<BusinessMatrix> => {
  const { rows } = await db.query<Handed>(sql`
    select h.item, h.from_holder, h.to_holder, h.to_team, h.since, h.at, h.bounced
    from handoff h where ${handedIn(scope)}`);
  const waitOf = businessWaits(calendars, scope, rows);
  const measured = rows.map((row) => ({ row, wait: waitOf(row) }));
  const groups = groupBy(measured, ({ row }) => JSON.stringify([row.from_holder, row.to_holder]));
  return {
    handoffs: rows.length,
    items: new Set(rows.map(({ item }) => item)).size,
    cells: [...groups.values()].map(cellOf).sort(byCount),
    overall: figuresOf(measured.map(({ wait }) => wait)),
    withoutCalendar: measured.filter(({ wait }) => wait === undefined).length,
  };
};

type Waited = Pick<Handed, 'to_team' | 'to_holder' | 'since' | 'at'>;

/** @returns the business milliseconds of a wait; undefined where no calendar tells them. */
export const businessWaits = (
  calendars: Calendars,
  { level }: Pick<HandoffScope, 'level'>,
  rows: readonly Waited[],
): ((row: Waited) => number | undefined) => {
  const clocks = new Map<unknown, BusinessClock>();
  const first = rows.reduce((time, { since }) => Math.min(time, since.getTime()), Number.POSITIVE_INFINITY);
  const last = rows.reduce((time, { at }) => Math.max(time, at.getTime()), Number.NEGATIVE_INFINITY);
  return ({ to_team, to_holder, since, at }) => {
    const calendar = calendarOf(calendars, level === 'PERSON' ? to_team : to_holder);
    if (!calendar) return undefined;
    const clock = clocks.get(calendar) ?? new BusinessClock(calendar, first, last);
    clocks.set(calendar, clock);
    return clock.between(since.getTime(), at.getTime());
  };
};

interface Measured {
  readonly row: Handed;
  readonly wait: number | undefined;
}

const cellOf = (group: readonly Measured[]): Cell => {
  const { from_holder, to_holder } = group[0]!.row;
  return {
    from: from_holder,
    to: to_holder,
    count: group.length,
    measured: group.filter(({ wait }) => wait !== undefined).length,
    bounced: group.filter(({ row }) => row.bounced).length,
    ...figuresOf(group.map(({ wait }) => wait)),
  };
};

const figuresOf = (waits: readonly (number | undefined)[]): WaitFigures => {
  const sorted = waits.filter((wait) => wait !== undefined).sort((a, b) => a - b);
  const total = sorted.reduce((sum, wait) => sum + wait, 0) / 1_000;
  return {
    waitP50: percentile(sorted, 0.5),
    waitP85: percentile(sorted, 0.85),
    waitMean: sorted.length > 0 ? total / sorted.length : null,
    waitTotal: total,
  };
};

/** Linear between the two neighbours, as PostgreSQL's percentile_cont. @param sorted milliseconds. @returns seconds. */
const percentile = (sorted: readonly number[], share: number): number | null => {
  if (sorted.length === 0) return null;
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)]!;
  const high = sorted[Math.ceil(place)]!;
  return (low + (high - low) * (place - Math.floor(place))) / 1_000;
};
