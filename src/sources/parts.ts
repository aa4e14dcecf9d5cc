import { z } from 'zod';
import { instantFromAny } from './instants.js';

/** Pieces of payloads that several systems share. */

/** What is missing, null, or of a kind that nobody expected becomes undefined: only for parts that may be absent. */
export const maybe = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .transform((value) => value ?? undefined)
    .catch(undefined);

export const name = z.string().min(1).max(1_000);

/** A text that says something, or undefined. */
export const maybeText = maybe(z.string()).transform((text) => text?.trim() || undefined);

/** Ids that one version writes as a number and another one as a text. */
export const idText = z.union([name, z.number().transform(String)]);

export const maybeId = maybe(idText);

/** An instant written in any of the usual ways, or undefined. */
export const maybeInstant = z
  .unknown()
  .optional()
  .transform((value) => instantFromAny(value));

/** Only what can be read of a list: one odd entry must not cost the others. */
export const listOf = <T extends z.ZodType>(schema: T) =>
  z
    .unknown()
    .optional()
    .transform((value): z.output<T>[] =>
      (Array.isArray(value) ? value : []).flatMap((entry) => {
        const parsed = schema.safeParse(entry);
        return parsed.success ? [parsed.data] : [];
      }),
    );

export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The address, if it is one that a browser may open. */
export const pageOf = (...urls: readonly (string | undefined)[]): string | undefined =>
  urls.find((url) => url !== undefined && /^https?:\/\//.test(url));

/** A collector keeps what it pulled beside how it asked: `{ _url, _params, data }`. */
export const unwrapped = (value: unknown): unknown =>
  isJson(value) && isJson(value['data']) && ('_url' in value || '_params' in value) ? value['data'] : value;

/** The values of a body that is one JSON value or one a line. @throws Error when it is neither. */
export const jsonValues = (text: string): unknown[] => {
  const content = text.replace(/^\uFEFF/, '').trim();
  try {
    const value: unknown = JSON.parse(content);
    return Array.isArray(value) ? value : [value];
  } catch (thrown) {
    const lines = content.split(/\r?\n/).filter((line) => line.trim() !== '');
    if (lines.length < 2) throw thrown;
    return lines.map((line): unknown => JSON.parse(line));
  }
};
