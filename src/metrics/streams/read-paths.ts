import type { Moment } from '../../projections/paths/moment.js';
import type { ItemKind, Path } from '../../projections/paths/path.js';
import { UserError } from '../../support/errors.js';
import type { Db } from '../../support/rows.js';
import { raw, type Sql, sql } from '../../support/sql.js';

/** Whose paths a question is about, checked and resolved. */
export interface PathScope {
  readonly kind: ItemKind;
  readonly from: Date;
  /** Nothing that happened then or later is read. */
  readonly to: Date;
  /** undefined: all, also items of no service. */
  readonly services: readonly string[] | undefined;
  /** Items that one of them had at some time; undefined: all. */
  readonly teams: readonly string[] | undefined;
  /** Items of this name, `*` standing for any text. */
  readonly only: string | undefined;
}

/** A page of all of them would be no answer, and more would not fit into memory. */
const MOST_ITEMS = 500_000;

interface Row {
  readonly item: string;
  readonly kind: ItemKind;
  readonly type: string | null;
  readonly repo: string | null;
  readonly moments: string;
}

/** Items that were there in the range, or whose last event lies in it. */
export const pathStatement = (
  scope: PathScope,
): Sql => sql`select p.item, p.kind, p.type, p.repo, p.moments from path p
where ${pathsIn(scope)} order by p.item limit ${MOST_ITEMS + 1}`;

/** The condition of a path; `p` is the alias. */
const pathsIn = ({ kind, from, to, services, teams, only }: PathScope): Sql =>
  sql`p.kind = ${kind} and p.first_at < ${to} and (p.closed_at is null or p.closed_at >= ${from} or p.last_at >= ${from})
  and ${teams ? sql`p.teams && ${teams}::text[]` : raw('true')}
  and ${only === undefined ? raw('true') : sql`p.item like ${likeOf(only)}`} and ${ofServices(services)}`;

const likeOf = (only: string): string => only.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');

const ofServices = (services: readonly string[] | undefined): Sql =>
  services
    ? sql`(p.repo in (select r.repo from service_repo r where r.service = any(${services}))
    or p.item in (select c.item from item_change c join service_repo r on r.repo = c.repo
      where r.service = any(${services})))`
    : raw('true');

/**
 * @param withChanges whether what happened to the changes that a ticket was made by belongs to its path.
 * @throws UserError `TOO_MANY_ITEMS`
 */
export const readPaths = async (db: Db, scope: PathScope, withChanges: boolean): Promise<Path[]> => {
  const { rows } = await db.query<Row>(pathStatement(scope));
  if (rows.length > MOST_ITEMS)
    throw new UserError(
      `More than ${MOST_ITEMS.toLocaleString('en')} items were in the stream: ask for a shorter range, or for some services or teams.`,
      'TOO_MANY_ITEMS',
    );
  const to = scope.to.getTime();
  const changes = withChanges ? await changesOf(db, scope) : new Map<string, Moment[]>();
  return rows.flatMap(({ item, kind, type, repo, moments }) => {
    const all = joined(momentsIn(moments, to), changes.get(item));
    if (all.length === 0) return [];
    return [{ item, kind, title: undefined, type: type ?? undefined, repo: repo ?? undefined, moments: all }];
  });
};

const momentsIn = (text: string, to: number): Moment[] => {
  const moments = JSON.parse(text) as Moment[];
  return moments.at(-1)!.at < to ? moments : moments.filter(({ at }) => at < to);
};

const joined = (own: Moment[], more: readonly Moment[] | undefined): Moment[] =>
  more ? [...own, ...more].sort((a, b) => a.at - b.at) : own;

/** The moments of the change requests that tickets were made by. */
const changesOf = async (db: Db, scope: PathScope): Promise<Map<string, Moment[]>> => {
  const { rows } = await db.query<{ item: string; moments: string }>(sql`
    select c.item, o.moments from path p
    join item_change c on c.item = p.item
    join path o on o.item = 'change:' || c.repo || '#' || c.id
    where ${pathsIn(scope)} order by c.item, o.item`);
  const found = new Map<string, Moment[]>();
  for (const { item, moments } of rows)
    found.set(item, [...(found.get(item) ?? []), ...momentsIn(moments, scope.to.getTime())]);
  return found;
};

/** How many items of each kind were there. */
export const countKinds = async (
  db: Db,
  scope: Omit<PathScope, 'kind'>,
): Promise<Record<ItemKind, number>> => {
  const count = async (kind: ItemKind): Promise<number> => {
    const { rows } = await db.query<{ n: number }>(
      sql`select count(*)::int as n from path p where ${pathsIn({ ...scope, kind })}`,
    );
    return rows[0]!.n;
  };
  return { TICKET: await count('TICKET'), CHANGE: await count('CHANGE') };
};
