import type { Pool } from 'pg';
import {
  type DeliveryName,
  deliveriesAboutPeople,
  deliveriesTelling,
  deliveryKeyOf,
} from '../../sources/intake/erase.js';
import { findSource } from '../../sources/registry.js';
import { UserError } from '../../support/errors.js';

/** What an erasure takes away, and what it cannot reach. */
export interface ErasurePlan {
  /** Ids of facts; those that were erased before are among them, for the deliveries that told them again since. */
  readonly events: readonly string[];
  readonly erasedBefore: number;
  /** How many of them came from each source. */
  readonly bySource: readonly (readonly [source: string, events: number])[];
  readonly deliveries: readonly DeliveryName[];
  /** Accounts and ids of the person who is erased; none where only events are. */
  readonly names: readonly string[];
  readonly remaining: Remaining;
}

/** What was said about the events and is kept as it was said. */
export interface Remaining {
  readonly findings: number;
  readonly reports: number;
}

interface Stored {
  readonly id: string;
  readonly delivery_key: string;
  readonly source: string;
  readonly about_people: boolean;
}

/**
 * @param names accounts and ids of the person whose events they are, where it is a person who is erased.
 * @throws UserError `NOT_FOUND` naming the ids that no event has or had.
 */
export const planErasure = async (
  pool: Pool,
  wanted: readonly string[],
  names: readonly string[] = [],
): Promise<ErasurePlan> => {
  const ids = [...new Set(wanted)];
  const [stored, erased] = await Promise.all([
    pool.query<Stored>(
      `select id, delivery_key, source, type ~ '^(person|identity|team)[.]' as about_people
       from throughline.event where id = any($1) order by id, digest`,
      [ids],
    ),
    pool.query<{ id: string }>(
      'select event_id as id from throughline.erased_event where event_id = any($1)',
      [ids],
    ),
  ]);
  refuseUnknown(ids, [...stored.rows, ...erased.rows]);
  // Whose an account is stays known until the last batch, so that a broken erasure of a person can be asked for again.
  const last = new Set(stored.rows.filter((row) => row.about_people).map(({ id }) => id));
  const told = await deliveriesTelling(pool, new Set(ids), findSource);
  const about = await deliveriesAboutPeople(
    pool,
    names.map((name) => name.replace(/^mailto:/, '')),
  );
  const from = stored.rows.flatMap(({ delivery_key }) => nameOf(delivery_key));
  const deliveries = new Map([...told, ...about, ...from].map((name) => [deliveryKeyOf(name), name]));
  return {
    events: [...ids.filter((id) => !last.has(id)), ...ids.filter((id) => last.has(id))],
    erasedBefore: erased.rows.length,
    bySource: countBySource(stored.rows),
    deliveries: [...deliveries.values()],
    names,
    remaining: await remainingAbout(pool, ids),
  };
};

const refuseUnknown = (ids: readonly string[], rows: readonly { readonly id: string }[]): void => {
  const known = new Set(rows.map(({ id }) => id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length === 0) return;
  throw new UserError(
    `There is no event ${unknown.slice(0, 5).join(', ')}: take ids of events as the timeline of a change shows them. Nothing was erased.`,
    'NOT_FOUND',
  );
};

/** A source's name holds no slash; the key of a delivery may. What came without a delivery has none. */
const nameOf = (deliveryKey: string): DeliveryName[] => {
  const slash = deliveryKey.indexOf('/');
  if (slash < 0) return [];
  return [{ source: deliveryKey.slice(0, slash), key: deliveryKey.slice(slash + 1) }];
};

const countBySource = (rows: readonly Stored[]): [string, number][] => {
  const sources = new Map(rows.map(({ id, source }) => [id, source]));
  const counts = new Map<string, number>();
  for (const source of sources.values()) counts.set(source, (counts.get(source) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
};

const remainingAbout = async (pool: Pool, ids: readonly string[]): Promise<Remaining> => {
  const { rows } = await pool.query<Remaining>(
    `select (select count(*)::int from throughline.finding where evidence && $1) as findings,
       (select count(*)::int from throughline.report_run r where r.state = 'done' and exists (
         select from throughline.event e
         where e.id = any($1) and e.at >= r.period_from and e.at < r.period_to)) as reports`,
    [ids],
  );
  return rows[0]!;
};
