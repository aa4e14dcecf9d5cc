import { type DeliveryEvent, deliveryEvent } from '../events/vocabulary.js';
import { messageOf } from '../support/errors.js';
import { storableDeep } from '../support/text.js';
import type { AnySource, Interpretation, RawRequest } from './source.js';

export type Outcome = Interpretation | { readonly outcome: 'rejected'; readonly reason: string };

/** What becomes of one delivery. Pure; a payload that cannot be read is `rejected` with the path and the reason. */
export const interpretRequest = (source: AnySource, request: RawRequest): Outcome => {
  let value: unknown;
  try {
    value = source.read ? source.read(request) : readJson(request);
  } catch (thrown) {
    return { outcome: 'rejected', reason: `The body could not be read: ${messageOf(thrown)}.` };
  }
  const parsed = source.payload.safeParse(value);
  if (!parsed.success) return { outcome: 'rejected', reason: issueText(parsed.error.issues) };
  const interpretation = source.interpret(parsed.data);
  return interpretation.outcome === 'accepted' ? checked(interpretation.events) : interpretation;
};

export const readJson = (request: RawRequest): unknown => JSON.parse(request.body.toString('utf8'));

const checked = (events: readonly DeliveryEvent[]): Outcome => {
  const sound: DeliveryEvent[] = [];
  for (const event of events) {
    const parsed = deliveryEvent.safeParse(storableDeep(event));
    if (!parsed.success)
      return { outcome: 'rejected', reason: `${event.type}: ${issueText(parsed.error.issues)}` };
    sound.push(parsed.data);
  }
  return { outcome: 'accepted', events: sound };
};

const issueText = (issues: readonly { path: PropertyKey[]; message: string }[]): string =>
  issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.map(String).join('.') || 'body'}: ${message}`)
    .join('; ');
