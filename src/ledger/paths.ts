import { isPowerOfTwo, splitOf } from './merkle.js';

/** The leaves `[from, to)` whose subtree's hash a proof names. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The subtrees beside the way from a leaf to the root, the lowest first (RFC 6962, 2.1.1). */
export const inclusionPath = (index: number, tree: Range): Range[] => {
  const size = tree.to - tree.from;
  if (size <= 1) return [];
  const middle = tree.from + splitOf(size);
  const [left, right] = [
    { from: tree.from, to: middle },
    { from: middle, to: tree.to },
  ];
  return index < middle ? [...inclusionPath(index, left), right] : [...inclusionPath(index, right), left];
};

/** The subtrees that show a tree of `older` leaves to be the beginning of one of `newer` (RFC 6962, 2.1.2). */
export const consistencyPath = (older: number, newer: number): Range[] =>
  older === 0 || older === newer ? [] : subproof(older, { from: 0, to: newer }, true);

const subproof = (older: number, tree: Range, isWhole: boolean): Range[] => {
  if (older === tree.to) return isWhole ? [] : [tree];
  const middle = tree.from + splitOf(tree.to - tree.from);
  const [left, right] = [
    { from: tree.from, to: middle },
    { from: middle, to: tree.to },
  ];
  return older <= middle
    ? [...subproof(older, left, isWhole), right]
    : [...subproof(older, right, false), left];
};

/** A node whose leaves are all there: `level` 0 is a leaf. */
export interface Node {
  readonly level: number;
  readonly index: number;
}

/** The whole nodes that make up a subtree, from left to right; they are joined from the right. */
export const nodesOf = ({ from, to }: Range): Node[] => {
  const size = to - from;
  if (size === 0) return [];
  if (isPowerOfTwo(size)) return [{ level: Math.log2(size), index: from / size }];
  const middle = from + splitOf(size);
  return [...nodesOf({ from, to: middle }), ...nodesOf({ from: middle, to })];
};
