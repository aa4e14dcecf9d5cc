import { join, raw, type Sql, sql } from '../support/sql.js';
import type { Metric, RateMetric, Scope } from './metric.js';
import { CURSOR_TIME } from './page.js';

/** Which units of the population: those that count, those of them in the numerator of a rate, those left out. */
export type EvidenceOf = 'INCLUDED' | 'NUMERATOR' | 'EXCLUDED';

export const PERCENTILES = [0.5, 0.75, 0.85, 0.9, 0.95] as const;

/** Spans are summed as whole microseconds and divided last: a sum of floats would differ from run to run. */
const durationFigures = sql`
  percentile_cont(${PERCENTILES}::float8[]) within group (order by p.us) filter (where p.reason is null) as percentiles,
  (sum(p.us) filter (where p.reason is null) / nullif(count(*) filter (where p.reason is null), 0))::float8 as mean`;

const figuresOf = ({ kind }: Metric): Sql => (kind === 'duration' ? durationFigures : sql`null as nothing`);

/** One row: `population`, `n`, `left_out` (a count for each of the metric's reasons) and a duration's figures. */
export const totalsStatement = (metric: Metric, scope: Scope): Sql => {
  const counts = metric.reasons.map((reason) => sql`(count(*) filter (where p.reason = ${reason}))::int`);
  return sql`select count(*)::int as population, (count(*) filter (where p.reason is null))::int as n,
  array[${join(counts, ', ')}]::int[] as left_out, ${figuresOf(metric)}
from (${metric.sql(scope)}) p`;
};

/**
 * `bucket` (counted from 1), `n` and a duration's figures, for each bucket that holds anything. What does not count is
 * filtered here and in the histogram, not by a condition: the planner takes it for rare that something counts.
 */
export const bucketStatement = (metric: Metric, scope: Scope, starts: readonly Date[]): Sql =>
  sql`select width_bucket(p.at, ${starts}::timestamptz[]) as bucket,
  (count(*) filter (where p.reason is null))::int as n, ${figuresOf(metric)}
from (${metric.sql(scope)}) p group by 1`;

/** The whole numerator of a rate: how many units (`n`) of each `bucket` are in it, by which `rules`. */
export const hitsStatement = (metric: RateMetric, scope: Scope, starts: readonly Date[]): Sql =>
  sql`select width_bucket(u.at, ${starts}::timestamptz[]) as bucket, u.rules, count(*)::int as n
from (select h.at, array_agg(h.rule order by h.rule) as rules
  from (${metric.hits(scope)}) h group by h.at, h.service, h.repo, h.id) u
group by 1, 2`;

/** `bar` (counted from 1; null or 0 for what has no span) and `n`. */
export const histogramStatement = (metric: Metric, scope: Scope, edges: readonly number[]): Sql =>
  sql`select width_bucket(p.us, ${edges}::bigint[]) as bar, (count(*) filter (where p.reason is null))::int as n
from (${metric.sql(scope)}) p group by 1`;

export interface EvidencePage {
  readonly of: EvidenceOf;
  /** The key of the last row already shown: time, service, repo, id. */
  readonly after: readonly string[] | undefined;
  readonly limit: number;
}

/** The units themselves, the newest first. */
export const evidenceStatement = (metric: Metric, scope: Scope, { of, after, limit }: EvidencePage): Sql =>
  sql`select p.at, to_char(p.at at time zone 'UTC', ${raw(CURSOR_TIME)}) as moment, p.kind, p.service, p.repo, p.id,
  p.reason, ${raw(metric.kind === 'duration' ? 'p.us::float8' : 'null::float8')} as us
from (${metric.sql(scope)}) p
where ${chosen(metric, scope, of)} and ${after ? sql`(p.at, p.service, p.repo, p.id) < (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]})` : raw('true')}
order by p.at desc, p.service desc, p.repo desc, p.id desc limit ${limit}`;

/** Compared as a number, so that the planner does not take it for rare that something counts. */
const COUNTS = '(p.reason is null)::int > 0';

const chosen = (metric: Metric, scope: Scope, of: EvidenceOf): Sql => {
  if (of === 'EXCLUDED') return raw(`p.reason is not null and p.kind <> 'INCIDENT'`);
  if (of === 'INCLUDED' || metric.kind !== 'rate') return raw(COUNTS);
  return sql`${raw(COUNTS)} and (p.service, p.repo, p.id) in (
  select h.service, h.repo, h.id from (${metric.hits(scope)}) h)`;
};
