/** Seconds; null where nothing was measured. Percentiles are only worked out when they are read. */
export interface TimeFigures {
  readonly n: number;
  readonly p50: number | null;
  readonly p85: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly mean: number | null;
  readonly total: number | null;
}

/** @param lists milliseconds in any order; of several lists together. */
export const figuresOf = (...lists: readonly (readonly number[])[]): TimeFigures => {
  const n = lists.reduce((sum, { length }) => sum + length, 0);
  const total = n > 0 ? sumOf(lists) / 1_000 : null;
  let sorted: Float64Array | undefined;
  const at = (share: number): number | null => {
    sorted ??= Float64Array.from(lists.length === 1 ? lists[0]! : lists.flat()).sort();
    return percentile(sorted, share);
  };
  return {
    n,
    get p50() {
      return at(0.5);
    },
    get p85() {
      return at(0.85);
    },
    get p90() {
      return at(0.9);
    },
    get p95() {
      return at(0.95);
    },
    mean: total === null ? null : total / n,
    total,
  };
};

const sumOf = (lists: readonly (readonly number[])[]): number => {
  let sum = 0;
  for (const list of lists) for (const one of list) sum += one;
  return sum;
};

/** Linear between the two neighbours, as PostgreSQL's percentile_cont. @param sorted milliseconds. @returns seconds. */
const percentile = (sorted: ArrayLike<number>, share: number): number | null => {
  if (sorted.length === 0) return null;
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)]!;
  const high = sorted[Math.ceil(place)]!;
  return (low + (high - low) * (place - Math.floor(place))) / 1_000;
};

/** p90 / p50: how much longer than usual it may well take. */
export const variationOf = ({ p50, p90 }: TimeFigures): number | null => (p50 && p90 ? p90 / p50 : null);
