import { z } from 'zod';
import { isJson, type Json, jsonValues, unwrapped } from '../parts.js';
import type { RawRequest } from '../source.js';

/** Members by their names without capitals and joints: what fills the template is the customer's own. */
const notification = z.record(z.string(), z.unknown());

export const wilyPayload = z.object({ told: z.array(notification) });
export type WilyPayload = z.output<typeof wilyPayload>;

/**
 * JSON with the documented fields, or lines of text as a shell action or a trap hands them on.
 *
 * @throws Error when it begins like JSON and is none.
 */
export const read = ({ headers, body }: RawRequest): unknown => {
  const content = body.toString('utf8').trim();
  if (content === '') throw new Error('it is empty');
  const isText = !/^[[{"]|^(?:null|true|false|-?\d+)$/.test(content);
  if (!isText)
    return { told: jsonValues(content).map(unwrapped).filter(isJson).flatMap(alertsIn).map(plain) };
  const lines = content.split(/\r?\n/).filter((line) => line.trim() !== '');
  return { told: lines.map((message) => ({ message, timestamp: headers['date'] })) };
};

const alertsIn = (value: Json): Json[] => {
  if (Array.isArray(value['alerts'])) return value['alerts'].filter(isJson);
  return [isJson(value['alert']) ? { ...value, ...value['alert'] } : value];
};

const plain = (value: Json): Json =>
  Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.toLowerCase().replace(/[^a-z0-9]/g, ''), member]),
  );
