import type { Pool } from 'pg';
import type { Answer } from '../../metrics/answer.js';
import type { FlowFilter } from '../../metrics/filter.js';
import type { MetricDoor } from '../../metrics/metric-door.js';
import { readIn } from '../../metrics/read.js';
import { sql } from '../../support/sql.js';
import type { Definition } from '../definition.js';
import { askFlow, type FlowAnswer } from '../flow.js';
import type { Period } from '../period.js';
import { type Between, lateEventsOf } from './late-events.js';
import { Tally } from './tally.js';
import { isSame, type Unit, unitsOf } from './units.js';

export interface Move {
  readonly unit: string;
  readonly what: string;
  readonly difference: number;
  readonly events: readonly string[];
}

export interface FigureChange {
  readonly figure: string;
  readonly title: string;
  readonly was: number | null;
  readonly now: number | null;
  readonly moves: readonly Move[];
}

export interface ChangedSince {
  readonly since: Date;
  readonly until: Date;
  /** Events of the period that were recorded in between. */
  readonly lateEvents: number;
  readonly figures: readonly FigureChange[];
}

export interface SinceQuestion {
  readonly definition: Definition;
  readonly period: Period;
  /** What the report stood on. */
  readonly since: Date;
}

/** The same period with the knowledge of today: which figures moved, and which late or corrected events moved them. */
export const changedSince = async (
  { pool, door }: { readonly pool: Pool; readonly door: MetricDoor },
  { definition: { scope, zone }, period: { from, to }, since }: SinceQuestion,
): Promise<ChangedSince> => {
  const until = (await door.standing()).asOf;
  const filter = (asOf: Date): FlowFilter => ({ ...scope, zone, from, to, asOf });
  const [before, after] = await Promise.all([askFlow(door, filter(since)), askFlow(door, filter(until))]);
  const moved = await Promise.all(before.map((answer, i) => compare(pool, answer, after[i]!)));
  const [first, last] = [before[0]!.answer.question, after[0]!.answer.question];
  const lateEvents = await readIn(pool, last.schema, async (db) => {
    const { rows } = await db.query<{ n: number }>(sql`
      select count(distinct id)::int as n from throughline.event
      where recorded_at > ${first.asOf} and recorded_at <= ${last.asOf} and at >= ${from} and at < ${to}`);
    return rows[0]!.n;
  });
  return { since: first.asOf, until: last.asOf, lateEvents, figures: moved.flat() };
};

interface Changed {
  readonly unit: Unit;
  readonly was: Unit | undefined;
  readonly is: Unit | undefined;
}

const compare = async (pool: Pool, before: FlowAnswer, after: FlowAnswer): Promise<FigureChange[]> => {
  const [unitsBefore, unitsAfter] = await Promise.all([
    unitsOf(pool, before.answer),
    unitsOf(pool, after.answer),
  ]);
  const changed = changedUnits(unitsBefore, unitsAfter);
  if (changed.length === 0) return [];
  const events = await lateEventsOf(
    between(pool, before.answer, after.answer),
    changed.map(({ unit }) => unit),
  );
  const states = [...walk(unitsBefore.values(), changed)];
  return before.asked.readings.flatMap(({ field, title, value }) => {
    const was = value(before.totals, before.days);
    const now = value(after.totals, after.days);
    const values = states.map((totals) => value(totals, after.days));
    const moves = changed.flatMap((one, i): Move[] => {
      // Where nothing was measured before or after, the figure appears or goes as a whole.
      const difference = (values[i + 1] ?? 0) - (values[i] ?? 0);
      if (difference === 0) return [];
      return [{ unit: one.unit.name, what: whatHappened(one), difference, events: events(one.unit) }];
    });
    return was === now ? [] : [{ figure: `${before.asked.query}.${field}`, title, was, now, moves }];
  });
};

const changedUnits = (was: ReadonlyMap<string, Unit>, is: ReadonlyMap<string, Unit>): Changed[] =>
  [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((name) => {
    const [a, b] = [was.get(name), is.get(name)];
    return a && b && isSame(a, b) ? [] : [{ unit: (b ?? a)!, was: a, is: b }];
  });

/** The totals before the first change, and after each: their differences sum to the whole by construction. */
function* walk(was: Iterable<Unit>, changed: readonly Changed[]) {
  const tally = Tally.of(was);
  yield tally.totals();
  for (const one of changed) {
    tally.replace(one.was, one.is);
    yield tally.totals();
  }
}

const whatHappened = ({ was, is }: Changed): string => {
  if (!was) return 'came';
  if (!is) return 'went';
  if (was.counts !== is.counts) return is.counts ? 'counts now' : 'does not count any more';
  if (was.hit !== is.hit) return is.hit ? 'failed or was scrapped' : 'is cleared';
  return 'took another time';
};

const between = (pool: Pool, { question: a }: Answer, { question: b }: Answer): Between => ({
  pool,
  environment: a.scope.environment,
  schemas: [a.schema, b.schema],
  since: a.asOf,
  until: b.asOf,
});
