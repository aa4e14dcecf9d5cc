import type { Answer, BucketFigures } from './answer.js';
import { type DurationFigures, durationsOf, type RateFigures, rateOf } from './figures.js';
import { type Point, type ProcessLimits, processLimits } from './limits.js';
import type { DurationMetric, FrequencyMetric, RateMetric } from './metric.js';
import { isYoung } from './notes.js';

interface InBucket {
  readonly from: Date;
  readonly to: Date;
  readonly n: number;
}

export type DurationBucket = InBucket & DurationFigures;
export type FrequencyBucket = InBucket & { readonly perDay: number };
export type RateBucket = InBucket &
  RateFigures & {
    /** Too young to judge: evidence against it may still come in. */
    readonly young: boolean;
  };

const inBucket = ({ bucket, row }: BucketFigures): InBucket => ({
  from: bucket.from,
  to: bucket.to,
  n: row?.n ?? 0,
});

export const durationBuckets = async (answer: Answer<DurationMetric>): Promise<DurationBucket[]> =>
  (await answer.buckets()).map((figures) => ({ ...inBucket(figures), ...durationsOf(figures.row) }));

export const rateBuckets = async (answer: Answer<RateMetric>): Promise<RateBucket[]> => {
  const { metric, asOf } = answer.question;
  const days = metric.judgedAfterDays;
  return (await answer.buckets()).map((figures) => ({
    ...inBucket(figures),
    ...rateOf(figures.row),
    young: days !== undefined && isYoung(figures.bucket.to, days, asOf),
  }));
};

/** The days of a bucket that lie outside the range do not dilute its figure. */
export const frequencyBuckets = async (answer: Answer<FrequencyMetric>): Promise<FrequencyBucket[]> =>
  (await answer.buckets()).map((figures) => {
    const counted = inBucket(figures);
    return { ...counted, perDay: counted.n / figures.bucket.days };
  });

/** Limits of the medians. */
export const durationLimits = async (answer: Answer<DurationMetric>): Promise<ProcessLimits | null> =>
  processLimits(pointsOf(await durationBuckets(answer), ({ p50 }) => p50));

export const rateLimits = async (answer: Answer<RateMetric>): Promise<ProcessLimits | null> =>
  processLimits(
    pointsOf(await rateBuckets(answer), ({ rate }) => rate),
    1,
  );

export const frequencyLimits = async (answer: Answer<FrequencyMetric>): Promise<ProcessLimits | null> =>
  processLimits(pointsOf(await frequencyBuckets(answer), ({ perDay }) => perDay));

/** A bucket without data is no point; it is not a zero. */
const pointsOf = <B extends InBucket>(
  buckets: readonly B[],
  figureOf: (bucket: B) => number | null,
): Point[] =>
  buckets.flatMap((bucket) => {
    const value = figureOf(bucket);
    return value === null ? [] : [{ from: bucket.from, value }];
  });
