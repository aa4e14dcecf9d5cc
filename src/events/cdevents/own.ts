import { z } from 'zod';
import { storableDeep } from '../../support/text.js';
import { eventId } from '../event-id.js';
import { type DeliveryEvent, deliveryEvent, type EventType } from '../vocabulary.js';
import { type Reading, under } from './rule.js';

/** `dev.throughline.handoff.offered`: an event of our own vocabulary as the data of a CloudEvent. */
const OWN_TYPE = /^dev\.throughline\.([a-z]+\.[a-z]+)(?:\.\d.*)?$/;
/** `throughline-handoff.offered`: the same as the content of a custom CDEvent. */
const OWN_CUSTOM_NAME = /^throughline-([a-z]+\.[a-z]+)$/;

const EVENT_TYPES: ReadonlySet<string> = new Set(
  deliveryEvent.options.map((option) => option.shape.type.value),
);

const isEventType = (type: string): type is EventType => EVENT_TYPES.has(type);

/** The type of ours that a CloudEvent's `type` names, or a text that is none; undefined when it is not of our namespace. */
export const ownTypeOf = (type: string): string | undefined => OWN_TYPE.exec(type)?.[1];

/** As `ownTypeOf`, for the name of a custom CDEvent. */
export const ownCustomTypeOf = (name: string): string | undefined => OWN_CUSTOM_NAME.exec(name)?.[1];

/** The name of the custom CDEvent that carries an event of ours. */
export const customNameOf = (type: EventType): string => `throughline-${type}`;

/** What the message around an event of ours says, for the fields that the event itself leaves out. */
export interface Around {
  readonly id: string;
  readonly source: string;
  readonly time?: string;
}

const fields = z.record(z.string(), z.unknown());

/**
 * An event of ours, written whole or with `id`, `source` and `at` left to the message around it. An id that is left out
 * is made of that message's source and id, so a redelivery is the same fact.
 */
export const readOwn = (type: string, content: unknown, around: Around): Reading => {
  if (!isEventType(type)) return { ignored: `Throughline has no event "${type.slice(0, 100)}".` };
  const parsed = fields.safeParse(content);
  if (!parsed.success) return { flaws: parsed.error.issues };
  if (parsed.data.type !== undefined && parsed.data.type !== type) {
    return { flaws: [{ path: ['type'], message: `is not ${type}, which the message around it says` }] };
  }
  const { id, source, time } = around;
  return whole({ id: eventId(type, source, id), source, at: time, ...parsed.data, type });
};

/** An event of ours that must be complete. */
export const whole = (content: unknown): Reading => {
  const event = deliveryEvent.safeParse(storableDeep(content));
  return event.success ? { events: [event.data] } : { flaws: event.error.issues };
};

/** Where an event that was exported keeps what the standard type has no field for. */
const CARRIER = 'throughline';

export const carry = (event: DeliveryEvent) => ({ [CARRIER]: event });

const carrier = z.object({ [CARRIER]: z.unknown().optional() });

/**
 * The event of ours that a CDEvent carries in `customData`. It is carried whole, not as what is missing from the
 * standard part: so an archive gives the same events again, even when the mapping of the standard part has changed.
 *
 * @returns undefined when it carries none.
 */
export const readCarried = (customData: unknown): Reading | undefined => {
  const parsed = carrier.safeParse(customData);
  if (!parsed.success || parsed.data[CARRIER] === undefined) return undefined;
  const reading = whole(parsed.data[CARRIER]);
  return 'flaws' in reading ? { flaws: under(['customData', CARRIER], reading.flaws) } : reading;
};
