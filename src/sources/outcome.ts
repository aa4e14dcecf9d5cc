import type { DeliveryEvent } from '../events/vocabulary.js';
import type { Interpretation } from './source.js';

/** How an interpretation ends, for the sources that build their events from many parts which may be absent. */

export const ignored = (reason: string): Interpretation => ({ outcome: 'ignored', reason });

/**
 * @param otherwise why nothing is derived, in case there are no events.
 * @returns the events, each once; what one telling does not know is absent, or it would hide what another one knows.
 */
export const acceptedOr = (otherwise: string, events: readonly DeliveryEvent[]): Interpretation => {
  const byId = new Map<string, DeliveryEvent>();
  for (const event of events) byId.set(event.id, together(byId.get(event.id), withoutUndefined(event)));
  return byId.size > 0 ? { outcome: 'accepted', events: [...byId.values()] } : ignored(otherwise);
};

/** One delivery may tell a fact more than once, and know more of it the second time. */
const together = (known: DeliveryEvent | undefined, told: DeliveryEvent): DeliveryEvent =>
  (known?.revision ?? 0) > (told.revision ?? 0) ? known! : ({ ...known, ...told } as DeliveryEvent);

const withoutUndefined = <T extends object>(event: T): T =>
  Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as T;
