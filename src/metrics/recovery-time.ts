import { sql } from '../support/sql.js';
import { failuresIn, finishedIn, finishedText, GRADES } from './deployments.js';
import type { DurationMetric } from './metric.js';

export const recoveryTime: DurationMetric = {
  kind: 'duration',
  id: 'RECOVERY_TIME',
  version: 1,
  title: 'Failed deployment recovery time',
  unit: 'seconds',
  better: 'lower',
  text:
    'For each deployment of the range that counts as failed in the change failure rate: the time from the failure to ' +
    'the recovery, by its best evidence (EXPLICIT before ROLLBACK, REVERT and WINDOW; the earliest of the best). The ' +
    'failure begins when the incident opened, otherwise when the deployment ended; it is over when the incident was ' +
    'resolved, the rollback or the revert was deployed, or the next deployment worked. The range selects by when the ' +
    `deployment ended. ${finishedText} Left out: failures that are not over yet (NOT_RECOVERED), and spans below zero.`,
  reasons: ['NOT_RECOVERED', 'NEGATIVE'],
  sql: (scope) => sql`select d.at, 'DEPLOYMENT' as kind, d.service, '' as repo, d.id,
  (extract(epoch from b.recovered_at - b.at) * 1000000)::bigint as us,
  case when b.recovered_at is null then 'NOT_RECOVERED' when b.recovered_at < b.at then 'NEGATIVE' end as reason
from deployment d
join (
  select distinct on (f.service, f.deployment) f.service, f.deployment, f.at, f.recovered_at
  from failure f
  where ${failuresIn(scope)}
  order by f.service, f.deployment, array_position(${GRADES}, f.grade), f.at, f.evidence
) b on b.service = d.service and b.deployment = d.id
where d.outcome <> 'cancelled' and ${finishedIn(scope)}`,
};
