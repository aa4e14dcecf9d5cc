/** One bucket's value, by the bucket's start. */
export interface Point {
  readonly from: Date;
  readonly value: number;
}

/** The centre line and the natural process limits of an XmR chart, in the unit of the values. */
export interface ProcessLimits {
  readonly centre: number;
  readonly lower: number;
  readonly upper: number;
  /** Starts of the buckets outside the limits. */
  readonly signals: readonly Date[];
}

/** With fewer points the limits say more about chance than about the process. */
const FEWEST_POINTS = 6;
/** 3 / d2 for ranges of two neighbours: the constant of every XmR chart. */
const NATURAL_LIMIT = 2.66;

/**
 * Limits from the mean moving range of neighbouring points; null when there are too few. Never below 0.
 *
 * @param most the largest value there can be, such as 1 for a share.
 */
export const processLimits = (
  points: readonly Point[],
  most = Number.POSITIVE_INFINITY,
): ProcessLimits | null => {
  if (points.length < FEWEST_POINTS) return null;
  const values = points.map(({ value }) => value);
  const centre = mean(values);
  const moving = mean(values.slice(1).map((value, i) => Math.abs(value - values[i]!)));
  const lower = Math.max(0, centre - NATURAL_LIMIT * moving);
  const upper = Math.min(most, centre + NATURAL_LIMIT * moving);
  const signals = points.filter(({ value }) => value < lower || value > upper).map(({ from }) => from);
  return { centre, lower, upper, signals };
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
