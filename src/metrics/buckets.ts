import { UserError } from '../support/errors.js';
import type { Db } from '../support/rows.js';
import { sql } from '../support/sql.js';

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
      -- A wall clock that shows midnight twice began the day the first time.
      select case when (local at time zone ${span.zone} - interval '1 hour') at time zone ${span.zone} = local
        then local at time zone ${span.zone} - interval '1 hour' else local at time zone ${span.zone} end as at
      from generate_series(
        date_trunc(${step}, ${span.from}::timestamptz at time zone ${span.zone}),
        (${span.to}::timestamptz at time zone ${span.zone}) + ('1 ' || ${step})::interval,
        ('1 ' || ${step})::interval
      ) as series(local)
    ),
    bucket as (select at as "from", lead(at) over (order by at) as "to" from edge)
    select "from", "to", (extract(epoch from (least("to", ${span.to}) at time zone ${span.zone})
      - (greatest("from", ${span.from}) at time zone ${span.zone})) / 86400)::float8 as days
    from bucket where "from" < ${span.to} and "to" > ${span.from} order by "from"`);
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
    select (extract(epoch from (${to}::timestamptz at time zone ${zone})
      - (${from}::timestamptz at time zone ${zone})) / 86400)::float8 as days`);
  return rows[0]!.days;
};
