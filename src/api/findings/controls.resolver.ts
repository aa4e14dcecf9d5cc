import { Inject, UseFilters } from '@nestjs/common';
import { Args, ArgsType, Context, Field, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type CallerContext, requireRole } from '../access.js';
import { PassOn } from '../pass-on.js';
import { FlowFilterInput } from '../schema/flow-filter.js';
import { Controls } from './controls.js';
import { ControlsView, GrantedException } from './controls-view.js';

@ArgsType()
class GrantArgs {
  @Field(() => String, { description: 'The id of the control.' })
  policy!: string;

  @Field(() => [String], { nullable: true, description: 'By their ids, such as `REPO#7`; default: all.' })
  changes?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Default: all.' })
  services?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Default: all.' })
  environments?: string[] | null;

  @Field(() => Date, { nullable: true, description: 'Default: since ever.' })
  from?: Date | null;

  @Field(() => Date, { description: 'Exclusive; the moment that counts is that of the deployment.' })
  until!: Date;

  @Field(() => String)
  why!: string;
}

/** Who grants is who asks: nobody grants in the name of another. */
@UseFilters(PassOn)
@Resolver()
export class ControlsResolver {
  constructor(@Inject(Controls) private readonly desk: Controls) {}

  @Query(() => ControlsView, {
    description: 'Every control with what it found of each service: of each subject the verdict that holds.',
  })
  controls(
    @Args('filter', {
      type: () => FlowFilterInput,
      nullable: true,
      description:
        'The range is that of the date of what was judged; `asOf` counts the verdicts that held then.',
    })
    filter?: FlowFilterInput | null,
  ): Promise<ControlsView> {
    return this.desk.view(filter ?? undefined);
  }

  @Query(() => [GrantedException], {
    description: 'Deviations that somebody allowed, the first to run out first.',
  })
  exceptions(): Promise<GrantedException[]> {
    return this.desk.exceptions();
  }

  @Mutation(() => GrantedException, {
    description:
      'Allows deviations from a control, for a time. What failed and is covered becomes EXCEPTION within seconds; verdicts given before stay as they were. For administrators.',
  })
  async grantException(
    @Args() { policy, changes, services, environments, from, until, why }: GrantArgs,
    @Context() caller: CallerContext,
  ): Promise<GrantedException> {
    const { name: by } = requireRole(caller, ['admin'], 'grant an exception');
    const granted = {
      policy,
      changes: changes ?? undefined,
      services: services ?? undefined,
      environments: environments ?? undefined,
      from: from?.toISOString(),
      until: until.toISOString(),
      why: why.trim(),
    };
    return this.desk.grant(granted, by);
  }

  @Mutation(() => GrantedException, {
    description: 'Takes an exception back; verdicts that it gave stay as of their day. For administrators.',
  })
  async revokeException(
    @Args('id', { type: () => String }) id: string,
    @Context() caller: CallerContext,
  ): Promise<GrantedException> {
    const { name: by } = requireRole(caller, ['admin'], 'take an exception back');
    return this.desk.revoke(id, by);
  }
}
