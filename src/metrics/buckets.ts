import { UserError } from '../support/errors.js';
import type { Db } from '../support/rows.js';
import { raw, type Sql, sql } from '../support/sql.js';

export type BucketUnit = 'DAY' | 'WEEK' | 'MONTH';

/** A calendar day, week (from Monday) or month of the zone; the first and the last may reach beyond the range. */
export interface Bucket {
  readonly from: Date;
  readonly to: Date;
  /** Calendar days of it that lie in the range: a day of 23 hours is one day. */
  readonly days: number;
}

export interface Span {
  readonly from: Date;
  readonly to: Date;
  readonly zone: string;
}

const MAX_BUCKETS = 2_000;
const DAY_MS = 86_400_000;
const SHORTEST_MS = { DAY: DAY_MS, WEEK: 7 * DAY_MS, MONTH: 28 * DAY_MS };

/**
 * The buckets that a range touches, in order and without gaps.
 *
 * @throws UserError `TOO_MANY_BUCKETS`
 */
export const bucketsOf = async (db: Db, span: Span, unit: BucketUnit): Promise<Bucket[]> => {
  refuseTooMany((span.to.getTime() - span.from.getTime()) / SHORTEST_MS[unit] / 1.2, unit);
  const step = unit.toLowerCase();
  const { rows } = await db.query<Bucket>(sql`
    with edge as (
      select ${startOf(raw('local'), span.zone)} as at
      from generate_series(
        date_trunc(${step}, ${span.from}::timestamptz at time zone ${span.zone}),
        (${span.to}::timestamptz at time zone ${span.zone}) + ('1 ' || ${step})::interval,
        ('1 ' || ${step})::interval
      ) as series(local)
    ),
    bucket as (select at as "from", lead(at) over (order by at) as "to" from edge)
    select "from", "to", (${dayNumber(sql`least("to", ${span.to}::timestamptz)`, span.zone)}
      - ${dayNumber(sql`greatest("from", ${span.from}::timestamptz)`, span.zone)})::float8 as days
    from bucket
    -- A day that a zone skipped (Samoa, when it crossed the date line) is no bucket.
    where "from" < "to" and "from" < ${span.to} and "to" > ${span.from} order by "from"`);
  refuseTooMany(rows.length, unit);
  return rows;
};

const refuseTooMany = (count: number, unit: BucketUnit): void => {
  if (count <= MAX_BUCKETS) return;
  throw new UserError(
    `The range has more than ${MAX_BUCKETS} buckets of one ${unit.toLowerCase()}: shorten it, or take longer buckets.`,
    'TOO_MANY_BUCKETS',
  );
};

/** Calendar days from `from` to `to` in the zone; a day of 23 or 25 hours is one day. */
export const calendarDays = async (db: Db, { from, to, zone }: Span): Promise<number> => {
  const { rows } = await db.query<{ days: number }>(sql`
    select (${dayNumber(sql`${to}::timestamptz`, zone)} - ${dayNumber(sql`${from}::timestamptz`, zone)})::float8 as days`);
  return rows[0]!.days;
};

/** The instant at which a local time begins; a wall clock that shows it twice showed it first an hour before. */
const startOf = (local: Sql, zone: string): Sql =>
  sql`case when (${local} at time zone ${zone} - interval '1 hour') at time zone ${zone} = ${local}
        then ${local} at time zone ${zone} - interval '1 hour' else ${local} at time zone ${zone} end`;

/**
 * An instant as a number of days, with the share of its day that is over: it grows with time, also where a wall clock
 * goes back.
 */
const dayNumber = (at: Sql, zone: string): Sql =>
  sql`(select extract(epoch from day.local) / 86400
      + extract(epoch from day.at - day.starts) / extract(epoch from day.ends - day.starts)
    from (
      select one.at, one.local, ${startOf(raw('one.local'), zone)} as starts, ${startOf(sql`(one.local + interval '1 day')`, zone)} as ends
      from (select ${at} as at, date_trunc('day', ${at} at time zone ${zone}) as local) one
    ) day)`;
