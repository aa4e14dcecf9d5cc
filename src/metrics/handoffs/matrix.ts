import type { Db } from '../../support/rows.js';
import { join, raw, type Sql, sql } from '../../support/sql.js';
import { type HandoffScope, handedIn } from './scope.js';
import { sliceHandoffs } from './slices.js';

/** Seconds; null where nothing was measured. */
export interface WaitFigures {
  readonly waitP50: number | null;
  readonly waitP85: number | null;
  readonly waitMean: number | null;
  readonly waitTotal: number;
}

/** All handoffs from one holder to another. */
export interface Cell extends WaitFigures {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** Of those, how many waits are in the figures. */
  readonly measured: number;
  readonly bounced: number;
}

export interface Matrix {
  readonly handoffs: number;
  /** Items with at least one of the handoffs. */
  readonly items: number;
  /** The most frequent first. */
  readonly cells: readonly Cell[];
}

interface CellRow {
  readonly from_holder: string;
  readonly to_holder: string;
  readonly count: number;
  readonly bounced: number;
  /** Handoffs that are the first of their item in the range. */
  readonly firsts: number;
  readonly p50: number;
  readonly p85: number;
  readonly total: string;
}

const MEDIAN = 0.5;
const MOST = 0.85;

/**
 * One row for each pair of holders. An index has the pairs together, so that only the waits of each pair are sorted.
 * Items are counted by their first handoff in the range: to tell them apart would mean to sort them all. Percentiles come
 * one a column (they share one sorting): an array for each of many thousand cells takes the client longer than the rest.
 */
export const cellStatement = (
  scope: HandoffScope,
  slice: Sql = raw('true'),
): Sql => sql`select h.from_holder, h.to_holder, count(*)::int as count,
  (count(*) filter (where h.bounced))::int as bounced,
  (count(*) filter (where h.prior_at is null or h.prior_at < ${scope.from}))::int as firsts,
  percentile_cont(${MEDIAN}::float8) within group (order by h.wait_us) as p50,
  percentile_cont(${MOST}::float8) within group (order by h.wait_us) as p85,
  sum(h.wait_us)::text as total
from handoff h
where ${handedIn(scope)} and ${slice}
group by h.from_holder, h.to_holder`;

export const readMatrix = async (db: Db, scope: HandoffScope): Promise<Matrix> => {
  const slices = await sliceHandoffs(db, scope);
  const statements = slices.map((slice) => cellStatement(scope, slice));
  const { rows } = await db.query<CellRow>(join(statements, '\nunion all\n'));
  const cells = rows.map(cellOf).sort(byCount);
  return {
    handoffs: rows.reduce((sum, { count }) => sum + count, 0),
    items: await countItems(db, scope, rows),
    cells,
  };
};

const cellOf = ({ from_holder, to_holder, count, bounced, p50, p85, total }: CellRow): Cell => {
  const waitTotal = Number(total) / 1e6;
  return {
    from: from_holder,
    to: to_holder,
    count,
    measured: count,
    bounced,
    waitP50: p50 / 1e6,
    waitP85: p85 / 1e6,
    waitMean: waitTotal / count,
    waitTotal,
  };
};

/** Ties by name, so that an answer is the same every time. */
export const byCount = (a: Cell, b: Cell): number => b.count - a.count || byName(a, b);

export const byName = (a: Pick<Cell, 'from' | 'to'>, b: Pick<Cell, 'from' | 'to'>): number => {
  if (a.from !== b.from) return a.from < b.from ? -1 : 1;
  return a.to < b.to ? -1 : a.to > b.to ? 1 : 0;
};

/** Where handoffs are filtered, the first of an item in the range need not be among them. */
const countItems = async (db: Db, scope: HandoffScope, rows: readonly CellRow[]): Promise<number> => {
  if (!scope.teams) return rows.reduce((sum, { firsts }) => sum + firsts, 0);
  const counted = await db.query<{ items: number }>(
    sql`select count(distinct h.item)::int as items from handoff h where ${handedIn(scope)}`,
  );
  return counted.rows[0]!.items;
};

interface OverallRow {
  readonly percentiles: readonly number[] | null;
  readonly count: number;
  readonly total: string | null;
}

/** Over all handoffs of the scope: never an average of averages. */
export const readOverall = async (db: Db, scope: HandoffScope): Promise<WaitFigures> => {
  const { rows } =
    await db.query<OverallRow>(sql`select count(*)::int as count, sum(h.wait_us)::text as total,
    percentile_cont(${[MEDIAN, MOST]}::float8[]) within group (order by h.wait_us) as percentiles
    from handoff h where ${handedIn(scope)}`);
  const { count, total, percentiles } = rows[0]!;
  const waitTotal = Number(total ?? 0) / 1e6;
  return {
    waitP50: percentiles ? percentiles[0]! / 1e6 : null,
    waitP85: percentiles ? percentiles[1]! / 1e6 : null,
    waitMean: count > 0 ? waitTotal / count : null,
    waitTotal,
  };
};
