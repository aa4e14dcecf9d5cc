import { sql } from '../../support/sql.js';
import { inScope } from '../conditions.js';
import type { DurationMetric } from '../metric.js';

export const builtToDeploy: DurationMetric = {
  kind: 'duration',
  id: 'BUILT_TO_DEPLOY',
  version: 1,
  title: 'Lead time: built to deployment',
  unit: 'seconds',
  better: 'lower',
  text:
    'For each artifact: the time from when it was published to when the service was first seen running it on the ' +
    'environment. The range selects by that first run. Left out: artifacts whose publishing no source told us about ' +
    '(NOT_PUBLISHED), and spans below zero.',
  reasons: ['NOT_PUBLISHED', 'NEGATIVE'],
  sql: (
    scope,
  ) => sql`select d.delivered_at as at, 'ARTIFACT' as kind, d.service, '' as repo, d.artifact as id, d.built_us as us,
  case when d.built_us is null then 'NOT_PUBLISHED' when d.built_us < 0 then 'NEGATIVE' end as reason
from delivered_artifact d
where ${inScope('d', 'delivered_at', scope)}`,
};
