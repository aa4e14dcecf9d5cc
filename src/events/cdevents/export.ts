import type { DeliveryEvent } from '../vocabulary.js';
import { carry, customNameOf } from './own.js';
import { type Standard, standardOf } from './standard.js';
import { uriReference } from './uri.js';

/** The released version of CDEvents in whose words we write. */
const SPEC_VERSION = '0.5.1';
const CUSTOM_VERSION = '0.1.0';

/** A CDEvent, ready to be sent as JSON. */
export interface ExportedCdEvent {
  readonly context: {
    readonly specversion: string;
    readonly id: string;
    readonly source: string;
    readonly type: string;
    readonly timestamp: string;
  };
  readonly subject: { readonly id: string; readonly content: Readonly<Record<string, unknown>> };
  readonly customData?: Readonly<Record<string, unknown>>;
  readonly customDataContentType?: string;
}

/** A CloudEvents 1.0 envelope in the JSON format (`application/cloudevents+json`) around a CDEvent. */
export interface ExportedCloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: unknown;
}

/**
 * An event of ours in the words of CDEvents: the standard type where the released specification has one, which then
 * carries the whole event as custom data, and a custom type `dev.cdeventsx.throughline-*` where it has none. Reading it
 * back gives the same event.
 */
export const toCdEvent = (event: DeliveryEvent): ExportedCloudEvent => {
  // A fact that was taken back must not be told as a fact to those who read only the standard part.
  const standard = event.retracted ? undefined : standardOf(event);
  return wrapped(standard ? inStandardWords(event, standard) : inOurWords(event));
};

const inStandardWords = (event: DeliveryEvent, { type, id, content }: Standard): ExportedCdEvent => ({
  context: contextOf(event, `dev.cdevents.${type}`),
  subject: { id, content },
  customData: carry(event),
  customDataContentType: 'application/json',
});

const inOurWords = (event: DeliveryEvent): ExportedCdEvent => ({
  context: contextOf(event, `dev.cdeventsx.${customNameOf(event.type)}.${CUSTOM_VERSION}`),
  subject: { id: event.id, content: { ...event } },
});

const contextOf = (event: DeliveryEvent, type: string): ExportedCdEvent['context'] => ({
  specversion: SPEC_VERSION,
  id: tellingId(event),
  // The carried event keeps the name of its source as it is.
  source: uriReference(event.source),
  type,
  timestamp: event.at,
});

/** Source and id must be unique per message, and a correction is another message about the same fact. */
const tellingId = ({ id, revision, retracted }: DeliveryEvent): string =>
  [id, ...(revision === undefined ? [] : [`r${revision}`]), ...(retracted ? ['retracted'] : [])].join('.');

/** The CloudEvents envelope, by the binding of the CDEvents specification. */
const wrapped = (event: ExportedCdEvent): ExportedCloudEvent => ({
  specversion: '1.0',
  id: event.context.id,
  source: event.context.source,
  type: event.context.type,
  subject: event.subject.id,
  time: event.context.timestamp,
  datacontenttype: 'application/json',
  data: event,
});
