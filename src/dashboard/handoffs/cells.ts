import type { Cell } from './queries.js';

/** Of a larger matrix no more holders are drawn: cells would become too small to see and to hit. */
export const mostHolders = 20;

/** Both ends of a handoff had a part in its waiting. */
const waitingOf = (cells: readonly Cell[]): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const { from, to, waitTotal } of cells) {
    sums.set(from, (sums.get(from) ?? 0) + waitTotal);
    sums.set(to, (sums.get(to) ?? 0) + waitTotal);
  }
  return sums;
};

/** All holders, those first at whose handoffs items waited longest. */
export const holdersByWaiting = (cells: readonly Cell[]): string[] =>
  [...waitingOf(cells)].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([holder]) => holder);

/** The cells whose holders are both among these. */
export const cellsAmong = (cells: readonly Cell[], holders: readonly string[]): Cell[] => {
  const shown = new Set(holders);
  return cells.filter(({ from, to }) => shown.has(from) && shown.has(to));
};

/** A part of a whole that is told apart by its name. */
export interface Part {
  name: string;
  /** Seconds of waiting. */
  value: number;
  /** Whose handoffs these are; undefined for all the small parts together. */
  between?: { from?: string; to?: string };
}

const mostParts = 7;

/** The largest parts, and all others as one. */
const largest = (parts: Part[]): Part[] => {
  const sorted = parts
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1));
  const rest = sorted.slice(mostParts);
  if (rest.length < 2) return sorted;
  const value = rest.reduce((sum, part) => sum + part.value, 0);
  return [...sorted.slice(0, mostParts), { name: `${rest.length} others`, value }];
};

export const pairName = ({ from, to }: { from: string; to: string }): string => `${from} → ${to}`;

/** The time lost at each handoff. */
export const lostByPair = (cells: readonly Cell[]): Part[] =>
  largest(
    cells.map(({ from, to, waitTotal }) => ({
      name: pairName({ from, to }),
      value: waitTotal,
      between: { from, to },
    })),
  );

/** The time lost until somebody took over, by who that was. */
export const lostByReceiver = (cells: readonly Cell[]): Part[] => {
  const sums = new Map<string, number>();
  for (const { to, waitTotal } of cells) sums.set(to, (sums.get(to) ?? 0) + waitTotal);
  return largest([...sums].map(([to, value]) => ({ name: to, value, between: { to } })));
};

/** Two holders between whom items go to and fro. */
export interface PingPong {
  one: string;
  other: string;
  /** Both ways. */
  count: number;
  bounced: number;
  rate: number;
}

/** Pairs of whose handoffs some came back, those with the most of them first. */
export const pingPong = (cells: readonly Cell[]): PingPong[] => {
  const pairs = new Map<string, PingPong>();
  for (const { from, to, count, bounceRate } of cells) {
    const [one, other] = from < to ? [from, to] : [to, from];
    const key = JSON.stringify([one, other]);
    const pair = pairs.get(key) ?? { one, other, count: 0, bounced: 0, rate: 0 };
    pair.count += count;
    // The rate is a quotient of whole numbers: rounding gives the first of them back.
    pair.bounced += Math.round(bounceRate * count);
    pair.rate = pair.bounced / pair.count;
    pairs.set(key, pair);
  }
  return [...pairs.values()]
    .filter(({ bounced }) => bounced > 0)
    .sort((a, b) => b.bounced - a.bounced || b.rate - a.rate || (a.one + a.other < b.one + b.other ? -1 : 1));
};
