import { during, ofServices, whileOwned } from '../../metrics/conditions.js';
import type { OwnedSpan } from '../../metrics/metric.js';
import { CURSOR_TIME, decodeCursor, encodeCursor, type Page, pageOf } from '../../metrics/page.js';
import type { Db } from '../../support/rows.js';
import { raw, type Sql, sql } from '../../support/sql.js';
import type { ChangeRef } from './change-records.js';

/** Which changes a list shows. */
export interface Selection {
  /** undefined: of all services. */
  readonly services?: readonly string[];
  readonly owned?: readonly OwnedSpan[] | undefined;
  /** undefined: of all times. */
  readonly range?: { readonly from: Date; readonly to: Date };
  /** Scrapped on this environment; undefined: anywhere. */
  readonly environment?: string | null;
  /** Text in the title or in the author's name. */
  readonly text?: string;
  readonly scrapped?: boolean | null;
}

interface Listed extends ChangeRef {
  readonly moment: string;
}

export interface Position {
  readonly first: number;
  readonly after?: string | null;
}

/** Rows looked at in one statement, and the most for one page: a page that is not full then says that there is more. */
const WINDOW = 20_000;
const WINDOWS = 5;

/** Changes by their own date, the newest first. One of several services is shown once. */
export const listChanges = async (
  db: Db,
  selection: Selection,
  { first, after }: Position,
): Promise<Page<ChangeRef>> => {
  let position = after ? decodeCursor(after, 3) : undefined;
  if (!isSearch(selection)) return plainPage(db, selection, { first, position });
  const found: Listed[] = [];
  for (let window = 0; window < WINDOWS; window += 1) {
    const limit = first + 1 - found.length;
    const { rows, end } = await searchWindow(db, selection, { limit, position });
    found.push(...rows);
    if (found.length > first || !end) return pageOf(found, first, keyOf);
    position = end;
  }
  return { ...pageOf(found, first, keyOf), hasNextPage: true, endCursor: encodeCursor(position!) };
};

const isSearch = ({ text, scrapped }: Selection): boolean => Boolean(text) || typeof scrapped === 'boolean';

const keyOf = ({ moment, repo, id }: Listed): string[] => [moment, repo, id];

const MOMENT = raw(`to_char(c.at at time zone 'UTC', ${CURSOR_TIME}) as moment`);

/** Changes that stand for themselves: a commit of a change request is shown with it. */
const selected = ({ services, owned, range }: Selection): Sql =>
  sql`c.counted and ${ofServices('c.service', { services })} and ${range ? during('c.at', range) : raw('true')}${whileOwned('c.service', 'c.at', { owned })}`;

const beyond = (position: readonly string[] | undefined): Sql =>
  position ? sql`(c.at, c.repo, c.id) < (${position[0]}, ${position[1]}, ${position[2]})` : raw('true');

const NEWEST_FIRST = raw('order by c.at desc, c.repo desc, c.id desc');

const plainPage = async (
  db: Db,
  selection: Selection,
  { first, position }: { first: number; position: readonly string[] | undefined },
): Promise<Page<ChangeRef>> => {
  const { rows } = await db.query<Listed>(sql`
    select distinct on (c.at, c.repo, c.id) c.repo, c.id, c.kind, ${MOMENT} from service_change c
    where ${selected(selection)} and ${beyond(position)} ${NEWEST_FIRST} limit ${first + 1}`);
  return pageOf(rows, first, keyOf);
};

interface Window {
  readonly limit: number;
  readonly position: readonly string[] | undefined;
}

/** @returns what fits among the next rows, and the key of the last of them unless there are no more. */
const searchWindow = async (db: Db, selection: Selection, { limit, position }: Window) => {
  const { rows } = await db.query<{ found: Listed[]; end: string[] | null }>(sql`
    with looked_at as materialized (
      select * from service_change c where ${selected(selection)} and ${beyond(position)} ${NEWEST_FIRST} limit ${WINDOW}
    ),
    found as (
      select distinct on (c.at, c.repo, c.id) c.at, c.repo, c.id, c.kind, ${MOMENT} from looked_at c
      where ${fits(selection)} ${NEWEST_FIRST} limit ${limit}
    )
    select
      (select coalesce(json_agg(to_json(c) ${NEWEST_FIRST}), '[]') from found c) as found,
      (select array[moment, repo, id] from (
        select ${MOMENT}, c.repo, c.id from looked_at c order by c.at, c.repo, c.id limit 1
      ) last where (select count(*) from looked_at) = ${WINDOW}) as end`);
  return { rows: rows[0]!.found, end: rows[0]!.end ?? undefined };
};

const fits = ({ text, scrapped, environment, services }: Selection): Sql => {
  const titled = text
    ? sql`(strpos(lower(c.title), lower(${text})) > 0 or strpos(lower(c.author_name), lower(${text})) > 0)`
    : raw('true');
  if (typeof scrapped !== 'boolean') return titled;
  const isScrapped = sql`(c.service, c.repo, c.id) in (
    select s.service, s.repo, s.id from scrap s
    where ${ofServices('s.service', { services })} and ${environment ? sql`s.environment in ('', ${environment})` : raw('true')})`;
  return scrapped ? sql`${titled} and ${isScrapped}` : sql`${titled} and not ${isScrapped}`;
};

/** How many changes the list has, on all its pages. Only those of a repository with several services may repeat. */
export const countChanges = async (db: Db, selection: Selection): Promise<number> => {
  const { rows } = await db.query<{ count: number }>(sql`
    select (count(*) filter (where shared.repo is null)
      + count(distinct (c.repo, c.id)) filter (where shared.repo is not null))::int as count
    from service_change c
    left join (select r.repo from service_repo r group by r.repo having count(*) > 1) shared on shared.repo = c.repo
    where ${selected(selection)} and ${fits(selection)}`);
  return rows[0]!.count;
};
