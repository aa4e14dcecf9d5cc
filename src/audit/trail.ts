import { CURSOR_TIME, decodeCursor, encodeCursor, type Page, pageOf } from '../metrics/page.js';
import { AUDIT_COLUMNS, type AuditRow } from '../projections/audit/row.js';
import type { Db } from '../support/rows.js';
import { join, raw, type Sql, sql } from '../support/sql.js';
import type { Branch, Selection } from './selection.js';
import type { StratumName } from './stratum.js';

/** A line of the trail as it is stored, and its time to the microsecond. */
export type AuditLine = Omit<AuditRow, 'at' | 'started_at'> & {
  readonly at: Date;
  readonly started_at: Date | null;
  readonly moment: string;
  /** Where office hours were given. */
  readonly stratum?: StratumName;
};

type Position = readonly string[];

/** So many rows are looked at for a page; one that is then not full says that there is more. */
const LOOKED_AT = 1_000;
/** Where nothing narrows the trail its rows lie one after the other, and more are read as quickly as those elsewhere. */
const LOOKED_AT_IN_ALL = 2_500;
/** A long page, as an export asks for, is worth a long look. */
const LOOKED_AT_PER_LINE = 3;

const keyOf = ({ moment, id, place }: AuditLine): string[] => [moment, id, place];

/** A page of the trail, the newest first. */
export const readTrail = async (
  db: Db,
  selection: Selection,
  { first, after }: { readonly first: number; readonly after?: string | null | undefined },
): Promise<Page<AuditLine>> => {
  const position: Position | undefined = after ? decodeCursor(after, 3) : undefined;
  const way = await shortestWay(db, selection, position);
  if (way.length === 0) return pageOf<AuditLine>([], first, keyOf);
  const least = way === selection.ways.at(-1) ? LOOKED_AT_IN_ALL : LOOKED_AT;
  const limit = Math.max(least, LOOKED_AT_PER_LINE * (first + 1));
  const walk = { range: selection.range, position, limit };
  const found = await fittingOn(db, selection, { way, walk, most: first + 1 });
  const page = pageOf(found, first, keyOf);
  const end = page.hasNextPage ? undefined : await endOf(db, way, walk);
  return end ? { ...page, hasNextPage: true, endCursor: encodeCursor(end) } : page;
};

/** How many lines the whole selection has. */
export const countTrail = async (db: Db, selection: Selection): Promise<number> => {
  const { range, fits } = selection;
  const way = await shortestWay(db, selection, undefined);
  if (way.length === 0) return 0;
  const alone = rowsThemselves(way);
  const rows = alone
    ? sql`audit a where ${alone.where} and ${during(range)} and ${fits}`
    : sql`(select distinct k.place, k.id from (${join(
        way.map((one) => keysOnBranch(one, range)),
        ' union all ',
      )}) k) k
        join audit a on a.place = k.place and a.id = k.id where ${fits}`;
  const { rows: counted } = await db.query<{ count: number }>(
    sql`select count(*)::int as count from ${rows}`,
  );
  return counted[0]!.count;
};

const during = ({ from, to }: Selection['range']): Sql =>
  sql`${from ? sql`a.at >= ${from}` : raw('true')} and ${to ? sql`a.at < ${to}` : raw('true')}`;

const beyond = (position: Position | undefined): Sql =>
  position
    ? sql`(a.at, a.id, a.place) < (${position[0]}::timestamptz, ${position[1]}, ${position[2]})`
    : raw('true');

const NEWEST_FIRST = raw('order by a.at desc, a.id desc, a.place desc');
const MOMENT = raw(`to_char(a.at at time zone 'UTC', ${CURSOR_TIME}) as moment`);
const COLUMNS = raw(AUDIT_COLUMNS.map((column) => `a.${column}`).join(', '));

interface Walk {
  readonly range: Selection['range'];
  readonly position: Position | undefined;
  readonly limit: number;
}

const keysOnBranch = ({ table, where }: Branch, range: Selection['range']): Sql =>
  sql`select a.at, a.id, a.place from ${raw(table)} a where ${where} and ${during(range)}`;

const KEYS_NEWEST_FIRST = raw('order by k.at desc, k.id desc, k.place desc');

/**
 * The next keys on a way, in order; a row that is on several of its branches more than once. Each branch has a limit of
 * its own, and so is read through its index in order: branches are merged as far as somebody reads them, never sorted.
 */
const keysOn = (way: readonly Branch[], { range, position, limit }: Walk): Sql => {
  const branches = way.map(
    (one) => sql`(${keysOnBranch(one, range)} and ${beyond(position)} ${NEWEST_FIRST} limit ${limit})`,
  );
  return sql`select k.at, k.id, k.place from (${join(branches, ' union all ')}) k ${KEYS_NEWEST_FIRST} limit ${limit}`;
};

/** That with the fewest rows; of those with too many to count the one whose rows lie the furthest apart. */
const shortestWay = async (
  db: Db,
  { ways, range }: Selection,
  position: Position | undefined,
): Promise<readonly Branch[]> => {
  const filtering = ways.filter((way) => way.length > 0);
  if (ways.some((way) => way.length === 0)) return [];
  // The last is the whole trail: never shorter than another.
  const candidates = filtering.length > 1 ? filtering.slice(0, -1) : filtering;
  if (candidates.length === 1) return candidates[0]!;
  const lengths = candidates.map(
    (way, i) => sql`select ${i}::int as way, count(*) as length, min(k.at) as since
      from (${keysOn(way, { range, position, limit: LOOKED_AT })}) k`,
  );
  const { rows } = await db.query<{ way: number }>(
    sql`${join(lengths, ' union all ')} order by length, since, way limit 1`,
  );
  return candidates[rows[0]!.way]!;
};

interface Looking {
  readonly way: readonly Branch[];
  readonly walk: Walk;
  readonly most: number;
}

/** The one branch of a way through the trail itself. */
const rowsThemselves = (way: readonly Branch[]): Branch | undefined =>
  way.length === 1 && way[0]!.table === 'audit' ? way[0] : undefined;

/** What fits among the next rows of a way. The database reads on only until it has found the most that are wanted. */
const fittingOn = async (db: Db, { fits }: Selection, { way, walk, most }: Looking): Promise<AuditLine[]> => {
  const alone = rowsThemselves(way);
  const { rows } = await db.query<AuditLine>(
    alone
      ? sql`select ${COLUMNS}, ${MOMENT} from (
          select a.* from audit a where ${alone.where} and ${during(walk.range)} and ${beyond(walk.position)}
          ${NEWEST_FIRST} limit ${walk.limit}
        ) a where ${fits} ${NEWEST_FIRST} limit ${most}`
      : sql`select ${COLUMNS}, ${MOMENT} from (
          select distinct k.at, k.id, k.place from (${keysOn(way, walk)}) k ${KEYS_NEWEST_FIRST}
        ) k join audit a on ${IS_ROW_OF_KEY} where ${fits} ${KEYS_NEWEST_FIRST} limit ${most}`,
  );
  return rows;
};

/**
 * By the index of times and not by the primary key, to which a place would lead: one key after the other lies close
 * together there, which is more than twice as quick.
 */
const IS_ROW_OF_KEY = raw('a.at = k.at and a.id = k.id and a.place between k.place and k.place');

/** The key of the last row that was looked at, unless there are no more. */
const endOf = async (db: Db, way: readonly Branch[], walk: Walk): Promise<Position | undefined> => {
  const { rows } = await db.query<{ key: Position }>(sql`
    select array[to_char(k.at at time zone 'UTC', ${raw(CURSOR_TIME)}), k.id, k.place] as key
    from (${keysOn(way, walk)}) k ${KEYS_NEWEST_FIRST} limit 1 offset ${walk.limit - 1}`);
  return rows[0]?.key;
};
