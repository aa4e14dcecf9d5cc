import { shortHash } from '../support/hash.js';
import type { EventType } from './vocabulary.js';

/**
 * The id of a fact, from what makes it that fact and nothing else: not from the delivery that told it, so a webhook,
 * its redelivery and a later backfill meet in one event.
 *
 * @param natural the fact's own key, for example `[repo, sha]` for a commit, or `[system, deployment, status]`.
 */
export const eventId = (type: EventType, ...natural: readonly (string | number)[]): string =>
  shortHash(JSON.stringify([type, ...natural.map(String)]));
