const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lower ends of the bars, in seconds: about twice the one before, at lengths that people say. */
const EDGES = [
  0,
  ...[1, 2, 5, 10, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 8, 16].map((hours) => hours * HOUR),
  ...[1, 2, 4, 7, 14, 30, 60, 120, 240].map((days) => days * DAY),
  ...[1, 2, 4, 8, 16, 32, 64].map((years) => years * 365 * DAY),
];

export const EDGES_IN_MICROSECONDS = EDGES.map((seconds) => seconds * 1e6);

export interface HistogramBar {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly n: number;
}

/**
 * Bars from the first to the last that holds anything, the empty ones between included.
 *
 * @param counts by number of the bar, counted from 1.
 */
export const barsOf = (counts: ReadonlyMap<number, number>): HistogramBar[] => {
  const numbers = [...counts.keys()];
  if (numbers.length === 0) return [];
  const first = Math.min(...numbers);
  const last = Math.max(...numbers);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).map((bar) => {
    const fromSeconds = EDGES[bar - 1]!;
    return { fromSeconds, toSeconds: EDGES[bar] ?? 2 * fromSeconds, n: counts.get(bar) ?? 0 };
  });
};
