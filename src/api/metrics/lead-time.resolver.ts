import { Inject, UseFilters } from '@nestjs/common';
import { Args, ArgsType, Field, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { MetricDoor } from '../../metrics/metric-door.js';
import { leadTimes } from '../../metrics/registry.js';
import { type Change, ChangeConnection } from '../changes/change.js';
import { Changes } from '../changes/changes.js';
import { PassOn } from '../pass-on.js';
import type { Connection } from '../schema/connection.js';
import { Clock, LeadTimeDefinition } from '../schema/enums.js';
import { EvidenceArgs } from './evidence-args.js';
import { DurationView, durationView } from './metric-view.js';
import { QuestionArgs } from './question-args.js';

@ObjectType({ description: 'Durations are seconds. Included `n` + excluded = population.' })
export class DurationMetric extends DurationView {}

@ArgsType()
class LeadTimeArgs extends QuestionArgs {
  @Field(() => LeadTimeDefinition, { nullable: true, defaultValue: LeadTimeDefinition.COMMIT_TO_DEPLOY })
  definition?: keyof typeof LeadTimeDefinition | null;

  @Field(() => Clock, { nullable: true, defaultValue: Clock.COMMITTED, description: 'For COMMIT_TO_DEPLOY.' })
  clock?: keyof typeof Clock | null;
}

@UseFilters(PassOn)
@Resolver(() => DurationMetric)
export class LeadTimeResolver {
  constructor(
    @Inject(MetricDoor) private readonly door: MetricDoor,
    @Inject(Changes) private readonly changes: Changes,
  ) {}

  @Query(() => DurationMetric, {
    description: 'How long it takes to make a change, by the time of its delivery.',
  })
  async leadTime(@Args() { filter, definition, clock, bucket }: LeadTimeArgs): Promise<DurationMetric> {
    return durationView(
      await this.door.ask(leadTimes[definition ?? 'COMMIT_TO_DEPLOY'], filter, {
        clock: clock ?? undefined,
        bucket,
      }),
      DurationMetric,
    );
  }

  @ResolveField(() => ChangeConnection)
  evidence(
    @Parent() { answer }: DurationMetric,
    @Args() { of, ...page }: EvidenceArgs,
  ): Promise<Connection<Change>> {
    return this.changes.evidence(answer, of ?? 'INCLUDED', page);
  }
}
