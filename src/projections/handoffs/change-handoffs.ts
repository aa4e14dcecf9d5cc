import { currentEvents } from '../../events/current.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { groupBy } from '../../support/group-by.js';
import type { Db } from '../../support/rows.js';
import { changeKey } from '../keys.js';
import type { Possession } from './possession.js';
import { ofChange } from './possessions.js';
import { type ItemStory, writeStories } from './write-stories.js';

interface Delivery {
  readonly id: string;
  readonly at: Date;
  readonly actor_id: string | null;
  readonly event_id: string;
}

/** Change requests of one repository. */
export interface Changes {
  readonly repo: string;
  readonly ids: readonly string[];
  /** What was told of each, by its key. */
  readonly tellings: ReadonlyMap<string, readonly DeliveryEvent[]>;
}

/**
 * Folds the handoffs of change requests: from their own events, and from who deployed them. A change request goes on
 * from whoever merged it to whoever first deployed it to each environment of each service.
 */
export const updateChangeHandoffs = async (db: Db, { repo, ids, tellings }: Changes): Promise<void> => {
  if (ids.length === 0) return;
  const deliveries = groupBy(await deliveriesOf(db, repo, ids), ({ id }) => id);
  const stories = ids.map((id): ItemStory => {
    const own = currentEvents(tellings.get(changeKey(repo, id)) ?? []).filter(
      (event) =>
        'change' in event && event.type.startsWith('change.') && event.repo === repo && event.change === id,
    );
    const events = [...own.flatMap(ofChange), ...(deliveries.get(id) ?? []).map(deployed)];
    return { item: changeKey(repo, id), repo, events: byTime(events), rules: { returnIsBounce: false } };
  });
  await writeStories(db, stories);
};

/** Stable: what happened at one time stays in order, and a deployment comes after what it delivers. */
const byTime = (events: readonly Possession[]): Possession[] =>
  [...events].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

const deployed = ({ at, actor_id, event_id }: Delivery): Possession => ({
  event: event_id,
  at: at.toISOString(),
  holders: actor_id === null ? {} : { PERSON: actor_id },
});

const deliveriesOf = async (db: Db, repo: string, ids: readonly string[]): Promise<Delivery[]> => {
  const { rows } = await db.query<Delivery>(
    `select c.id, c.delivered_at as at, d.actor_id, d.event_id
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

/** Change requests that one of these deployments of a repository was the first to deliver. */
export const changesDeliveredBy = async (
  db: Db,
  repo: string,
  deployments: readonly string[],
): Promise<string[]> => {
  if (deployments.length === 0) return [];
  const { rows } = await db.query<{ id: string }>(
    `select distinct c.id from line n
     join delivered_change c on c.service = n.service and c.environment = n.environment and c.repo = n.repo
     where n.repo = $1 and c.deployment = any($2)`,
    [repo, deployments],
  );
  return rows.map(({ id }) => id);
};
