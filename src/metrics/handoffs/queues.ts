import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import { type HandoffScope, handedEver } from './scope.js';

/** The queue of what waits to go from one holder to another, over the range; wall-clock time. */
export interface Queue {
  /** How many began and how many ended to wait in the range. */
  readonly arrivals: number;
  readonly departures: number;
  /** Mean number that waited at a moment. */
  readonly length: number;
  /** Of those that departed, in seconds. */
  readonly meanWait: number;
  /** Handoffs to the holder of which the next followed within a minute are one batch. */
  readonly batches: number;
}

interface QueueRow {
  readonly from_holder: string;
  readonly to_holder: string;
  readonly arrivals: number;
  readonly departures: number;
  readonly waited_us: string;
  readonly departed_us: string | null;
  readonly batches: number;
}

export interface Pair {
  readonly from: string;
  readonly to: string;
}

const BATCH_GAP = '1 minute';

/** What still waits is known only once it is handed over; until then nobody can say to whom. */
export const readQueues = async (db: Db, scope: HandoffScope, pairs: readonly Pair[]): Promise<Queue[]> => {
  const { from, to } = scope;
  const { rows } = await db.query<QueueRow>(sql`
    with waited as (
      select h.from_holder, h.to_holder, h.since, h.at, h.wait_us,
        lag(h.at) over (partition by h.from_holder, h.to_holder order by h.at) as before
      from handoff h
      where ${handedEver(scope)} and h.at >= ${from} and h.since < ${to}
        and (h.from_holder, h.to_holder) in (
          select * from unnest(${pairs.map((pair) => pair.from)}::text[], ${pairs.map((pair) => pair.to)}::text[]))
    )
    select w.from_holder, w.to_holder, (count(*) filter (where w.since >= ${from}))::int as arrivals,
      (count(*) filter (where w.at < ${to}))::int as departures,
      (count(*) filter (where w.at < ${to} and (w.before is null or w.at > w.before + ${BATCH_GAP}::interval)))::int as batches,
      (sum(w.wait_us) filter (where w.at < ${to}))::text as departed_us,
      (sum(extract(epoch from least(w.at, ${to}) - greatest(w.since, ${from})) * 1000000))::bigint::text as waited_us
    from waited w
    group by w.from_holder, w.to_holder`);
  const seconds = (to.getTime() - from.getTime()) / 1_000;
  const found = new Map(rows.map((row) => [keyOf({ from: row.from_holder, to: row.to_holder }), row]));
  return pairs.map((pair) => queueOf(found.get(keyOf(pair)), seconds));
};

const queueOf = (row: QueueRow | undefined, seconds: number): Queue => {
  const { arrivals = 0, departures = 0, batches = 0 } = row ?? {};
  const meanWait = departures > 0 ? Number(row?.departed_us) / 1e6 / departures : 0;
  return { arrivals, departures, batches, meanWait, length: Number(row?.waited_us ?? 0) / 1e6 / seconds };
};

const keyOf = ({ from, to }: Pair): string => JSON.stringify([from, to]);
