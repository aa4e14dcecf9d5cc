import { type Db, writeRows } from '../../support/rows.js';
import { syncGroups } from '../../support/sync-rows.js';
import { microseconds } from './delivery-line.js';

/** Commits and change requests of one repository, by their ids. */
export interface Units {
  readonly repo: string;
  readonly shas: readonly string[];
  readonly changes: readonly string[];
}

interface Link {
  readonly item: string;
  readonly id: string;
}

/**
 * Which changes an item (a ticket) was made by: those that name it, or whose commits do.
 *
 * @returns the items whose changes may have changed.
 */
export const linkItems = async (db: Db, { repo, shas, changes }: Units): Promise<string[]> => {
  const before = await db.query<Link>(
    'delete from item_change where repo = $1 and id = any($2) returning item, id',
    [repo, [...shas, ...changes]],
  );
  const { rows } = await db.query<Link>(
    `select unnest(c.items) as item, c.sha as id from commit c
     where c.repo = $1 and c.sha = any($2) and c.items <> '{}' and c.mainline
       and not exists (select from change_commit m where m.repo = $1 and m.sha = c.sha)
     union
     select unnest(c.items), c.id from change c
     where c.repo = $1 and c.id = any($3) and c.merged_at is not null
     union
     select unnest(k.items), m.change from change_commit m
     join commit k on k.repo = $1 and k.sha = m.sha
     where m.repo = $1 and m.change = any($3)`,
    [repo, shas, changes],
  );
  const target = { table: 'item_change', columns: ['item', 'repo', 'id'], key: ['item', 'repo', 'id'] };
  await writeRows(
    db,
    { ...target, conflict: 'ignore' },
    rows.map((row) => ({ ...row, repo })),
  );
  return [...before.rows, ...rows].map(({ item }) => item);
};

/** Items made by any of these changes. */
export const itemsOf = async (db: Db, repo: string, ids: readonly string[]): Promise<string[]> => {
  const { rows } = await db.query<{ item: string }>(
    'select distinct item from item_change where repo = $1 and id = any($2)',
    [repo, ids],
  );
  return rows.map(({ item }) => item);
};

interface Delivered {
  readonly item: string;
  readonly service: string;
  readonly environment: string;
  readonly delivered_at: Date;
  readonly deployment: string;
  readonly before_first: boolean;
  readonly created_at: Date | null;
  readonly started_at: Date | null;
}

/** An item is delivered to a service and environment by the first deployment after which all its changes are there. */
export const updateDeliveredItems = async (db: Db, items: readonly string[]): Promise<void> => {
  if (items.length === 0) return;
  const { rows } = await db.query<Delivered>(
    `with link as materialized (select item, repo, id from item_change where item = any($1)),
     unit as (
       select l.item, n.service, n.environment,
         coalesce(c.delivered_at, k.delivered_at) as delivered_at,
         coalesce(c.deployment, k.deployment) as deployment,
         coalesce(c.before_first, k.before_first) as before_first
       from link l
       join line n on n.repo = l.repo
       left join delivered_change c
         on c.service = n.service and c.environment = n.environment and c.repo = l.repo and c.id = l.id
       left join delivered_commit k
         on k.service = n.service and k.environment = n.environment and k.repo = l.repo and k.sha = l.id
     )
     select u.item, u.service, u.environment, max(u.delivered_at) as delivered_at,
       (array_agg(u.deployment order by u.delivered_at desc, u.deployment desc))[1] as deployment,
       bool_or(u.before_first) as before_first, i.created_at, i.started_at
     from unit u left join item i on i.item = u.item
     group by u.item, u.service, u.environment, i.created_at, i.started_at
     having count(*) = count(u.delivered_at)`,
    [items],
  );
  await syncGroups(db, { target: DELIVERED_ITEM, column: 'item', values: items }, rows.map(deliveredItem));
};

const DELIVERED_ITEM = {
  table: 'delivered_item',
  columns: [
    'service',
    'environment',
    'item',
    'delivered_at',
    'deployment',
    'before_first',
    'requested_us',
    'started_us',
  ],
  key: ['service', 'environment', 'item'],
};

const deliveredItem = (row: Delivered) => {
  const at = row.delivered_at.toISOString();
  return {
    ...row,
    delivered_at: at,
    requested_us: microseconds(row.created_at?.toISOString(), at),
    started_us: microseconds(row.started_at?.toISOString(), at),
  };
};
