import type { DeliveryEvent } from '../../events/vocabulary.js';
import type { Interpretation } from '../source.js';

export const SOURCE = 'github';

export const accepted = (...events: DeliveryEvent[]): Interpretation => ({ outcome: 'accepted', events });

export const ignored = (reason: string): Interpretation => ({ outcome: 'ignored', reason });

/** A later telling of the same fact corrects an earlier one; GitHub counts its own changes by time. */
export const revisionAt = (updatedAt: string): number => Math.max(0, Date.parse(updatedAt));
