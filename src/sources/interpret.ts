import { type DeliveryEvent, deliveryEvent } from '../events/vocabulary.js';
import { messageOf, UserError } from '../support/errors.js';
import { storableDeep } from '../support/text.js';
import type { AnySource, Interpretation, RawRequest, SequenceNumber, Setting } from './source.js';

export type Outcome = (Interpretation | { readonly outcome: 'rejected'; readonly reason: string }) & {
  readonly sequence?: readonly SequenceNumber[];
};

/**
 * @param kept what a person set for the source (default: nothing).
 * @throws UserError naming the setting that is not valid.
 */
export const settingOf = (source: AnySource, name: string = source.id, kept: unknown = {}): Setting => {
  const parsed = source.settings?.safeParse(kept);
  if (parsed && !parsed.success) {
    throw new UserError(
      `The settings of source ${name} are not valid: ${issueText(parsed.error.issues)}. Mend them with throughline source set ${name}.`,
    );
  }
  return { source: name, settings: parsed?.data };
};

/** What becomes of one delivery. Pure; a payload that cannot be read is `rejected` with the path and the reason. */
export const interpretRequest = (
  source: AnySource,
  request: RawRequest,
  setting: Setting = settingOf(source),
): Outcome => {
  let value: unknown;
  try {
    value = source.read ? source.read(request) : readJson(request);
  } catch (thrown) {
    return { outcome: 'rejected', reason: `The body could not be read: ${messageOf(thrown)}.` };
  }
  const parsed = source.payload.safeParse(value);
  if (!parsed.success) return { outcome: 'rejected', reason: issueText(parsed.error.issues) };
  const interpretation = interpreted(source, parsed.data, setting);
  const outcome =
    interpretation.outcome === 'accepted' ? checked(source, interpretation.events) : interpretation;
  const sequence = source.numbersRuns && outcome.outcome === 'accepted' ? runNumbers(outcome.events) : [];
  return sequence.length > 0 ? { ...outcome, sequence } : outcome;
};

/** What a source refuses by a `UserError` is the sender's or the person's to mend: trying again would not help. */
const interpreted = (source: AnySource, payload: unknown, setting: Setting): Outcome => {
  try {
    return source.interpret(payload, setting);
  } catch (thrown) {
    if (thrown instanceof UserError) return { outcome: 'rejected', reason: thrown.message };
    throw thrown;
  }
};

const NUMBERED = /^(.+)\/(\d{1,15})$/;

const runNumbers = (events: readonly DeliveryEvent[]): SequenceNumber[] =>
  events.flatMap((event) => {
    if (event.type !== 'execution.started' && event.type !== 'execution.finished') return [];
    const [, stream, number] = NUMBERED.exec(event.execution) ?? [];
    return stream && number ? [{ stream, number: Number(number) }] : [];
  });

export const readJson = (request: RawRequest): unknown => JSON.parse(request.body.toString('utf8'));

/** Who people are and what teams own decides who may approve what: nobody's delivery may say that, whatever its type. */
const ABOUT_PEOPLE = /^(person|identity|team)\.|^service\.(owned|disowned|mapped|unmapped)$/;

const checked = (source: AnySource, events: readonly DeliveryEvent[]): Outcome => {
  const sound: DeliveryEvent[] = [];
  for (const event of events) {
    if (source.id !== 'people' && ABOUT_PEOPLE.test(event.type)) {
      const reason = `${event.type} cannot be sent: an administrator says it, or throughline people import.`;
      return { outcome: 'rejected', reason };
    }
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
