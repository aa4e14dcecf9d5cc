import { Inject, UseFilters } from '@nestjs/common';
import { Args, ArgsType, Field, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { HandoffQuestion } from '../../metrics/handoffs/handoff-door.js';
import { Evidence } from '../changes/evidence.js';
import { Items } from '../items/items.js';
import { PassOn } from '../pass-on.js';
import { type Connection, PageArgs } from '../schema/connection.js';
import { HandoffLevel, WaitTime } from '../schema/enums.js';
import { FlowFilterInput } from '../schema/flow-filter.js';
import { Handoff, HandoffConnection, Waiting, WaitingConnection } from './handoff.js';
import { Handoffs } from './handoffs.js';
import { Bottlenecks, HandoffMatrix } from './matrix-view.js';

const FILTER =
  'The range selects by when a handoff ended; `teams` by who gave or received it; `environment` does not matter.';

@ArgsType()
class MatrixArgs {
  @Field(() => FlowFilterInput, { description: FILTER })
  filter!: FlowFilterInput;

  @Field(() => HandoffLevel, { nullable: true, defaultValue: HandoffLevel.PERSON })
  level?: keyof typeof HandoffLevel | null;

  @Field(() => WaitTime, { nullable: true, defaultValue: WaitTime.WALL })
  time?: keyof typeof WaitTime | null;
}

@ArgsType()
class BottleneckArgs extends MatrixArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: '1 to 500.' })
  first?: number | null;
}

@ArgsType()
class HandoffArgs extends PageArgs {
  @Field(() => FlowFilterInput, { description: FILTER })
  filter!: FlowFilterInput;

  @Field(() => HandoffLevel, { nullable: true, defaultValue: HandoffLevel.PERSON })
  level?: keyof typeof HandoffLevel | null;

  @Field(() => WaitTime, { nullable: true, defaultValue: WaitTime.WALL })
  time?: keyof typeof WaitTime | null;

  @Field(() => String, { nullable: true, description: 'Only those by this holder.' })
  from?: string | null;

  @Field(() => String, { nullable: true, description: 'Only those to this holder.' })
  to?: string | null;
}

@ArgsType()
class WaitingArgs extends PageArgs {
  @Field(() => FlowFilterInput, { description: 'Items that somebody has since before the end of the range.' })
  filter!: FlowFilterInput;

  @Field(() => HandoffLevel, { nullable: true, defaultValue: HandoffLevel.PERSON })
  level?: keyof typeof HandoffLevel | null;

  @Field(() => String, { nullable: true, description: 'Only what this holder has, or is offered.' })
  holder?: string | null;
}

const questionOf = ({ filter, level, time }: MatrixArgs): HandoffQuestion => ({
  filter,
  level: level ?? 'PERSON',
  time: time ?? 'WALL',
});

@UseFilters(PassOn)
@Resolver()
export class HandoffsResolver {
  constructor(@Inject(Handoffs) private readonly store: Handoffs) {}

  @Query(() => HandoffMatrix, { description: 'Who hands over to whom, how often, and how long it waits.' })
  handoffMatrix(@Args() args: MatrixArgs): Promise<HandoffMatrix> {
    return this.store.matrix(questionOf(args));
  }

  @Query(() => Bottlenecks, { description: 'Where items wait most.' })
  bottlenecks(@Args() { first, ...args }: BottleneckArgs): Promise<Bottlenecks> {
    return this.store.bottlenecks(questionOf(args), first);
  }

  @Query(() => HandoffConnection, { description: 'The handoffs themselves, the newest first.' })
  handoffs(@Args() { from, to, first, after, ...args }: HandoffArgs): Promise<Connection<Handoff>> {
    return this.store.list(questionOf(args), { from, to }, { first, after });
  }

  @Query(() => WaitingConnection, { description: 'Items that wait now, the oldest first.' })
  waiting(@Args() { holder, first, after, ...args }: WaitingArgs): Promise<Connection<Waiting>> {
    return this.store.waiting(questionOf(args), holder, { first, after });
  }
}

const TIMELINE = 'Everything that was told of the item and of what is linked with it, by time.';

@UseFilters(PassOn)
@Resolver(() => Handoff)
export class HandoffTimelineResolver {
  constructor(@Inject(Items) private readonly items: Items) {}

  @ResolveField(() => [Evidence], { description: TIMELINE })
  timeline(@Parent() { told }: Handoff): Promise<Evidence[]> {
    return this.items.timeline(told);
  }
}

@UseFilters(PassOn)
@Resolver(() => Waiting)
export class WaitingTimelineResolver {
  constructor(@Inject(Items) private readonly items: Items) {}

  @ResolveField(() => [Evidence], { description: TIMELINE })
  timeline(@Parent() { told }: Waiting): Promise<Evidence[]> {
    return this.items.timeline(told);
  }
}
