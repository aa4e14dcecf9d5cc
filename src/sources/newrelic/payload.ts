import { z } from 'zod';
import { instantFromAny } from '../instants.js';
import { isJson, type Json } from '../parts.js';

/** What one template calls so another one calls otherwise; names are without capitals and joints. */
const told = z.record(z.string(), z.unknown());

export const newrelicPayload = z.object({ told: z.array(told) });
export type NewrelicPayload = z.output<typeof newrelicPayload>;

/** The first of these members that says something. A placeholder that no template filled (`{{ x }}`) says nothing. */
export const textIn = (value: Json, ...names: readonly string[]): string | undefined =>
  names.map((name) => asText(value[name])).find((text) => text !== undefined);

const asText = (value: unknown): string | undefined => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return asText(value[0]);
  if (isJson(value)) return asText(value['name'] ?? value['value']);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' || text.includes('{{') ? undefined : text;
};

export const textsIn = (value: Json, ...names: readonly string[]): string[] =>
  names.flatMap((name) => {
    const member = value[name];
    return (Array.isArray(member) ? member : [member]).map(asText).filter((text) => text !== undefined);
  });

export const timeIn = (value: Json, ...names: readonly string[]): string | undefined =>
  names
    .map((name) => value[name])
    .map((one) => instantFromAny(Array.isArray(one) ? one[0] : one))
    .find((time) => time !== undefined);
