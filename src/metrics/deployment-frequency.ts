import { sql } from '../support/sql.js';
import { finishedIn } from './deployments.js';
import type { FrequencyMetric } from './metric.js';

export const deploymentFrequency: FrequencyMetric = {
  kind: 'frequency',
  id: 'DEPLOYMENT_FREQUENCY',
  version: 1,
  title: 'Deployment frequency',
  unit: 'per day',
  better: 'higher',
  text:
    'Successful deployments to the environment per calendar day of the range, in the zone of the question: all of ' +
    'them, so two on one day count twice, even in one second. Left out, by outcome: failed, errored and cancelled ' +
    'ones. Taking a service off the environment is no deployment.',
  reasons: ['FAILURE', 'ERROR', 'CANCELLED'],
  sql: (scope) => sql`select d.at, 'DEPLOYMENT' as kind, d.service, '' as repo, d.id,
  case when d.outcome <> 'success' then upper(d.outcome) end as reason
from deployment d
where ${finishedIn(scope)}`,
};
