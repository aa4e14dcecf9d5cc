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

/** Rows looked at in one statement, more in each. A page that is then not full says that there is more. */
const WINDOWS = [64, 500, 2_000];
/** Of each way through the rows so many are counted, to take the shortest. */
const COUNTED = 2_000;

const keyOf = ({ moment, id, place }: AuditLine): string[] => [moment, id, place];

/** A page of the trail, the newest first. */
export const readTrail = async (
  db: Db,
  selection: Selection,
  { first, after }: { readonly first: number; readonly after?: string | null | undefined },
): Promise<Page<AuditLine>> => {
  let position: Position | undefined = after ? decodeCursor(after, 3) : undefined;
  const way = await shortestWay(db, selection, position);
  const found: AuditLine[] = [];
  for (const size of WINDOWS) {
    const limit = first + 1 - found.length;
    const window = await readWindow(db, selection, { way, size: Math.max(size, limit), limit, position });
    found.push(...window.lines);
    if (found.length > first || !window.end) return pageOf(found, first, keyOf);
    position = window.end;
  }
  return { ...pageOf(found, first, keyOf), hasNextPage: true, endCursor: encodeCursor(position!) };
};

/** How many lines the whole selection has. */
export const countTrail = async (db: Db, selection: Selection): Promise<number> => {
  const way = await shortestWay(db, selection, undefined);
  if (way.length === 0) return 0;
  const keys = keysOn(way, { range: selection.range, position: undefined, limit: null });
  const { rows } = await db.query<{ count: number }>(sql`
    select count(*)::int as count from (select distinct k.place, k.id from (${keys}) k) k
    join audit a on a.place = k.place and a.id = k.id where ${selection.fits}`);
  return rows[0]!.count;
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
  /** null: all. */
  readonly limit: number | null;
}

/** The next keys on a way: of each of its branches at most so many, in order. */
const keysOn = (way: readonly Branch[], { range, position, limit }: Walk): Sql =>
  join(
    way.map(
      ({ table, where }) => sql`(select a.at, a.id, a.place from ${raw(table)} a
        where ${where} and ${during(range)} and ${beyond(position)} ${NEWEST_FIRST} limit ${limit})`,
    ),
    ' union all ',
  );

/** That with the fewest rows; of those with too many to count the first. */
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
  const counts = candidates.map(
    (way) =>
      sql`(select count(*)::int from (select 1 from (${keysOn(way, { range, position, limit: COUNTED })}) k limit ${COUNTED}) n)`,
  );
  const { rows } = await db.query<{ counts: number[] }>(sql`select array[${join(counts, ', ')}] as counts`);
  const { counts: found } = rows[0]!;
  return candidates[found.indexOf(Math.min(...found))]!;
};

interface Window {
  readonly way: readonly Branch[];
  /** How many rows are looked at. */
  readonly size: number;
  readonly limit: number;
  readonly position: Position | undefined;
}

type Found = AuditLine & { readonly looked: number; readonly end: Position };

/** @returns what fits among the next rows of the way, and the key of the last of them unless there are no more. */
const readWindow = async (
  db: Db,
  { range, fits }: Selection,
  { way, size, limit, position }: Window,
): Promise<{ lines: AuditLine[]; end: Position | undefined }> => {
  if (way.length === 0) return { lines: [], end: undefined };
  const { rows } = await db.query<Found>(sql`
    with looked_at as materialized (
      select distinct a.at, a.id, a.place from (${keysOn(way, { range, position, limit: size })}) a
      ${NEWEST_FIRST} limit ${size}
    ),
    found as (
      select ${COLUMNS}, ${MOMENT} from looked_at k join audit a on a.place = k.place and a.id = k.id
      where ${fits} ${NEWEST_FIRST} limit ${limit}
    ),
    last as (
      select (select count(*)::int from looked_at) as looked, array[${raw(`to_char(a.at at time zone 'UTC', ${CURSOR_TIME})`)}, a.id, a.place] as "end"
      from looked_at a order by a.at, a.id, a.place limit 1
    )
    select last.looked, last."end", a.* from last left join found a on true ${NEWEST_FIRST}`);
  const [first] = rows;
  const lines = rows.filter(({ moment }) => moment !== null);
  return { lines, end: first?.looked === size ? first.end : undefined };
};
