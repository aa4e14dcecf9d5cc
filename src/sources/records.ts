import type { DeliveryEvent } from '../events/vocabulary.js';
import { distinctBy } from '../support/distinct.js';
import { messageOf } from '../support/errors.js';
import type { Interpretation } from './source.js';

/** What one record of a delivery comes to: facts, or the reason why there are none. */
export type Told = { readonly events: readonly DeliveryEvent[] } | { readonly ignored: string };

export const told = (...events: readonly (DeliveryEvent | undefined)[]): Told => ({
  events: events.filter((event) => event !== undefined).map(withoutUndefined),
});

export const ignored = (reason: string): Told => ({ ignored: reason });

/** What one telling does not know must be absent, or it would hide what another telling of the same fact knows. */
const withoutUndefined = <T extends object>(event: T): T =>
  Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as T;

const SHOWN_REASONS = 5;

/** What a delivery of several records comes to; a fact that two of them tell alike is told once. */
export const together = (records: readonly Told[]): Interpretation => {
  const events = records.flatMap((record) => ('events' in record ? record.events : []));
  const distinct = distinctBy(events, ({ id }) => id);
  if (distinct.length > 0) return { outcome: 'accepted', events: distinct };
  const reasons = [...new Set(records.flatMap((record) => ('ignored' in record ? [record.ignored] : [])))];
  const more = reasons.length > SHOWN_REASONS ? ` And ${reasons.length - SHOWN_REASONS} more reasons.` : '';
  const reason = reasons.slice(0, SHOWN_REASONS).join(' ') + more;
  return { outcome: 'ignored', reason: reason || 'The delivery holds no records.' };
};

/** One record as it came, with the address it was read from where a collector of API answers noted it. */
export interface Raw {
  readonly value: unknown;
  readonly address?: string | undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Collectors keep an answer of an API as `{ "_url": ..., "data": ... }`. */
const unwrapped = (value: unknown): Raw =>
  isObject(value) && typeof value['_url'] === 'string' && isObject(value['data'])
    ? { value: value['data'], address: value['_url'] }
    : { value };

/**
 * The records of a body: one JSON value, a list of them, or one a line.
 *
 * @throws Error when it is none of these.
 */
export const recordsIn = (body: Buffer): Raw[] => {
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  const values = jsonOrLines(text);
  return (Array.isArray(values) ? values : [values]).map(unwrapped);
};

const jsonOrLines = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    if (lines.length < 2) throw new Error(messageOf(thrown));
    return lines.map((line) => JSON.parse(line) as unknown);
  }
};
