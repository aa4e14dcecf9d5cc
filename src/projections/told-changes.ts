import { currentEvents } from '../events/current.js';
import { readEvents } from '../events/event-store.js';
import type { DeliveryEvent } from '../events/vocabulary.js';
import { groupBy } from '../support/group-by.js';
import type { Db } from '../support/rows.js';
import { changeKey } from './keys.js';

/** A deployment that was the first to deliver a change request to its environment. */
export interface Delivery {
  readonly id: string;
  readonly started_at: Date | null;
  readonly at: Date;
  readonly service: string;
  readonly environment: string;
  readonly actor_id: string | null;
  readonly event_id: string;
}

/** All that is known of one change request. */
export interface ToldChange {
  readonly repo: string;
  /** Its key. */
  readonly item: string;
  /** As they stand, with those of others that speak of it. */
  readonly events: readonly DeliveryEvent[];
  /** Those of itself alone. */
  readonly own: readonly DeliveryEvent[];
  /** In order of time. */
  readonly deliveries: readonly Delivery[];
}

/**
 * Change requests of one repository, each with its events and deliveries.
 *
 * @param recordedUpTo only events recorded until then count (default: all).
 */
export const readToldChanges = async (
  db: Db,
  repo: string,
  ids: readonly string[],
  recordedUpTo: Date | undefined,
): Promise<ToldChange[]> => {
  if (ids.length === 0) return [];
  const keys = ids.map((id) => changeKey(repo, id));
  const tellings = await readEvents(db, keys, recordedUpTo);
  const deliveries = groupBy(await deliveriesOf(db, repo, ids), ({ id }) => id);
  return ids.map((id) => {
    const item = changeKey(repo, id);
    const events = currentEvents(tellings.get(item) ?? []);
    const own = events.filter(
      (event) =>
        'change' in event && event.type.startsWith('change.') && event.repo === repo && event.change === id,
    );
    return { repo, item, events, own, deliveries: deliveries.get(id) ?? [] };
  });
};

const deliveriesOf = async (db: Db, repo: string, ids: readonly string[]): Promise<Delivery[]> => {
  const { rows } = await db.query<Delivery>(
    `select c.id, d.started_at, c.delivered_at as at, c.service, c.environment, d.actor_id, d.event_id
     from line n
     join delivered_change c on c.service = n.service and c.environment = n.environment and c.repo = n.repo
       and c.id = any($2)
     join deployment d on d.service = c.service and d.environment = c.environment and d.id = c.deployment
     where n.repo = $1
     order by c.delivered_at, c.service, c.environment`,
    [repo, ids],
  );
  return rows;
};
