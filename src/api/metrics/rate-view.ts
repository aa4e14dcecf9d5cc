import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { Answer } from '../../metrics/answer.js';
import { type Counts, type RateFigures, rateOf } from '../../metrics/figures.js';
import type { RateMetric as RateMetricDefinition } from '../../metrics/metric.js';
import { rateBuckets, rateLimits } from '../../metrics/series.js';
import { MetricView } from './metric-view.js';
import { ProcessLimits, RateBucket, RuleCount } from './parts.js';

@ObjectType({ isAbstract: true })
export abstract class RateView extends MetricView<RateMetricDefinition> {
  constructor(
    answer: Answer<RateMetricDefinition>,
    counts: Counts,
    private readonly figures: RateFigures,
  ) {
    super(answer, counts);
  }

  @Field(() => Float, { nullable: true, description: 'Between 0 and 1; null where nothing counts.' })
  get rate(): number | null {
    return this.figures.rate;
  }

  @Field(() => Int)
  get numerator(): number {
    return this.figures.numerator;
  }

  @Field(() => [RuleCount], {
    description: 'How many units each rule put into the numerator; one may be there by several.',
  })
  get byRule(): Promise<RuleCount[]> {
    return this.answer.byRule();
  }

  @Field(() => ProcessLimits, { nullable: true, description: 'Of the rates of the buckets; six are needed.' })
  get limits(): Promise<ProcessLimits | null> {
    return rateLimits(this.answer);
  }

  @Field(() => [RateBucket], {
    description: 'Every bucket of the range; empty unless `bucket` is asked for.',
  })
  get buckets(): Promise<RateBucket[]> {
    return rateBuckets(this.answer);
  }
}

/** Reads the totals of an answer and makes the view of it. */
export const rateView = async <V extends RateView>(
  answer: Answer<RateMetricDefinition>,
  View: new (answer: Answer<RateMetricDefinition>, counts: Counts, figures: RateFigures) => V,
): Promise<V> => {
  const totals = await answer.totals();
  return new View(answer, totals, rateOf(totals));
};
