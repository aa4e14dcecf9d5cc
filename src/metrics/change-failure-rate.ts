import { sql } from '../support/sql.js';
import { inScope } from './conditions.js';
import { failuresIn, finishedIn, finishedText, GRADES } from './deployments.js';
import type { RateMetric } from './metric.js';

export const changeFailureRate: RateMetric = {
  kind: 'rate',
  id: 'CHANGE_FAILURE_RATE',
  version: 1,
  title: 'Change failure rate',
  unit: 'ratio',
  better: 'lower',
  text:
    `Of the deployments that ended in the range, the share with at least one failure tied to them. ${finishedText} ` +
    'Evidence is graded, and a deployment counts once, by its best grade: EXPLICIT (it failed, or an incident names ' +
    'it), ROLLBACK (it was rolled back), REVERT (a revert of what it delivered was delivered later), WINDOW (an ' +
    'incident without a named deployment opened within 24 hours of it). An incident that no deployment can be blamed ' +
    'for is not blamed on the last one: it is left out and counted (UNATTRIBUTED), and the population holds it too.',
  reasons: ['CANCELLED', 'UNATTRIBUTED'],
  sql: (scope) => sql`select d.at, 'DEPLOYMENT' as kind, d.service, '' as repo, d.id,
  case when d.outcome = 'cancelled' then 'CANCELLED' end as reason
from deployment d
where ${finishedIn(scope)}
union all
select i.opened_at, 'INCIDENT', i.service, '', i.id, 'UNATTRIBUTED'
from incident i
where ${inScope('i', 'opened_at', scope)}
  and (i.service, i.event_id) not in (select f.service, f.evidence from failure f where ${failuresIn(scope)})`,
  hits: (scope) => sql`select d.at, d.service, '' as repo, d.id, f.rule
from (select f.service, f.deployment, (${GRADES})[min(array_position(${GRADES}, f.grade))] as rule
  from failure f
  where ${failuresIn(scope)}
  group by f.service, f.deployment) f
join deployment d on d.service = f.service and d.id = f.deployment
where d.outcome <> 'cancelled' and ${finishedIn(scope)}`,
};
