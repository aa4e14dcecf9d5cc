import type { Db } from '../../support/rows.js';
import { raw, type Sql, sql } from '../../support/sql.js';
import type { HandoffScope } from './scope.js';

/** Of about a million rows; below that one slice is as quick as four. */
const LEAST_SAMPLED = 500;

interface Sampled {
  readonly rows: number;
  readonly cuts: readonly string[] | null;
}

/**
 * Conditions that divide the handoffs of a level among the holders who gave them away, in parts of about equal size:
 * PostgreSQL cannot share out percentiles among its workers, but it can give each worker a slice of the cells. Where the
 * cuts are is guessed from a sample; the answer is the same wherever they are.
 */
export const sliceHandoffs = async (db: Db, { level, teams, services }: HandoffScope): Promise<Sql[]> => {
  if (teams || services) return [raw('true')];
  const { rows } = await db.query<Sampled>(sql`select count(*)::int as rows,
    percentile_disc('{0.25,0.5,0.75}'::float8[]) within group (order by h.from_holder) as cuts
    from handoff h tablesample system (0.05) repeatable (0) where h.level = ${level}`);
  const { rows: sampled, cuts } = rows[0]!;
  return sampled < LEAST_SAMPLED || !cuts ? [raw('true')] : between([...new Set(cuts)]);
};

/** Every holder is in one of them. @param cuts in order, at least one. */
export const between = (cuts: readonly string[]): Sql[] => [
  sql`h.from_holder < ${cuts[0]}`,
  ...cuts.slice(1).map((cut, i) => sql`h.from_holder >= ${cuts[i]} and h.from_holder < ${cut}`),
  sql`h.from_holder >= ${cuts.at(-1)}`,
];
