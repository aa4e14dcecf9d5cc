import { type Sql, sql } from '../support/sql.js';
import { during, ofServices, whileOwned } from './conditions.js';
import type { RateMetric, Scope } from './metric.js';

const scrapped = (scope: Scope): Sql =>
  sql`s.environment in ('', ${scope.environment}) and ${ofServices('s.service', scope)}
    and ${scope.rules?.length ? sql`s.rule = any(${scope.rules})` : sql`true`}`;

export const scrapRate: RateMetric = {
  kind: 'rate',
  id: 'SCRAP_RATE',
  version: 1,
  title: 'Scrap rate',
  unit: 'ratio',
  better: 'lower',
  text:
    'Of the changes whose own date lies in the range (a commit: when it was committed; a change request: when it was ' +
    'merged), the share that had to be done again: at least one scrap rule fired, with the events that prove it. A ' +
    'change is a merged change request, or a commit of the main line that came without one and is not a merge; one ' +
    'that belongs to several services counts once for each. Rules about deployments count those to the environment ' +
    'asked for. What is not delivered yet counts too. Evidence still comes in for some time: changes younger than 14 ' +
    'days are marked as too young to judge.',
  judgedAfterDays: 14,
  reasons: [],
  sql: (scope) => sql`select c.at, c.kind, c.service, c.repo, c.id, null as reason
from service_change c
where c.counted and ${ofServices('c.service', scope)} and ${during('c.at', scope)}${whileOwned('c.service', 'c.at', scope)}`,
  hits: (scope) => sql`select c.at, c.service, c.repo, c.id, s.rule
from (select distinct s.service, s.repo, s.id, s.rule from scrap s
  where ${scrapped(scope)}) s
join service_change c on c.service = s.service and c.repo = s.repo and c.id = s.id
where c.counted and ${during('c.at', scope)}${whileOwned('c.service', 'c.at', scope)}`,
};
