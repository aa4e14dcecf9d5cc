import { UserError } from '../support/errors.js';

/** A page of a list that is read by key, so that nothing is skipped or shown twice when rows are added. */
export interface PageRequest {
  /** Default: 20. */
  readonly first?: number | null;
  readonly after?: string | null;
}

export interface Page<T> {
  readonly rows: readonly T[];
  /** Of each row. */
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  /** Where the next page goes on; null on an empty page. */
  readonly endCursor: string | null;
}

export const LARGEST_PAGE = 500;
const USUAL_PAGE = 20;

/** @throws UserError `BAD_PAGE`: a list is never cut short in silence. */
export const checkedFirst = (asked: number | null | undefined): number => {
  const first = asked ?? USUAL_PAGE;
  if (Number.isInteger(first) && first >= 1 && first <= LARGEST_PAGE) return first;
  throw new UserError(
    `A page holds 1 to ${LARGEST_PAGE} rows, not ${first}: ask for the next page with "after" and the endCursor.`,
    'BAD_PAGE',
  );
};

export const encodeCursor = (key: readonly string[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/**
 * @param length how many texts the key has.
 * @throws UserError `BAD_CURSOR`
 */
export const decodeCursor = (cursor: string, length: number): string[] => {
  const key = parsed(Buffer.from(cursor, 'base64url').toString());
  if (isKey(key) && key.length === length && isMoment(key[0] ?? '')) return key;
  throw badCursor(cursor);
};

/** The one text of a cursor of a list by name. @throws UserError `BAD_CURSOR` */
export const decodeNameCursor = (cursor: string): string => {
  const key = parsed(Buffer.from(cursor, 'base64url').toString());
  if (isKey(key) && key.length === 1) return key[0]!;
  throw badCursor(cursor);
};

/** Milliseconds, an item and a place: the cursor of a list by duration. @throws UserError `BAD_CURSOR` */
export const decodeDurationCursor = (cursor: string): readonly [string, string, string] => {
  const key = parsed(Buffer.from(cursor, 'base64url').toString());
  if (isKey(key) && key.length === 3 && /^-?\d{1,16}$/.test(key[0]!) && /^\d{1,9}$/.test(key[2]!))
    return [key[0]!, key[1]!, key[2]!];
  throw badCursor(cursor);
};

const badCursor = (cursor: string): UserError =>
  new UserError(
    `${JSON.stringify(cursor)} is not a cursor of this list: take the endCursor of a page of it.`,
    'BAD_CURSOR',
  );

const isKey = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((part) => typeof part === 'string' && !part.includes('\0'));

/** A day that the calendar has, too: JavaScript takes the 31st of February for a day of March, PostgreSQL for an error. */
const isMoment = (text: string): boolean => {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z$/.test(text)) return false;
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 19));
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Cuts the one row off that was read beyond the page. */
export const pageOf = <T>(
  rows: readonly T[],
  first: number,
  keyOf: (row: T) => readonly string[],
): Page<T> => {
  const shown = rows.slice(0, first);
  const cursors = shown.map((row) => encodeCursor(keyOf(row)));
  return { rows: shown, cursors, hasNextPage: rows.length > first, endCursor: cursors.at(-1) ?? null };
};

/** An instant to the microsecond, as the first part of a cursor's key. */
export const CURSOR_TIME = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;
