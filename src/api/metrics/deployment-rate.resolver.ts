import { Inject, UseFilters } from '@nestjs/common';
import { Args, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { changeFailureRate } from '../../metrics/change-failure-rate.js';
import { deploymentReworkRate } from '../../metrics/deployment-rework-rate.js';
import { MetricDoor } from '../../metrics/metric-door.js';
import { type Deployment, DeploymentConnection } from '../deployments/deployment.js';
import { Deployments } from '../deployments/deployments.js';
import { PassOn } from '../pass-on.js';
import type { Connection } from '../schema/connection.js';
import { RateEvidenceArgs } from './evidence-args.js';
import { QuestionArgs } from './question-args.js';
import { RateView, rateView } from './rate-view.js';

@ObjectType({ description: 'A share of deployments. Included `n` + excluded = population.' })
export class DeploymentRateMetric extends RateView {}

@UseFilters(PassOn)
@Resolver(() => DeploymentRateMetric)
export class DeploymentRateResolver {
  constructor(
    @Inject(MetricDoor) private readonly door: MetricDoor,
    @Inject(Deployments) private readonly deployments: Deployments,
  ) {}

  @Query(() => DeploymentRateMetric, {
    description: 'Deployments with a failure tied to them, over deployments.',
  })
  async changeFailureRate(@Args() { filter, bucket }: QuestionArgs): Promise<DeploymentRateMetric> {
    return rateView(await this.door.ask(changeFailureRate, filter, { bucket }), DeploymentRateMetric);
  }

  @Query(() => DeploymentRateMetric, { description: 'Deployments made to repair, over deployments.' })
  async deploymentReworkRate(@Args() { filter, bucket }: QuestionArgs): Promise<DeploymentRateMetric> {
    return rateView(await this.door.ask(deploymentReworkRate, filter, { bucket }), DeploymentRateMetric);
  }

  @ResolveField(() => DeploymentConnection)
  evidence(
    @Parent() { answer }: DeploymentRateMetric,
    @Args() { of, ...page }: RateEvidenceArgs,
  ): Promise<Connection<Deployment>> {
    return this.deployments.evidence(answer, of ?? 'NUMERATOR', page);
  }
}
