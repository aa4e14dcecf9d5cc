import { raw, type Sql, sql } from '../../support/sql.js';
import { inScope } from '../conditions.js';
import type { Scope } from '../metric.js';

export interface ChangeClock {
  /** The column of a merged change's span, and of a lone commit's; undefined where a commit has no such moment. */
  readonly change: 'first_commit_us' | 'opened_us' | 'merged_us';
  readonly commit: 'authored_us' | 'committed_us' | undefined;
  /** Why a change without that span is left out. */
  readonly missing: string;
}

/** Changes delivered in the scope: merged change requests, and commits of the main line that came without one. */
export const changeSpans = (scope: Scope, { change, commit, missing }: ChangeClock): Sql => {
  const changeSpan = raw(`d.${change}`);
  const commitSpan = raw(commit ? `d.${commit}` : 'null::bigint');
  return sql`select d.delivered_at as at, 'PULL_REQUEST' as kind, d.service, d.repo, d.id, ${changeSpan} as us,
  ${reasonFor(changeSpan, missing)} as reason
from delivered_change d
where ${inScope('d', 'delivered_at', scope)}
union all
select d.delivered_at, 'COMMIT', d.service, d.repo, d.sha, ${commitSpan},
  ${reasonFor(commitSpan, missing)}
from delivered_commit d
where d.counted and d.change is null and ${inScope('d', 'delivered_at', scope)}`;
};

const reasonFor = (span: Sql, missing: string): Sql =>
  sql`case when d.before_first then 'BEFORE_FIRST_DEPLOYMENT' when ${span} is null then ${raw(`'${missing}'`)}
    when ${span} < 0 then 'NEGATIVE' end`;

export const changeReasons = (missing: string): string[] => ['BEFORE_FIRST_DEPLOYMENT', missing, 'NEGATIVE'];

/** What the definitions of changes have in common. */
export const changeText =
  'A change is a merged change request, or a commit of the main line that came without one. It is delivered by the ' +
  'first successful deployment of the service to the environment that contains what its merge left on the main ' +
  'line. The range selects by the time of delivery. A change that belongs to several services counts once for each. ' +
  'Left out: changes that were there before the first known deployment, and spans below zero.';
