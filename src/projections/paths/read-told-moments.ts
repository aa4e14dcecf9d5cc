import { currentEvents } from '../../events/current.js';
import { readEvents } from '../../events/event-store.js';
import { groupBy } from '../../support/group-by.js';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import { changeIdOf } from '../keys.js';
import { readToldChanges } from '../told-changes.js';
import { changeMoments } from './change-paths.js';
import { ticketMoments } from './item-paths.js';
import type { ToldMoment } from './told-moment.js';

type Told = Map<string, readonly ToldMoment[]>;

/** Only events recorded until then count. */
interface UpTo {
  readonly upTo: Date;
}

/**
 * The moments of the paths of some tickets, in order.
 *
 * @param withChanges whether what happened to the changes that they were made by belongs to their paths.
 */
export const readTicketMoments = async (
  db: Db,
  items: readonly string[],
  { upTo, withChanges }: UpTo & { readonly withChanges: boolean },
): Promise<Told> => {
  const keyOf = (item: string): string => `item:${item}`;
  const tellings = await readEvents(db, items.map(keyOf), upTo);
  const changes: Told = withChanges ? await changesOf(db, items, upTo) : new Map();
  return new Map(
    items.map((item) => {
      const own = ticketMoments(item, currentEvents(tellings.get(keyOf(item)) ?? []));
      return [item, inOrder([...own, ...(changes.get(item) ?? [])])];
    }),
  );
};

/** The moments of the paths of some change requests, in order. */
export const readChangeMoments = async (
  db: Db,
  items: readonly { readonly item: string; readonly repo: string }[],
  { upTo }: UpTo,
): Promise<Told> => {
  const told: Told = new Map();
  for (const [repo, some] of groupBy(items, ({ repo }) => repo)) {
    const ids = [...new Set(some.map(({ item }) => changeIdOf(repo, item)))];
    for (const change of await readToldChanges(db, repo, ids, upTo))
      told.set(change.item, changeMoments(change));
  }
  return told;
};

const changesOf = async (db: Db, items: readonly string[], upTo: Date): Promise<Told> => {
  const { rows } = await db.query<{ ticket: string; item: string; repo: string }>(sql`
    select c.item as ticket, o.item, c.repo from item_change c
    join path o on o.item = 'change:' || c.repo || '#' || c.id
    where c.item = any(${items}) order by c.item, o.item`);
  const moments = await readChangeMoments(db, rows, { upTo });
  const byTicket = groupBy(rows, ({ ticket }) => ticket);
  return new Map(
    [...byTicket].map(([ticket, some]) => [ticket, some.flatMap(({ item }) => moments.get(item) ?? [])]),
  );
};

/** Stable: what happened at one time stays in its order. */
const inOrder = (moments: readonly ToldMoment[]): ToldMoment[] =>
  [...moments].sort((a, b) => a.moment.at - b.moment.at);
