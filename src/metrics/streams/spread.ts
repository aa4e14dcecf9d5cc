import { barsOf, EDGES_IN_MICROSECONDS, type HistogramBar } from '../histogram.js';

/** How durations are spread, in the bars that every histogram of durations has. @param milliseconds in any order. */
export const spread = (milliseconds: readonly number[]): HistogramBar[] => {
  const counts = new Map<number, number>();
  for (const duration of milliseconds) {
    const bar = barOf(duration * 1_000);
    counts.set(bar, (counts.get(bar) ?? 0) + 1);
  }
  return barsOf(counts);
};

/** @returns the number of the bar, counted from 1. */
const barOf = (microseconds: number): number => {
  const beyond = EDGES_IN_MICROSECONDS.findIndex((edge) => edge > microseconds);
  return beyond < 0 ? EDGES_IN_MICROSECONDS.length : Math.max(1, beyond);
};
