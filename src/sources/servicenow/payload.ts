import { z } from 'zod';
import { isJson, type Json, jsonValues, listOf, maybe, maybeText, unwrapped } from '../parts.js';
import type { RawRequest } from '../source.js';

const row = z.record(z.string(), z.unknown());

/** What a business rule sends, or a row of the Table API made to look the same. */
const telling = z.object({
  table: maybeText,
  operation: maybeText,
  /** The user name of whoever did it. */
  user: maybeText,
  record: row,
  /** What the changed fields held before; absent when only the row is known. */
  previous: maybe(row),
});
export type Telling = z.output<typeof telling>;

export const servicenowPayload = z.object({ tellings: listOf(telling), what: z.string() });
export type ServicenowPayload = z.output<typeof servicenowPayload>;

/**
 * @throws Error when the body is no JSON.
 */
export const read = ({ headers, body }: RawRequest): unknown => {
  const values = jsonValues(body.toString('utf8')).map(unwrapped).filter(isJson);
  const tellings = values.flatMap(tellingsIn);
  const table = headers['x-throughline-record'];
  return {
    tellings: tellings.map((one) => ({ ...one, table: one['table'] ?? table })),
    what: Object.keys(values[0] ?? {})
      .slice(0, 5)
      .join(', '),
  };
};

const tellingsIn = (value: Json): Json[] => {
  if (isJson(value['record'])) return [value];
  for (const list of ['result', 'records']) {
    const rows = value[list];
    if (Array.isArray(rows)) return rows.filter(isJson).flatMap(tellingsIn);
    if (isJson(rows)) return tellingsIn(rows);
  }
  return value['sys_id'] === undefined ? [] : [{ record: value }];
};
