import { Inject, UseFilters } from '@nestjs/common';
import { Args, Field, Float, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Answer } from '../../metrics/answer.js';
import { deploymentFrequency } from '../../metrics/deployment-frequency.js';
import type { Counts } from '../../metrics/figures.js';
import type { FrequencyMetric as FrequencyMetricDefinition } from '../../metrics/metric.js';
import { MetricDoor } from '../../metrics/metric-door.js';
import { frequencyBuckets, frequencyLimits } from '../../metrics/series.js';
import { type Deployment, DeploymentConnection } from '../deployments/deployment.js';
import { Deployments } from '../deployments/deployments.js';
import { PassOn } from '../pass-on.js';
import type { Connection } from '../schema/connection.js';
import { EvidenceArgs } from './evidence-args.js';
import { MetricView } from './metric-view.js';
import { FrequencyBucket, ProcessLimits } from './parts.js';
import { QuestionArgs } from './question-args.js';

@ObjectType({ description: 'Included `n` + excluded = population.' })
export class FrequencyMetric extends MetricView<FrequencyMetricDefinition> {
  constructor(
    answer: Answer<FrequencyMetricDefinition>,
    counts: Counts,
    private readonly daysOfRange: number,
  ) {
    super(answer, counts);
  }

  @Field(() => Float, {
    nullable: true,
    description: 'null where no deployment is known, also no failed one.',
  })
  get perDay(): number | null {
    return this.population > 0 ? this.n / this.daysOfRange : null;
  }

  @Field(() => Float, { description: 'Calendar days of the range, in the zone.' })
  get days(): number {
    return this.daysOfRange;
  }

  @Field(() => ProcessLimits, { nullable: true, description: 'Of the buckets; six are needed.' })
  get limits(): Promise<ProcessLimits | null> {
    return frequencyLimits(this.answer);
  }

  @Field(() => [FrequencyBucket], {
    description: 'Every bucket of the range; empty unless `bucket` is asked for.',
  })
  get buckets(): Promise<FrequencyBucket[]> {
    return frequencyBuckets(this.answer);
  }
}

@UseFilters(PassOn)
@Resolver(() => FrequencyMetric)
export class DeploymentFrequencyResolver {
  constructor(
    @Inject(MetricDoor) private readonly door: MetricDoor,
    @Inject(Deployments) private readonly deployments: Deployments,
  ) {}

  @Query(() => FrequencyMetric)
  async deploymentFrequency(@Args() { filter, bucket }: QuestionArgs): Promise<FrequencyMetric> {
    const answer = await this.door.ask(deploymentFrequency, filter, { bucket });
    const [totals, days] = await Promise.all([answer.totals(), answer.days()]);
    return new FrequencyMetric(answer, totals, days);
  }

  @ResolveField(() => DeploymentConnection)
  evidence(
    @Parent() { answer }: FrequencyMetric,
    @Args() { of, ...page }: EvidenceArgs,
  ): Promise<Connection<Deployment>> {
    return this.deployments.evidence(answer, of ?? 'INCLUDED', page);
  }
}
