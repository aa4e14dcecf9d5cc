import { type Sql, sql } from '../support/sql.js';
import { ofServices } from './conditions.js';
import { finishedIn, finishedText } from './deployments.js';
import type { RateMetric, Scope } from './metric.js';

const reworkIn = (scope: Scope): Sql =>
  sql`r.environment = ${scope.environment} and ${ofServices('r.service', scope)}`;

export const deploymentReworkRate: RateMetric = {
  kind: 'rate',
  id: 'DEPLOYMENT_REWORK_RATE',
  version: 1,
  title: 'Deployment rework rate',
  unit: 'ratio',
  better: 'lower',
  text:
    'Of the deployments that ended in the range, the share that was made to repair what an earlier one broke: a ' +
    'rollback (ROLLBACK), the first delivery of a revert (REVERT), or of a commit that names what it fixes (HOTFIX). ' +
    `${finishedText} A deployment counts once, however many reasons it has.`,
  reasons: ['CANCELLED'],
  sql: (scope) => sql`select d.at, 'DEPLOYMENT' as kind, d.service, '' as repo, d.id,
  case when d.outcome = 'cancelled' then 'CANCELLED' end as reason
from deployment d
where ${finishedIn(scope)}`,
  hits: (scope) => sql`select d.at, d.service, '' as repo, d.id, r.reason as rule
from (select distinct r.service, r.deployment, r.reason from rework r
  where ${reworkIn(scope)}) r
join deployment d on d.service = r.service and d.id = r.deployment
where d.outcome <> 'cancelled' and ${finishedIn(scope)}`,
};
