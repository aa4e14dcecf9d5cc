import type { Pool } from 'pg';
import { decodeCursor, type Page, pageOf } from '../../metrics/page.js';
import { raw, sql } from '../../support/sql.js';
import { RUN_COLUMNS, type Run, type RunState } from './run-store.js';

export interface RunSearch {
  readonly report?: string | null | undefined;
  readonly period?: string | null | undefined;
  readonly state?: RunState | null | undefined;
  readonly first: number;
  readonly after?: string | null | undefined;
}

const matching = ({ report, period, state }: RunSearch) =>
  sql`${report ? sql`report = ${report}` : raw('true')} and ${period ? sql`period = ${period}` : raw('true')}
    and ${state ? sql`state = ${state}` : raw('true')}`;

/** Runs, the newest first. */
export const listRuns = async (pool: Pool, search: RunSearch): Promise<Page<Run>> => {
  const after = search.after ? decodeCursor(search.after, 2) : undefined;
  const { rows } = await pool.query<Run>(sql`
    select ${raw(RUN_COLUMNS)} from throughline.report_run
    where ${matching(search)} and ${after ? sql`(requested_at, id) < (${after[0]}, ${after[1]})` : raw('true')}
    order by requested_at desc, id desc limit ${search.first + 1}`);
  return pageOf(rows, search.first, ({ requestedAt, id }) => [requestedAt.toISOString(), id]);
};

export const countRuns = async (pool: Pool, search: RunSearch): Promise<number> => {
  const { rows } = await pool.query<{ count: number }>(
    sql`select count(*)::int as count from throughline.report_run where ${matching(search)}`,
  );
  return rows[0]!.count;
};

export const findRun = async (pool: Pool, id: string): Promise<Run | undefined> => {
  const { rows } = await pool.query<Run>(sql`
    select ${raw(RUN_COLUMNS)} from throughline.report_run where id = ${id}`);
  return rows[0];
};
