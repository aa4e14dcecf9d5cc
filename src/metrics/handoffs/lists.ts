import type { Db } from '../../support/rows.js';
import { raw, type Sql, sql } from '../../support/sql.js';
import { CURSOR_TIME, decodeCursor, type Page, pageOf } from '../page.js';
import { type HandoffScope, handedIn, heldIn } from './scope.js';

/** One handoff, as a list shows it. */
export interface HandoffRow {
  readonly item: string;
  readonly title: string | null;
  readonly step: string;
  readonly from_holder: string;
  readonly to_holder: string;
  readonly to_team: string | null;
  readonly since: Date;
  readonly at: Date;
  readonly bounced: boolean;
  readonly from_event: string;
  readonly to_event: string;
}

/** From whom and to whom; undefined: anybody. */
export interface Between {
  readonly from?: string | null;
  readonly to?: string | null;
}

export interface ListPage {
  readonly first: number;
  readonly after?: string | null;
}

const between = ({ from, to }: Between): Sql =>
  sql`${from ? sql`h.from_holder = ${from}` : raw('true')} and ${to ? sql`h.to_holder = ${to}` : raw('true')}`;

/** An item's title; a change request's is found by its key. */
const TITLE = raw(`coalesce((select i.title from item i where i.item = h.item),
  (select c.title from change c where c.repo = h.repo and c.id = substr(h.item, length('change:' || h.repo || '#') + 1)))`);

/** The newest first. */
export const listHandoffs = async (
  db: Db,
  scope: HandoffScope & { readonly pair: Between },
  { first, after }: ListPage,
): Promise<Page<HandoffRow>> => {
  const position = after ? decodeCursor(after, 3) : undefined;
  const beyond = position
    ? sql`(h.at, h.item, h.step) < (${position[0]}, ${position[1]}, ${position[2]})`
    : raw('true');
  const { rows } = await db.query<HandoffRow & { moment: string }>(sql`
    select h.item, ${TITLE} as title, h.step, h.from_holder, h.to_holder, h.to_team, h.since, h.at, h.bounced,
      h.from_event, h.to_event, to_char(h.at at time zone 'UTC', ${raw(CURSOR_TIME)}) as moment
    from handoff h
    where ${handedIn(scope)} and ${between(scope.pair)} and ${beyond}
    order by h.at desc, h.item desc, h.step desc limit ${first + 1}`);
  return pageOf(rows, first, ({ moment, item, step }) => [moment, item, step]);
};

export const countHandoffs = async (db: Db, scope: HandoffScope, pair: Between): Promise<number> => {
  const { rows } = await db.query<{ count: number }>(
    sql`select count(*)::int as count from handoff h where ${handedIn(scope)} and ${between(pair)}`,
  );
  return rows[0]!.count;
};

/** An item that somebody has and has not handed on: how long it will take nobody knows. */
export interface WaitingRow {
  readonly item: string;
  readonly title: string | null;
  readonly holder: string | null;
  readonly awaits: string | null;
  readonly team: string | null;
  readonly since: Date;
  readonly last_at: Date;
}

const heldBy = (holder: string | null | undefined): Sql =>
  holder ? sql`(h.holder = ${holder} or h.awaits = ${holder})` : raw('true');

/** The one that waits longest first. */
export const listWaiting = async (
  db: Db,
  scope: HandoffScope & { readonly holder?: string | null },
  { first, after }: ListPage,
): Promise<Page<WaitingRow>> => {
  const position = after ? decodeCursor(after, 2) : undefined;
  const beyond = position ? sql`(h.since, h.item) > (${position[0]}, ${position[1]})` : raw('true');
  const { rows } = await db.query<WaitingRow & { moment: string }>(sql`
    select h.item, ${TITLE} as title, h.holder, h.awaits, h.team, h.since, h.last_at,
      to_char(h.since at time zone 'UTC', ${raw(CURSOR_TIME)}) as moment
    from holding h
    where ${heldIn(scope)} and ${heldBy(scope.holder)} and ${beyond}
    order by h.since, h.item limit ${first + 1}`);
  return pageOf(rows, first, ({ moment, item }) => [moment, item]);
};

export const countWaiting = async (
  db: Db,
  scope: HandoffScope & { readonly holder?: string | null },
): Promise<number> => {
  const { rows } = await db.query<{ count: number }>(
    sql`select count(*)::int as count from holding h where ${heldIn(scope)} and ${heldBy(scope.holder)}`,
  );
  return rows[0]!.count;
};

/** What a holder has now, by how many and since when. */
export interface Held {
  readonly holder: string;
  readonly count: number;
  readonly oldest: Date;
  /** Median time since when, as seconds of age at the end of the range. */
  readonly ageP50: number;
}

/** The largest queue first; what is offered to somebody is in that somebody's. */
export const readHeld = async (db: Db, scope: HandoffScope, end: Date): Promise<Held[]> => {
  const { rows } = await db.query<Held>(sql`
    select coalesce(h.awaits, h.holder) as holder, count(*)::int as count, min(h.since) as oldest,
      percentile_cont(0.5) within group (order by extract(epoch from ${end}::timestamptz - h.since)::float8) as "ageP50"
    from holding h where ${heldIn(scope)}
    group by 1 order by count(*) desc, 1`);
  return rows;
};
