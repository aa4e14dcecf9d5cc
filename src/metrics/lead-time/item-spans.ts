import { raw, type Sql, sql } from '../../support/sql.js';
import { inScope } from '../conditions.js';
import type { Scope } from '../metric.js';

/** Items delivered in the scope. */
export const itemSpans = (scope: Scope, column: 'requested_us' | 'started_us', missing: string): Sql => {
  const span = raw(`d.${column}`);
  return sql`select d.delivered_at as at, 'ITEM' as kind, d.service, '' as repo, d.item as id, ${span} as us,
  case when d.before_first then 'BEFORE_FIRST_DEPLOYMENT' when ${span} is null then ${raw(`'${missing}'`)}
    when ${span} < 0 then 'NEGATIVE' end as reason
from delivered_item d
where ${inScope('d', 'delivered_at', scope)}`;
};

export const itemText =
  'An item is delivered by the first deployment to the environment after which all changes that name it are there. ' +
  'The range selects by the time of delivery. Left out: items with a change that was there before the first known ' +
  'deployment, and spans below zero.';
