import type { Pool } from 'pg';
import { groupBy } from '../../support/group-by.js';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import type { Gap } from '../completeness.js';
import type { SequenceNumber } from '../source.js';

/** What came in, as far as it tells whether something is missing. */

export interface Arrived {
  readonly source: string;
  readonly receivedAt: Date;
  readonly sequence: readonly SequenceNumber[];
}

const HOUR_MS = 3_600_000;

/** Notes deliveries that are read for the first time: the hour in which they came, and the numbers they count by. */
export const noteArrivals = async (db: Db, arrived: readonly Arrived[]): Promise<void> => {
  const hours = groupBy(
    arrived,
    ({ source, receivedAt }) =>
      `${new Date(Math.floor(receivedAt.getTime() / HOUR_MS) * HOUR_MS).toISOString()} ${source}`,
  );
  const rows = [...hours].sort(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length > 0) {
    await db.query(sql`
      insert into throughline.source_hour (source, hour, deliveries)
      select * from unnest(${rows.map(([, [one]]) => one!.source)}::text[],
        ${rows.map(([key]) => key.slice(0, key.indexOf(' ')))}::timestamptz[],
        ${rows.map(([, all]) => all.length)}::int[])
      on conflict (source, hour) do update set deliveries = source_hour.deliveries + excluded.deliveries`);
  }
  const numbers = arrived.flatMap(({ source, sequence }) => sequence.map((one) => ({ source, ...one })));
  if (numbers.length === 0) return;
  await db.query(sql`
    insert into throughline.source_sequence (source, stream, number)
    select distinct * from unnest(${numbers.map(({ source }) => source)}::text[],
      ${numbers.map(({ stream }) => stream)}::text[], ${numbers.map(({ number }) => number)}::bigint[])
      as told(source, stream, number) order by 1, 2, 3
    on conflict (source, stream, number) do nothing`);
};

export interface Sequence {
  readonly stream: string;
  readonly first: number;
  /** Everything from the first to here is known. */
  readonly contiguousTo: number;
  readonly last: number;
  readonly gaps: readonly Gap[];
}

const GAPS_PER_STREAM = 20;

/** The numbers that a source counts by, stream by stream, with what is missing in between. */
export const sequencesOf = async (db: Db, source: string): Promise<Sequence[]> => {
  const { rows } = await db.query<{
    stream: string;
    first: string;
    last: string;
    gap_from: string | null;
    gap_to: string | null;
  }>(sql`
    with numbered as materialized (
      select stream, number, lead(number) over (partition by stream order by number) as next
      from throughline.source_sequence where source = ${source}
    ),
    ends as (select stream, min(number) as first, max(number) as last from numbered group by stream),
    gaps as (
      select stream, number + 1 as gap_from, next - 1 as gap_to,
        row_number() over (partition by stream order by number) as nth
      from numbered where next > number + 1
    )
    select e.stream, e.first, e.last, g.gap_from, g.gap_to
    from ends e left join gaps g on g.stream = e.stream and g.nth <= ${GAPS_PER_STREAM}
    order by e.stream, g.gap_from`);
  return [...groupBy(rows, ({ stream }) => stream)].map(([stream, found]) => {
    const gaps = found.flatMap(({ gap_from, gap_to }) =>
      gap_from && gap_to ? [{ stream, from: Number(gap_from), to: Number(gap_to) }] : [],
    );
    const last = Number(found[0]!.last);
    return {
      stream,
      first: Number(found[0]!.first),
      last,
      gaps,
      contiguousTo: gaps[0] ? gaps[0].from - 1 : last,
    };
  });
};

const WEEKS = 4;

/** How many deliveries a source would usually have sent between two times, by the same hours of the weeks before. */
export const usualDeliveries = async (
  db: Db,
  source: string,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<number> => {
  const { rows } = await db.query<{ usual: number }>(sql`
    with heard as (
      select least(${WEEKS}, floor(extract(epoch from (${from}::timestamptz - min(hour))) / 604800))::int as weeks
      from throughline.source_hour where source = ${source}
    ),
    quiet as (
      select hour, extract(epoch from least(hour + interval '1 hour', ${to}::timestamptz)
        - greatest(hour, ${from}::timestamptz)) / 3600 as share
      from generate_series(date_trunc('hour', greatest(${from}::timestamptz, ${to}::timestamptz - interval '7 days')),
        ${to}::timestamptz, interval '1 hour') hour
    )
    select coalesce(sum(h.deliveries * q.share / nullif(heard.weeks, 0)), 0)::float8 as usual
    from heard, quiet q
    cross join generate_series(1, ${WEEKS}) week
    join throughline.source_hour h on h.source = ${source} and h.hour = q.hour - week * interval '7 days'
    where week <= heard.weeks`);
  return rows[0]!.usual;
};

const ABSENT_MS = 60_000;

/** When no process of ours took deliveries, for a minute or more, within the last weeks. */
export const absencesSince = async (db: Db, since: Date): Promise<{ from: Date; to: Date }[]> => {
  const { rows } = await db.query<{ from: Date; to: Date }>(sql`
    select seen_until as "from", started_at as "to" from (
      select started_at, max(seen_at) over (order by started_at, process rows between unbounded preceding and 1 preceding)
        as seen_until
      from throughline.uptime where seen_at >= ${since}
    ) runs
    where started_at - seen_until > ${ABSENT_MS} * interval '1 millisecond' and started_at >= ${since}
    order by started_at`);
  return rows;
};

/** Says every few seconds that this process takes deliveries. */
export class Presence {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly clock: { now(): Date },
    private readonly process: string,
  ) {}

  async start(everyMs = 15_000): Promise<void> {
    const startedAt = this.clock.now();
    await this.note(startedAt);
    this.timer = setInterval(() => void this.note(startedAt).catch(() => {}), everyMs);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async note(startedAt: Date): Promise<void> {
    await this.pool.query(
      `insert into throughline.uptime (started_at, process, seen_at) values ($1, $2, $3)
       on conflict (started_at, process) do update set seen_at = excluded.seen_at`,
      [startedAt, this.process, this.clock.now()],
    );
  }
}
