import { Inject, UseFilters } from '@nestjs/common';
import { Args, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { checkedFirst } from '../../metrics/page.js';
import { initiatorsIn } from '../../projections/initiator.js';
import { PassOn } from '../pass-on.js';
import { Change } from './change.js';
import { Changes } from './changes.js';
import { Evidence, evidenceOf } from './evidence.js';

@UseFilters(PassOn)
@Resolver(() => Change)
export class ChangeResolver {
  constructor(@Inject(Changes) private readonly changes: Changes) {}

  @Query(() => Change, {
    nullable: true,
    description: 'One change by `REPO@SHA`, `REPO#NUMBER`, or the beginning of a sha (7 digits or more).',
  })
  change(
    @Args('id', { type: () => ID }) id: string,
    @Args('asOf', {
      type: () => Date,
      nullable: true,
      description: 'What was known of it at that recording time, and the verdicts that held then.',
    })
    asOf?: Date | null,
  ): Promise<Change | null> {
    return this.changes.one(id, asOf);
  }

  @ResolveField(() => [Change], {
    description: 'The commits of a change request that are known, the oldest first.',
  })
  async commits(
    @Parent() { record, reader }: Change,
    @Args('first', { type: () => Int, nullable: true, defaultValue: 100 }) first?: number | null,
  ): Promise<Change[]> {
    const records = await reader.commits(record, checkedFirst(first ?? 100));
    return records.map((commit) => new Change(commit, reader));
  }

  @ResolveField(() => [Evidence], {
    description:
      'Everything that was told of it, its commits and its deployments, and of what is linked with them in whatever ' +
      'system: tickets, approvals, builds, artifacts, executions, incidents; by time.',
  })
  async timeline(@Parent() { record, reader }: Change): Promise<Evidence[]> {
    const { events } = await reader.story(record);
    const initiatorOf = initiatorsIn(events.map(({ event }) => event));
    return events.map((told) => evidenceOf(told, initiatorOf(told.event), reader.person));
  }

  @ResolveField(() => [String], {
    description: 'Links that so many events share that what they lead to is left out of the timeline.',
  })
  async leftOut(@Parent() { record, reader }: Change): Promise<string[]> {
    return [...(await reader.story(record)).leftOut];
  }
}
