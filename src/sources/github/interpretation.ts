import type { DeliveryEvent } from '../../events/vocabulary.js';
import type { Interpretation } from '../source.js';

export const SOURCE = 'github';

export const accepted = (...events: DeliveryEvent[]): Interpretation => ({
  outcome: 'accepted',
  events: events.map(withoutUndefined),
});

/** What one telling does not know must be absent, or it would hide what another telling of the same fact knows. */
const withoutUndefined = <T extends object>(event: T): T =>
  Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as T;

export const ignored = (reason: string): Interpretation => ({ outcome: 'ignored', reason });

/** A later telling of the same fact corrects an earlier one; GitHub counts its own changes by time. */
export const revisionAt = (updatedAt: string): number => Math.max(0, Date.parse(updatedAt));
