import { createHash, timingSafeEqual } from 'node:crypto';

export const sha256 = (bytes: string | Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** 27 URL-safe characters (160 bits): short enough to read out, too long to collide. */
export const shortHash = (text: string): string => sha256(text).subarray(0, 20).toString('base64url');

/** Compares in constant time; texts of different length are unequal. */
export const sameSecret = (left: string, right: string): boolean =>
  timingSafeEqual(sha256(left), sha256(right));

/** JSON with sorted keys and without undefined members: one text for one value, whoever built it. */
export const canonicalJson = (value: unknown): string => JSON.stringify(sortKeys(value));

const sortKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sortKeys(member)]));
};
