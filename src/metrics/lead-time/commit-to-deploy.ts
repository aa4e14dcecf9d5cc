import { raw, sql } from '../../support/sql.js';
import { inScope } from '../conditions.js';
import type { DurationMetric } from '../metric.js';

export const commitToDeploy: DurationMetric = {
  kind: 'duration',
  id: 'COMMIT_TO_DEPLOY',
  version: 1,
  title: 'Lead time: commit to deployment',
  unit: 'seconds',
  better: 'lower',
  text:
    'For each commit that is not a merge: the time from when it was committed (or authored, if that clock is asked ' +
    'for) to the first successful deployment of the service to the environment that contains it, by ancestry. The ' +
    'range selects by the time of delivery. A commit that belongs to several services counts once for each. Left ' +
    'out: commits that were there before the first known deployment, commits that no source told us about, and ' +
    'spans below zero.',
  reasons: ['BEFORE_FIRST_DEPLOYMENT', 'NEGATIVE', 'UNKNOWN_COMMIT'],
  sql: (scope) => {
    const span = raw(scope.clock === 'AUTHORED' ? 'd.authored_us' : 'd.committed_us');
    return sql`select d.delivered_at as at, 'COMMIT' as kind, d.service, d.repo, d.sha as id, ${span} as us,
  case when d.before_first then 'BEFORE_FIRST_DEPLOYMENT' when ${span} < 0 then 'NEGATIVE' end as reason
from delivered_commit d
where d.counted and ${inScope('d', 'delivered_at', scope)}
union all
select d.delivered_at, 'COMMIT', d.service, d.repo, d.sha, null, 'UNKNOWN_COMMIT'
from delivered_commit d
where not d.known and ${inScope('d', 'delivered_at', scope)}`;
  },
};
