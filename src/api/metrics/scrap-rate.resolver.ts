import { Inject, UseFilters } from '@nestjs/common';
import { Args, ArgsType, Field, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { MetricDoor } from '../../metrics/metric-door.js';
import { scrapRate } from '../../metrics/scrap-rate.js';
import { type Change, ChangeConnection } from '../changes/change.js';
import { Changes } from '../changes/changes.js';
import { PassOn } from '../pass-on.js';
import type { Connection } from '../schema/connection.js';
import { ScrapRule } from '../schema/enums.js';
import { RateEvidenceArgs } from './evidence-args.js';
import { QuestionArgs } from './question-args.js';
import { RateView, rateView } from './rate-view.js';

@ObjectType({ description: 'A share of changes. Included `n` + excluded = population.' })
export class RateMetric extends RateView {}

@ArgsType()
class ScrapRateArgs extends QuestionArgs {
  @Field(() => [ScrapRule], { nullable: true, description: 'Default: all.' })
  rules?: (keyof typeof ScrapRule)[] | null;
}

@UseFilters(PassOn)
@Resolver(() => RateMetric)
export class ScrapRateResolver {
  constructor(
    @Inject(MetricDoor) private readonly door: MetricDoor,
    @Inject(Changes) private readonly changes: Changes,
  ) {}

  @Query(() => RateMetric, {
    description: 'How often a change must be reworked to make it right, by its own date.',
  })
  async scrapRate(@Args() { filter, rules, bucket }: ScrapRateArgs): Promise<RateMetric> {
    return rateView(
      await this.door.ask(scrapRate, filter, { rules: rules ?? undefined, bucket }),
      RateMetric,
    );
  }

  @ResolveField(() => ChangeConnection)
  evidence(
    @Parent() { answer }: RateMetric,
    @Args() { of, ...page }: RateEvidenceArgs,
  ): Promise<Connection<Change>> {
    return this.changes.evidence(answer, of ?? 'NUMERATOR', page);
  }
}
