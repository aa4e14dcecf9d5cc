import { createHash, timingSafeEqual } from 'node:crypto';
import { inChunks } from './chunks.js';

export const sha256 = (bytes: string | Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** 27 URL-safe characters (160 bits): short enough to read out, too long to collide. */
export const shortHash = (text: string): string => sha256(text).subarray(0, 20).toString('base64url');

/** Compares in constant time; texts of different length are unequal. */
export const sameSecret = (left: string, right: string): boolean =>
  timingSafeEqual(sha256(left), sha256(right));

/** JSON with sorted keys and without undefined members: one text for one value, whoever built it. */
export const canonicalJson = (value: unknown): string => JSON.stringify(sortKeys(value));

/** The same as bytes, in little more memory than they take: for values with very long lists. */
export const canonicalBytes = (value: unknown, end = ''): Buffer =>
  Buffer.concat([...inChunks(canonicalParts(value)), Buffer.from(end)]);

const MEMBERS_AT_ONCE = 500;

function* canonicalParts(value: unknown): Generator<string> {
  if (Array.isArray(value)) yield* partsOfList(value);
  else if (value === null || typeof value !== 'object' || value instanceof Date)
    yield JSON.stringify(value) ?? 'null';
  else yield* partsOfObject(value);
}

function* partsOfList(list: readonly unknown[]): Generator<string> {
  yield '[';
  for (let from = 0; from < list.length; from += MEMBERS_AT_ONCE) {
    if (from > 0) yield ',';
    if (list.length > MEMBERS_AT_ONCE) {
      yield canonicalJson(list.slice(from, from + MEMBERS_AT_ONCE)).slice(1, -1);
      continue;
    }
    for (const [i, member] of list.entries()) {
      if (i > 0) yield ',';
      yield* canonicalParts(member);
    }
  }
  yield ']';
}

function* partsOfObject(value: object): Generator<string> {
  yield '{';
  // Made an object first, since an object puts names that are whole numbers before all others.
  const members = Object.entries(Object.fromEntries(sortedMembers(value)));
  for (const [i, [key, member]] of members.entries()) {
    yield `${i > 0 ? ',' : ''}${JSON.stringify(key)}:`;
    yield* canonicalParts(member);
  }
  yield '}';
}

const sortKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(sortedMembers(value).map(([key, member]) => [key, sortKeys(member)]));
};

const sortedMembers = (value: object): [string, unknown][] =>
  Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
