import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { Answer } from '../../metrics/answer.js';
import { type Counts, type DurationFigures, durationsOf, variationOf } from '../../metrics/figures.js';
import type { DurationMetric, Metric } from '../../metrics/metric.js';
import { durationBuckets, durationLimits } from '../../metrics/series.js';
import { shownSql } from '../../metrics/shown-sql.js';
import { Definition, DurationBucket, Exclusion, HistogramBar, ProcessLimits } from './parts.js';

/** What every figure shows beside itself: its proof. A promise is read only when a query asks for its field. */
@ObjectType({ isAbstract: true })
export abstract class MetricView<M extends Metric> {
  constructor(
    readonly answer: Answer<M>,
    private readonly counts: Counts,
  ) {}

  @Field(() => Int, {
    description: 'How many units count. `n` and the counts of `excluded` are the population.',
  })
  get n(): number {
    return this.counts.n;
  }

  @Field(() => Int)
  get population(): number {
    return this.counts.population;
  }

  @Field(() => [Exclusion])
  get excluded(): readonly Exclusion[] {
    return this.counts.excluded;
  }

  @Field(() => Definition)
  get definition(): Definition {
    const { metric, scope } = this.answer.question;
    return new Definition(metric, () => shownSql(metric, scope));
  }

  @Field(() => String)
  get zone(): string {
    return this.answer.question.zone;
  }

  @Field(() => Date, {
    description: 'The recording time this stands on; ask again with it for the same answer.',
  })
  get asOf(): Date {
    return this.answer.question.asOf;
  }

  @Field(() => [String], { description: 'What qualifies the whole answer, a sentence each.' })
  get notes(): Promise<string[]> {
    return this.answer.notes();
  }
}

/** Durations are seconds. */
@ObjectType({ isAbstract: true })
export abstract class DurationView extends MetricView<DurationMetric> {
  constructor(
    answer: Answer<DurationMetric>,
    counts: Counts,
    private readonly figures: DurationFigures,
  ) {
    super(answer, counts);
  }

  @Field(() => Float, { nullable: true })
  get p50(): number | null {
    return this.figures.p50;
  }

  @Field(() => Float, { nullable: true })
  get p75(): number | null {
    return this.figures.p75;
  }

  @Field(() => Float, { nullable: true })
  get p85(): number | null {
    return this.figures.p85;
  }

  @Field(() => Float, { nullable: true })
  get p90(): number | null {
    return this.figures.p90;
  }

  @Field(() => Float, { nullable: true })
  get p95(): number | null {
    return this.figures.p95;
  }

  @Field(() => Float, { nullable: true })
  get mean(): number | null {
    return this.figures.mean;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'p90 / p50: how far the slow ones are from the usual one.',
  })
  get variation(): number | null {
    return variationOf(this.figures);
  }

  @Field(() => ProcessLimits, {
    nullable: true,
    description: 'Of the medians of the buckets; six are needed.',
  })
  get limits(): Promise<ProcessLimits | null> {
    return durationLimits(this.answer);
  }

  @Field(() => [HistogramBar], { description: 'Bars about twice as wide as the one before.' })
  get histogram(): Promise<HistogramBar[]> {
    return this.answer.histogram();
  }

  @Field(() => [DurationBucket], {
    description: 'Every bucket of the range; empty unless `bucket` is asked for.',
  })
  get buckets(): Promise<DurationBucket[]> {
    return durationBuckets(this.answer);
  }
}

/** Reads the totals of an answer and makes the view of it. */
export const durationView = async <V extends DurationView>(
  answer: Answer<DurationMetric>,
  View: new (answer: Answer<DurationMetric>, counts: Counts, figures: DurationFigures) => V,
): Promise<V> => {
  const totals = await answer.totals();
  return new View(answer, totals, durationsOf(totals));
};
