import { during, ofServices, whileOwned } from '../../metrics/conditions.js';
import type { OwnedSpan } from '../../metrics/metric.js';
import { CURSOR_TIME, decodeCursor, type Page, pageOf } from '../../metrics/page.js';
import type { Db } from '../../support/rows.js';
import { raw, type Sql, sql } from '../../support/sql.js';
import type { DeploymentRef } from './deployment-records.js';

export interface Selection {
  readonly services?: readonly string[];
  readonly owned?: readonly OwnedSpan[] | undefined;
  /** undefined: on all environments. */
  readonly environment?: string | null;
  readonly range?: { readonly from: Date; readonly to: Date };
}

/** A deployment that still runs is listed by when it started, and one that ended by when it ended. */
const TIMES = [
  { column: raw('d.at'), ended: raw('d.at is not null') },
  { column: raw('d.started_at'), ended: raw('d.at is null and d.started_at is not null') },
] as const;

type Time = (typeof TIMES)[number];

const selected = ({ services, owned, environment, range }: Selection, { column, ended }: Time): Sql =>
  sql`${ended} and ${ofServices('d.service', { services })}
  and ${environment ? sql`d.environment = ${environment}` : raw('true')}
  and ${range ? during(column.text, range) : raw('true')}${whileOwned('d.service', column.text, { owned })}`;

/** The newest first. */
export const listDeployments = async (
  db: Db,
  selection: Selection,
  { first, after }: { first: number; after?: string | null },
): Promise<Page<DeploymentRef>> => {
  const position = after ? decodeCursor(after, 4) : undefined;
  const [ended, running] = TIMES.map((time) => newest(selection, time, { limit: first + 1, position }));
  const { rows } = await db.query<DeploymentRef & { moment: string }>(sql`
    select service, environment, id, to_char(time at time zone 'UTC', ${raw(CURSOR_TIME)}) as moment
    from ((${ended}) union all (${running})) d
    order by time desc, service desc, environment desc, id desc limit ${first + 1}`);
  return pageOf(rows, first, ({ moment, service, environment, id }) => [moment, service, environment, id]);
};

interface Newest {
  readonly limit: number;
  readonly position: readonly string[] | undefined;
}

const newest = (selection: Selection, time: Time, { limit, position }: Newest): Sql =>
  sql`select d.service, d.environment, d.id, ${time.column} as time from deployment d
  where ${selected(selection, time)} and ${beyond(position, time)}
  order by ${time.column} desc, d.service desc, d.environment desc, d.id desc limit ${limit}`;

const beyond = (position: readonly string[] | undefined, { column }: Time): Sql =>
  position
    ? sql`(${column}, d.service, d.environment, d.id) < (${position[0]}, ${position[1]}, ${position[2]}, ${position[3]})`
    : raw('true');

/** How many deployments the list has, on all its pages. */
export const countDeployments = async (db: Db, selection: Selection): Promise<number> => {
  const [ended, running] = TIMES.map(
    (time) => sql`(select count(*) from deployment d where ${selected(selection, time)})`,
  );
  const { rows } = await db.query<{ count: number }>(sql`select (${ended} + ${running})::int as count`);
  return rows[0]!.count;
};
