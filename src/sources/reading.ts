import { z } from 'zod';
import type { DeliveryEvent } from '../events/vocabulary.js';
import { storable } from '../support/text.js';
import type { Interpretation } from './source.js';

/** How sources whose payloads come in many shapes read them: what is missing or of another type is simply unknown. */

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One record or a list of them; anything else cannot be read. */
export const records = z
  .union([z.array(z.unknown()), z.record(z.string(), z.unknown())], {
    error: 'The body must be an object or a list of objects',
  })
  .transform((told): Fields[] => (Array.isArray(told) ? told : [told]).filter(isFields));

/** Two names make an id, which may be 1,000 characters long. */
const LONGEST_NAME = 400;

/** A name or id, cut to 400 characters; numbers become text; empty means unknown. */
export const nameOf = (value: unknown, longest = LONGEST_NAME): string | undefined => {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  const name = storable(text).trim().slice(0, longest);
  return name === '' ? undefined : name;
};

export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What stands at a dotted path. Only members of plain objects and lists are followed. */
export const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (inner, key) =>
        (isFields(inner) || Array.isArray(inner)) && Object.hasOwn(inner, key)
          ? (inner as Fields)[key]
          : undefined,
      value,
    );

const ZONELESS = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?$/;
/** Far enough for every system that ever wrote a log, near enough for every database. */
const EARLIEST = Date.UTC(1970, 0, 2);
const LATEST = Date.UTC(9999, 0, 1);

/** @returns milliseconds since 1970 of an instant in UTC, unless it says another offset; undefined when it is none. */
export const millisecondsOf = (value: unknown): number | undefined => {
  if (typeof value !== 'string' || value.length > 60) return undefined;
  const text = value.trim().replace(',', '.');
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  const told = Date.parse(ZONELESS.test(text) ? `${text.replace(' ', 'T')}Z` : text);
  return told >= EARLIEST && told < LATEST ? told : undefined;
};

export const instantOf = (value: unknown): string | undefined => isoOf(millisecondsOf(value));

export const isoOf = (milliseconds: number | undefined): string | undefined =>
  milliseconds !== undefined && milliseconds >= EARLIEST && milliseconds < LATEST
    ? new Date(milliseconds).toISOString()
    : undefined;

/** A later telling of the same fact knows at least as much: the time until which it knows is its revision. */
export const revisionAt = (...times: readonly (string | undefined)[]): number =>
  Math.max(0, ...times.map((time) => (time ? Date.parse(time) : 0)));

/** What one telling does not know must be absent, or it would hide what another telling of the same fact knows. */
export const toldOnly = <T extends object>(event: T): T =>
  Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as T;

/** A page that a browser may open. */
export const pageOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^https?:\/\/\S+$/.test(value) ? value : undefined;

/** What one record of a delivery tells: events, or the reason why there are none. */
export type Told = readonly DeliveryEvent[] | string;

/** A delivery is accepted when one of its records tells something. The same fact told twice in one is told once. */
export const together = (told: readonly Told[], nothing: string): Interpretation => {
  const events = new Map<string, DeliveryEvent>();
  for (const event of told.flatMap((one) => (typeof one === 'string' ? [] : one))) {
    const known = events.get(event.id);
    if (!known || (known.revision ?? 0) <= (event.revision ?? 0)) events.set(event.id, toldOnly(event));
  }
  if (events.size > 0) return { outcome: 'accepted', events: [...events.values()] };
  return { outcome: 'ignored', reason: told.find((one) => typeof one === 'string') ?? nothing };
};
