import { Inject, UseFilters } from '@nestjs/common';
import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import { UserError } from '../../support/errors.js';
import type { CallerContext } from '../access.js';
import { Evidence } from '../changes/evidence.js';
import { PassOn } from '../pass-on.js';
import { AuditDesk } from './audit-desk.js';
import { AuditStory } from './audit-story.js';

const MOST_EVENTS = 200;

/** From a line to its whole story, and from a verdict to the events that it stands on. */
@UseFilters(PassOn)
@Resolver()
export class StoryResolver {
  constructor(@Inject(AuditDesk) private readonly desk: AuditDesk) {}

  @Query(() => AuditStory, {
    nullable: true,
    description: 'One line of the audit trail by its id, with its whole story. That it was read is recorded.',
  })
  async auditEntry(
    @Args('id', { type: () => ID }) id: string,
    @Args('asOf', {
      type: () => Date,
      nullable: true,
      description: 'A past recording time: what was known then.',
    })
    asOf: Date | null | undefined,
    @Context() { principal }: CallerContext,
  ): Promise<AuditStory | null> {
    const asking = { principal, what: 'auditEntry', question: { id, asOf } };
    return this.desk.recorded(asking, () =>
      this.desk.story(id, asOf).catch((thrown: unknown) => {
        if (thrown instanceof UserError && thrown.code === 'NOT_FOUND') return null;
        throw thrown;
      }),
    );
  }

  @Query(() => [Evidence], {
    description:
      'Events by their ids, by time: what a verdict stands on. Ids that are not known are left out.',
  })
  async events(
    @Args('ids', { type: () => [String], description: 'At most 200.' }) ids: string[],
    @Context() { principal }: CallerContext,
  ): Promise<Evidence[]> {
    if (ids.length > MOST_EVENTS)
      throw new UserError(`"ids" takes at most ${MOST_EVENTS} values: ask in parts.`, 'TOO_MANY');
    return this.desk.recorded({ principal, what: 'events', question: { ids } }, () => this.desk.events(ids));
  }
}
