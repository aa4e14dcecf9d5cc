import type { Db } from '../../support/rows.js';
import { syncGroups } from '../../support/sync-rows.js';
import type { ReopeningRow } from '../folds/reopening.js';
import type { Changed } from '../projection.js';
import { SCRAP } from './rework-edges.js';

interface Reopened {
  readonly service: string;
  readonly environment: string;
  readonly repo: string;
  readonly id: string;
  readonly evidence: string;
  readonly at: Date;
}

/**
 * A change is scrapped where a ticket that it names was reopened after the change had been delivered: the first
 * reopening after that proves it. A change that came only later is what the ticket was reopened for.
 *
 * @param items of which the changes, their deliveries or the reopenings may differ.
 */
export const scrapReopened = async (
  db: Db,
  items: readonly string[],
  changed: readonly Changed<ReopeningRow>[],
): Promise<void> => {
  if (items.length === 0) return;
  const { rows: standing } = await db.query<{ event_id: string }>(
    'select event_id from reopening where item = any($1)',
    [items],
  );
  const gone = changed.flatMap(({ before }) => before?.event_id ?? []);
  const values = [...new Set([...standing.map(({ event_id }) => event_id), ...gone])].sort();
  if (values.length === 0) return;
  const rows = (await reopened(db, items)).map((row) => ({
    ...row,
    rule: 'REOPENED',
    at: row.at.toISOString(),
  }));
  await syncGroups(db, { target: SCRAP, column: 'evidence', values }, rows);
};

const reopened = async (db: Db, items: readonly string[]): Promise<Reopened[]> => {
  const { rows } = await db.query<Reopened>(
    `with again as materialized (select item, event_id, at from reopening where item = any($1)),
     delivered as (
       select l.item, n.service, n.environment, l.repo, l.id, coalesce(c.delivered_at, k.delivered_at) as at
       from item_change l
       join line n on n.repo = l.repo
       left join delivered_change c
         on c.service = n.service and c.environment = n.environment and c.repo = l.repo and c.id = l.id
       left join delivered_commit k
         on k.service = n.service and k.environment = n.environment and k.repo = l.repo and k.sha = l.id
       where l.item in (select item from again) and not coalesce(c.before_first, k.before_first)
     )
     select distinct on (d.item, d.service, d.environment, d.repo, d.id)
       d.service, d.environment, d.repo, d.id, r.event_id as evidence, r.at
     from delivered d join again r on r.item = d.item and r.at > d.at
     order by d.item, d.service, d.environment, d.repo, d.id, r.at, r.event_id`,
    [items],
  );
  return rows;
};
