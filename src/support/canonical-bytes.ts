import { inChunks } from './chunks.js';
import { canonicalJson, sortedEntries } from './hash.js';

/** Canonical JSON as bytes, in little more memory than they take: for values with very long lists. */
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
  // Made an object, since an object puts names that are whole numbers before all others.
  const members = Object.entries(Object.fromEntries(sortedEntries(value)));
  for (const [i, [key, member]] of members.entries()) {
    yield `${i > 0 ? ',' : ''}${JSON.stringify(key)}:`;
    yield* canonicalParts(member);
  }
  yield '}';
}
