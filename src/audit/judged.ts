import type { About } from '../policies/history.js';
import type { Verdict } from '../policies/policy.js';
import { holding } from '../policies/read-findings.js';
import { raw, type Sql, sql } from '../support/sql.js';
import type { AuditKind } from './question.js';

/** As what a line is judged itself. A deployment is judged by the changes that it delivered. */
export const ABOUT_OF_KIND: Readonly<Partial<Record<AuditKind, About>>> = {
  CHANGE: 'CHANGE',
  COMMIT: 'CHANGE',
  ACCESS: 'ACCESS',
  EXECUTION: 'EXECUTION',
  AUTOMATION: 'EXECUTION',
  RESOURCE: 'RESOURCE',
};

const ABOUT_OF_LINE = raw(
  `case a.kind ${Object.entries(ABOUT_OF_KIND)
    .map(([kind, about]) => `when '${kind}' then '${about}'`)
    .join(' ')} end`,
);

/** The key of a deployment is `deployment:SERVICE/ENVIRONMENT/ID`. */
const DEPLOYMENT_OF_LINE = raw('substr(a.key, length(a.service) + length(a.environment) + 14)');

const deliveredBy = (table: 'delivered_change' | 'delivered_commit', name: string): Sql => sql`
  select ${raw(name)} as subject from ${raw(table)} d
  where d.service = a.service and d.environment = a.environment and d.delivered_at = a.at
    and d.deployment = ${DEPLOYMENT_OF_LINE}`;

/** The subjects that a deployment `a` delivered. */
export const DELIVERED = sql`${deliveredBy('delivered_change', `d.repo || '#' || d.id`)}
  union all ${deliveredBy('delivered_commit', `d.repo || '@' || d.sha`)}`;

/** That one of the verdicts holds on a line `a` of the trail. */
export const judgedAs = (verdicts: readonly Verdict[], asOf: Date | null | undefined): Sql => {
  const fits = sql`f.verdict = any(${verdicts}) and ${holding({ asOf })}`;
  return sql`(exists (
    select from throughline.finding f
    where f.subject = substr(a.key, strpos(a.key, ':') + 1) and f.about = ${ABOUT_OF_LINE} and ${fits}
  ) or a.kind = 'DEPLOYMENT' and exists (
    select from (${DELIVERED}) d join throughline.finding f on f.subject = d.subject and f.about = 'CHANGE'
      and f.service = a.service and f.environment = a.environment
    where ${fits}
  ))`;
};
