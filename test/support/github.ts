import type { DeliveryEvent, EventOf, EventType } from '../../src/events/vocabulary.js';
import { github } from '../../src/sources/github/index.js';
import { interpretRequest, type Outcome } from '../../src/sources/interpret.js';
import { patched, readSample, requestOf } from './samples.js';

/** What becomes of a sample of the GitHub source, with some members of its body changed. */
export const outcomeOf = (name: string, patch: object = {}): Outcome =>
  interpretRequest(github, requestOf(patched(readSample('github', name), patch)));

export const eventsOf = (name: string, patch: object = {}): DeliveryEvent[] => {
  const outcome = outcomeOf(name, patch);
  if (outcome.outcome !== 'accepted') throw new Error(`${name} was ${outcome.outcome}: ${outcome.reason}`);
  return outcome.events;
};

/** The only event of that type that the sample tells. */
export const eventOf = <T extends EventType>(type: T, name: string, patch: object = {}): EventOf<T> => {
  const found = eventsOf(name, patch).filter((event): event is EventOf<T> => event.type === type);
  if (found.length !== 1) throw new Error(`${name} tells ${found.length} events of type ${type}`);
  return found[0]!;
};
