/** Seconds; null where nothing was measured. */
export interface TimeFigures {
  readonly n: number;
  readonly p50: number | null;
  readonly p85: number | null;
  readonly p95: number | null;
  readonly mean: number | null;
  readonly total: number | null;
}

/** @param milliseconds in any order. */
export const figuresOf = (milliseconds: readonly number[]): TimeFigures => {
  const sorted = Float64Array.from(milliseconds).sort();
  const n = sorted.length;
  const total = n > 0 ? sorted.reduce((sum, one) => sum + one, 0) / 1_000 : null;
  return {
    n,
    p50: percentile(sorted, 0.5),
    p85: percentile(sorted, 0.85),
    p95: percentile(sorted, 0.95),
    mean: total === null ? null : total / n,
    total,
  };
};

/** Linear between the two neighbours, as PostgreSQL's percentile_cont. @param sorted milliseconds. @returns seconds. */
export const percentile = (sorted: ArrayLike<number>, share: number): number | null => {
  if (sorted.length === 0) return null;
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)]!;
  const high = sorted[Math.ceil(place)]!;
  return (low + (high - low) * (place - Math.floor(place))) / 1_000;
};

/** p90 / p50: how much longer than usual it may well take. */
export const variationOf = (milliseconds: readonly number[]): number | null => {
  const sorted = Float64Array.from(milliseconds).sort();
  const middle = percentile(sorted, 0.5);
  return middle ? percentile(sorted, 0.9)! / middle : null;
};
