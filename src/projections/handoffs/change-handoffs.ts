import type { Db } from '../../support/rows.js';
import type { Delivery, ToldChange } from '../told-changes.js';
import type { Possession } from './possession.js';
import { ofChange } from './possessions.js';
import { type ItemStory, writeStories } from './write-stories.js';

/**
 * Folds the handoffs of change requests: from their own events, and from who deployed them. A change request goes on
 * from whoever merged it to whoever first deployed it to each environment of each service.
 */
export const updateChangeHandoffs = async (db: Db, changes: readonly ToldChange[]): Promise<void> => {
  await writeStories(
    db,
    changes.map(({ repo, item, own, deliveries }): ItemStory => {
      const events = [...own.flatMap(ofChange), ...deliveries.map(deployed)];
      return { item, repo, events: byTime(events), rules: { returnIsBounce: false } };
    }),
  );
};

/** Stable: what happened at one time stays in order, and a deployment comes after what it delivers. */
const byTime = (events: readonly Possession[]): Possession[] =>
  [...events].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

const deployed = ({ at, actor_id, event_id }: Delivery): Possession => ({
  event: event_id,
  at: at.toISOString(),
  holders: actor_id === null ? {} : { PERSON: actor_id },
});

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
