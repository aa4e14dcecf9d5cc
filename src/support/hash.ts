import { hash, timingSafeEqual } from 'node:crypto';

export const sha256 = (bytes: string | Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/** 27 URL-safe characters (160 bits): short enough to read out, too long to collide. */
export const shortHash = (text: string): string => sha256(text).subarray(0, 20).toString('base64url');

/** Compares in constant time; texts of different length are unequal. */
export const sameSecret = (left: string, right: string): boolean =>
  timingSafeEqual(sha256(left), sha256(right));

/** JSON with sorted keys and without undefined members: one text for one value, whoever built it. */
export const canonicalJson = (value: unknown): string => JSON.stringify(sortKeys(value));

const sortKeys = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(sortKeys);
  const told = value as Readonly<Record<string, unknown>>;
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(told).sort()) {
    const member = told[key];
    if (member === undefined) continue;
    if (key === '__proto__') return sortEntries(told);
    sorted[key] = sortKeys(member);
  }
  return sorted;
};

/** Slower, but a member by the name of `__proto__` stays a member. */
const sortEntries = (value: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sortKeys(member)]),
  );
