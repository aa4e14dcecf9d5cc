import { Inject, UseFilters } from '@nestjs/common';
import { Args, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { MetricDoor } from '../../metrics/metric-door.js';
import { recoveryTime } from '../../metrics/recovery-time.js';
import { type Deployment, DeploymentConnection } from '../deployments/deployment.js';
import { Deployments } from '../deployments/deployments.js';
import { PassOn } from '../pass-on.js';
import type { Connection } from '../schema/connection.js';
import { EvidenceArgs } from './evidence-args.js';
import { DurationView, durationView } from './metric-view.js';
import { QuestionArgs } from './question-args.js';

@ObjectType({ description: 'Durations are seconds. Included `n` + excluded = population.' })
export class RecoveryMetric extends DurationView {}

@UseFilters(PassOn)
@Resolver(() => RecoveryMetric)
export class RecoveryTimeResolver {
  constructor(
    @Inject(MetricDoor) private readonly door: MetricDoor,
    @Inject(Deployments) private readonly deployments: Deployments,
  ) {}

  @Query(() => RecoveryMetric, { description: 'From a failed deployment to when it was over.' })
  async recoveryTime(@Args() { filter, bucket }: QuestionArgs): Promise<RecoveryMetric> {
    return durationView(await this.door.ask(recoveryTime, filter, { bucket }), RecoveryMetric);
  }

  @ResolveField(() => DeploymentConnection)
  evidence(
    @Parent() { answer }: RecoveryMetric,
    @Args() { of, ...page }: EvidenceArgs,
  ): Promise<Connection<Deployment>> {
    return this.deployments.evidence(answer, of ?? 'INCLUDED', page);
  }
}
