import type { DeliveryEvent, EventOf, EventType } from '../../src/events/vocabulary.js';
import { interpretRequest, type Outcome, settingOf } from '../../src/sources/interpret.js';
import { findSource } from '../../src/sources/registry.js';
import type { AnySource } from '../../src/sources/source.js';
import { patched, readSample, requestOf } from './samples.js';

/** What a source makes of its samples, with some members of their bodies and its settings changed. */
export const toldBy = (id: string) => {
  const source: AnySource = findSource(id)!;
  const setting = (settings: object) => settingOf(source, id, settings);

  const outcomeOf = (name: string, patch: object = {}, settings: object = {}): Outcome => {
    const sample = readSample(id, name);
    const request = requestOf(typeof sample.body === 'string' ? sample : patched(sample, patch));
    return interpretRequest(source, request, setting(settings));
  };
  const outcomeOfBody = (
    body: unknown,
    headers: Record<string, string> = {},
    settings: object = {},
  ): Outcome => interpretRequest(source, requestOf({ headers, body }), setting(settings));

  const eventsOf = (name: string, patch: object = {}, settings: object = {}): DeliveryEvent[] =>
    eventsIn(outcomeOf(name, patch, settings));

  /** The only event of that type that the sample tells. */
  const eventOf = <T extends EventType>(
    type: T,
    name: string,
    patch: object = {},
    settings: object = {},
  ): EventOf<T> => {
    const found = eventsOf(name, patch, settings).filter((event): event is EventOf<T> => event.type === type);
    if (found.length !== 1) throw new Error(`${name} tells ${found.length} events of type ${type}`);
    return found[0]!;
  };
  return { source, outcomeOf, outcomeOfBody, eventsOf, eventOf };
};

export const eventsIn = (outcome: Outcome): DeliveryEvent[] => {
  if (outcome.outcome !== 'accepted') throw new Error(`it was ${outcome.outcome}: ${outcome.reason}`);
  return outcome.events;
};

export const typesIn = (events: readonly DeliveryEvent[]): string[] => events.map(({ type }) => type);
