import { z } from 'zod';

/**
 * Parts of payloads that a system may leave out, send as null, or have sent in another shape in another version: what is
 * not what we expect counts as not told. For parts without which a payload says nothing use a strict schema.
 */
const orAbsent = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .catch(undefined)
    .transform((value) => value ?? undefined);

/** A text; a number is told by its digits, an empty text tells nothing. */
export const looseText = orAbsent(z.union([z.string(), z.number()])).transform((value) =>
  value === undefined || value === '' ? undefined : String(value),
);

export const looseNumber = orAbsent(z.number());

export const looseFlag = orAbsent(z.boolean());

/** An instant in UTC: ISO 8601 with its offset, or milliseconds since 1970. */
export const looseInstant = orAbsent(z.union([z.string(), z.number()])).transform((value) =>
  value === undefined ? undefined : instantOf(value),
);

export const looseObject = <T extends z.ZodRawShape>(shape: T) => orAbsent(z.object(shape));

/** Those members of a list that are what we expect; without a list the payload says nothing. */
export const listOf = <T extends z.ZodType>(member: T) =>
  z.array(z.unknown()).transform((members) => fitting(member, members));

/** The same where the list may be missing. */
export const looseList = <T extends z.ZodType>(member: T) =>
  orAbsent(z.array(z.unknown())).transform((members = []) => fitting(member, members));

const fitting = <T extends z.ZodType>(member: T, members: readonly unknown[]): z.output<T>[] =>
  members.flatMap((one) => {
    const parsed = member.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });

/** A map from names to whatever; empty when there is none. */
export const looseRecord = orAbsent(z.record(z.string(), z.unknown())).transform((value) => value ?? {});

const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,12})?)?(Z|[+-]\d\d:?\d\d)?$/i;
const DAYS = 8.64e15;

/**
 * @param told ISO 8601 with any number of decimals, or milliseconds since 1970.
 * @param zoneless whether a time that names no zone is known to be UTC; otherwise it is no instant.
 * @returns the instant in UTC to the millisecond; undefined when it is none.
 */
export const instantOf = (told: string | number, zoneless?: 'utc'): string | undefined => {
  if (typeof told === 'number') return Math.abs(told) <= DAYS ? new Date(told).toISOString() : undefined;
  const parts = ISO.exec(told.trim());
  if (!parts || (!parts[1] && !zoneless)) return undefined;
  const text = told.trim().replace(' ', 'T').replace(',', '.');
  const time = new Date(parts[1] ? text : `${text}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
};
