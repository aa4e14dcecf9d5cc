import type { Actor } from '../events/vocabulary.js';
import { initiatorsIn } from '../projections/initiator.js';
import { gatherStories } from '../projections/story.js';
import type { Db } from '../support/rows.js';
import type { AuditLine } from './trail.js';

/**
 * The human who started what automation did, found along the executions that set it off: a line itself holds only what
 * its own events tell. In the order of the lines.
 */
export const initiatorsOf = async (
  db: Db,
  lines: readonly AuditLine[],
  asOf: Date,
): Promise<(Actor | undefined)[]> => {
  const starts = lines.map(({ key, event_ids: eventIds }) => ({ keys: [key], eventIds }));
  const stories = await gatherStories(db, starts, asOf);
  return stories.map(({ events }, i) => {
    const initiatorOf = initiatorsIn(events.map(({ event }) => event));
    const own = events.filter(({ id }) => lines[i]!.event_ids.includes(id));
    return own.map(({ event }) => initiatorOf(event)).find((actor) => actor !== undefined);
  });
};
