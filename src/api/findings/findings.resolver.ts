import { Inject, UseFilters } from '@nestjs/common';
import { Args, ArgsType, Field, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Change } from '../changes/change.js';
import { PassOn } from '../pass-on.js';
import { type Connection, PageArgs } from '../schema/connection.js';
import { FlowFilterInput } from '../schema/flow-filter.js';
import { Finding, FindingConnection, Verdict } from './finding.js';
import { Findings } from './findings.js';

@ArgsType()
class FindingsArgs extends PageArgs {
  @Field(() => FlowFilterInput, {
    nullable: true,
    description:
      'The range is that of the date of what was judged; `asOf` shows the verdicts that held then.',
  })
  filter?: FlowFilterInput | null;

  @Field(() => [String], { nullable: true, description: 'By their ids; default: all.' })
  policies?: string[] | null;

  @Field(() => [Verdict], { nullable: true, description: 'Default: all.' })
  verdicts?: (keyof typeof Verdict)[] | null;
}

@UseFilters(PassOn)
@Resolver()
export class FindingsResolver {
  constructor(@Inject(Findings) private readonly store: Findings) {}

  @Query(() => FindingConnection, {
    description:
      'What controls found, by the date of what they judged, the newest first: of each subject and policy the verdict that holds.',
  })
  findings(@Args() { filter, policies, verdicts, first, after }: FindingsArgs): Promise<Connection<Finding>> {
    return this.store.list(filter ?? undefined, { policies, verdicts }, { first, after });
  }
}

@UseFilters(PassOn)
@Resolver(() => Change)
export class FindingsOfChangeResolver {
  @ResolveField(() => [Finding], { description: 'The verdicts on it, on every environment.' })
  async findings(
    @Parent() { record, reader }: Change,
    @Args('asOf', {
      type: () => Date,
      nullable: true,
      description:
        'The verdicts that held then. Default: the recording time as of which the change was asked for.',
    })
    asOf?: Date | null,
  ): Promise<Finding[]> {
    const records = await reader.findings({ ref: record, asOf: asOf ?? reader.past ?? null });
    return records.map((one) => new Finding(one));
  }
}
