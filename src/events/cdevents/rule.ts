import type { z } from 'zod';
import { eventId } from '../event-id.js';
import { type DeliveryEvent, deliveryEvent, type EventType } from '../vocabulary.js';
import type { CdEvent } from './cd-event.js';

/** What one message of a sender comes to: facts of ours, or the reason why there are none. */
export type Told = { readonly events: readonly DeliveryEvent[] } | { readonly ignored: string };

/** One thing that is wrong with a message, and where. */
export interface Flaw {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

export type Reading = Told | { readonly flaws: readonly Flaw[] };

/** How one type of CDEvent is understood. */
export type Rule = (event: CdEvent) => Reading;

/** A rule that reads `subject.content` by `schema`; content that does not fit is a flaw of the message. */
export const rule =
  <C>(schema: z.ZodType<C>, tell: (event: CdEvent, content: C) => Told): Rule =>
  (event) => {
    const content = schema.safeParse(event.subject.content ?? {});
    if (!content.success) return { flaws: under(['subject', 'content'], content.error.issues) };
    return tell(event, content.data);
  };

export const ignored =
  (reason: string): Rule =>
  () => ({ ignored: reason });

export const under = (place: readonly PropertyKey[], flaws: readonly Flaw[]): Flaw[] =>
  flaws.map(({ path, message }) => ({ path: [...place, ...path], message }));

/** Facts as the vocabulary has them, or what is wrong with the first that it refuses. */
export const sound = (told: Told): Reading => {
  if ('ignored' in told) return told;
  const events: DeliveryEvent[] = [];
  for (const event of told.events) {
    const parsed = deliveryEvent.safeParse(event);
    if (!parsed.success) return { flaws: under([event.type], parsed.error.issues) };
    events.push(parsed.data);
  }
  return { events };
};

interface Extra {
  /** What tells this fact from others of the same type and subject; a fact that happens once to a subject has none. */
  readonly key?: string;
  readonly links?: readonly string[];
}

/** The fields that every event of ours has. The id stands on the subject, so that a second telling is the same fact. */
export const fact = <T extends EventType>(event: CdEvent, type: T, { key, links = [] }: Extra = {}) => {
  const all = event.context.chainId ? [...links, `chain:${event.context.chainId}`] : links;
  const { timestamp, source } = event.context;
  return {
    type,
    id: eventId(type, event.subject.source ?? source, event.subject.id, ...(key === undefined ? [] : [key])),
    at: timestamp,
    source,
    ...(event.cause && { actor: event.cause }),
    ...(all.length > 0 && { links: [...all] }),
  };
};
