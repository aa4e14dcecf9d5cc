import type { Metric } from './metric.js';

export interface Exclusion {
  readonly reason: string;
  readonly count: number;
}

/** Seconds; null where nothing was measured. */
export interface DurationFigures {
  readonly p50: number | null;
  readonly p75: number | null;
  readonly p85: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly mean: number | null;
}

export interface RateFigures {
  /** Between 0 and 1; null where there is nothing to divide by. */
  readonly rate: number | null;
  readonly numerator: number;
}

/** What counts, and what does not: `n` and the counts of `excluded` add up to `population`. */
export interface Counts {
  readonly n: number;
  readonly population: number;
  readonly excluded: readonly Exclusion[];
}

/** A row of figures as the statements give it. */
export interface FigureRow {
  readonly n: number;
  readonly percentiles?: readonly number[] | null;
  readonly mean?: number | null;
  readonly numerator?: number;
}

export interface TotalsRow extends FigureRow {
  readonly population: number;
  readonly left_out: readonly number[];
}

export const countsOf = ({ reasons }: Metric, { n, population, left_out }: TotalsRow): Counts => ({
  n,
  population,
  excluded: reasons.map((reason, i) => ({ reason, count: left_out[i]! })).filter(({ count }) => count > 0),
});

export const durationsOf = (row: FigureRow | undefined): DurationFigures => {
  const [p50, p75, p85, p90, p95] = (row?.percentiles ?? []).map(seconds);
  return {
    p50: p50 ?? null,
    p75: p75 ?? null,
    p85: p85 ?? null,
    p90: p90 ?? null,
    p95: p95 ?? null,
    mean: typeof row?.mean === 'number' ? seconds(row.mean) : null,
  };
};

export const rateOf = (row: FigureRow | undefined): RateFigures => {
  const numerator = row?.numerator ?? 0;
  return { numerator, rate: row && row.n > 0 ? numerator / row.n : null };
};

const seconds = (microseconds: number): number => microseconds / 1e6;

/** p90 / p50: how far the slow ones are from the usual one; null without a median to compare with. */
export const variationOf = ({ p50, p90 }: DurationFigures): number | null =>
  p50 === null || p90 === null || p50 === 0 ? null : p90 / p50;
