import { hash } from 'node:crypto';

/** RFC 6962, section 2: leaves and nodes are hashed with different prefixes, so neither can pass for the other. */
const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

export const HASH_BYTES = 32;

const sha256Of = (...parts: readonly Uint8Array[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer');

export const leafHash = (leaf: string | Uint8Array): Buffer =>
  sha256Of(LEAF, typeof leaf === 'string' ? Buffer.from(leaf) : leaf);

/** Filled anew for every node: it is hashed before anybody else can use it. */
const pair = Buffer.concat([NODE, Buffer.alloc(2 * HASH_BYTES)]);

export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) return sha256Of(NODE, left, right);
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return hash('sha256', pair, 'buffer');
};

/** The root of a log without leaves. */
export const EMPTY_ROOT = sha256Of();

/** The largest power of two below `size`, where RFC 6962 splits a tree of that size (from 2). */
export const splitOf = (size: number): number => {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
};

/** The root over hashes of one level. */
export const rootOver = (hashes: readonly Uint8Array[]): Buffer => {
  if (hashes.length === 0) return EMPTY_ROOT;
  if (hashes.length === 1) return Buffer.from(hashes[0]!);
  const split = splitOf(hashes.length);
  return nodeHash(rootOver(hashes.slice(0, split)), rootOver(hashes.slice(split)));
};

export interface Inclusion {
  /** Of the leaf, from 0. */
  readonly index: number;
  readonly leaf: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** Whether the leaf (its hash) stands at the index of the tree with this size and root. */
export const isIncluded = (
  { index, leaf, path }: Inclusion,
  tree: { readonly size: number; readonly root: Uint8Array },
): boolean => {
  if (!isCount(index) || !isCount(tree.size) || index >= tree.size) return false;
  let position = index;
  let last = tree.size - 1;
  let node: Buffer = Buffer.from(leaf);
  for (const sibling of path) {
    if (last === 0) return false;
    const isRight = position % 2 === 1 || position === last;
    node = isRight ? nodeHash(sibling, node) : nodeHash(node, sibling);
    if (isRight) [position, last] = levelsWithSibling(position, last);
    position = half(position);
    last = half(last);
  }
  return last === 0 && node.equals(tree.root);
};

export interface Tree {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the newer tree begins with all leaves of the older one, in their order. */
export const isConsistent = (older: Tree, newer: Tree, path: readonly Uint8Array[]): boolean => {
  if (!isCount(older.size) || !isCount(newer.size) || older.size > newer.size) return false;
  if (older.size === newer.size) return path.length === 0 && same(older.root, newer.root);
  if (older.size === 0) return path.length === 0 && same(older.root, EMPTY_ROOT);
  // A tree of a power of two is a node of the newer one itself, so the path leaves it out.
  const nodes = isPowerOfTwo(older.size) ? [older.root, ...path] : path;
  const [first, ...rest] = nodes;
  if (!first) return false;
  let position = older.size - 1;
  let last = newer.size - 1;
  while (position % 2 === 1) [position, last] = [half(position), half(last)];
  let old: Buffer = Buffer.from(first);
  let now = old;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      old = nodeHash(sibling, old);
      now = nodeHash(sibling, now);
      [position, last] = levelsWithSibling(position, last);
    } else {
      now = nodeHash(now, sibling);
    }
    position = half(position);
    last = half(last);
  }
  return last === 0 && same(old, older.root) && same(now, newer.root);
};

/** Climbs over the levels where the rightmost node has no sibling. */
const levelsWithSibling = (position: number, last: number): [number, number] => {
  let [up, end] = [position, last];
  while (up % 2 === 0 && up !== 0) [up, end] = [half(up), half(end)];
  return [up, end];
};

/** Sizes go beyond what the shift operators can hold. */
const half = (value: number): number => Math.floor(value / 2);

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

export const isPowerOfTwo = (value: number): boolean => value === 1 || splitOf(value) * 2 === value;

const same = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;
