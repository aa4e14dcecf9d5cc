import { Inject, UseFilters } from '@nestjs/common';
import { Args, Context, ID, Int, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import type { Principal } from '../../access/tokens.js';
import type { LoggedEdit } from '../../workshop/edit.js';
import type { WorkshopRow } from '../../workshop/edit-log.js';
import type { Feed, News } from '../../workshop/feed.js';
import { type CallerContext, requireRole } from '../access.js';
import { PassOn } from '../pass-on.js';
import { Drafting } from './drafting.js';
import { Room } from './room.js';
import type { SocketContext } from './sockets.js';
import {
  CompareArgs,
  CreateArgs,
  DraftArgs,
  EditArgs,
  FollowArgs,
  FutureArgs,
  Workshop,
  WorkshopEdit,
  WorkshopNews,
} from './workshop.js';

/** A workshop changes no event and no figure, and a facilitator is rarely an administrator. */
const participantOf = (caller: CallerContext): Principal =>
  requireRole(caller, ['reader', 'auditor', 'admin'], 'take part in a workshop');

@UseFilters(PassOn)
@Resolver(() => Workshop)
export class WorkshopsResolver {
  constructor(
    @Inject(Room) private readonly room: Room,
    @Inject(Drafting) private readonly drafting: Drafting,
  ) {}

  @Query(() => [Workshop], { description: 'The newest 200 first.' })
  workshops(): Promise<WorkshopRow[]> {
    return this.room.list();
  }

  @Query(() => Workshop, { nullable: true })
  async workshop(@Args('id', { type: () => ID }) id: string): Promise<WorkshopRow | null> {
    return (await this.room.log.find(id)) ?? null;
  }

  @Query(() => [WorkshopEdit], {
    description: 'The log of a workshop, in order of sequence: 200 edits from the one behind `after`.',
  })
  workshopLog(
    @Args('id', { type: () => ID }) id: string,
    @Args('after', { type: () => Int, nullable: true, defaultValue: 0 }) after: number | null,
  ): Promise<LoggedEdit[]> {
    return this.room.log.after(id, Math.max(0, after ?? 0), 200);
  }

  @Mutation(() => Workshop, { description: 'For everybody who is signed in.' })
  createWorkshop(@Args() args: CreateArgs, @Context() caller: CallerContext): Promise<WorkshopRow> {
    return this.room.create(args, participantOf(caller));
  }

  @Mutation(() => [WorkshopEdit], {
    description:
      'Adds edits to the log and answers with them as they stand there. For everybody who is signed in.',
  })
  async editWorkshop(@Args() args: EditArgs, @Context() caller: CallerContext): Promise<LoggedEdit[]> {
    return this.room.edit(args, participantOf(caller));
  }

  @Mutation(() => Workshop, {
    description: 'Brings back what `/workshops/ID.json` gave. For everybody who is signed in.',
  })
  importWorkshop(
    @Args('file', { type: () => String }) file: string,
    @Context() caller: CallerContext,
  ): Promise<WorkshopRow> {
    return this.room.import(file, participantOf(caller));
  }

  @Mutation(() => [WorkshopEdit], {
    description:
      'Drafts the map from the events, or drafts it again for another time: the only way in which its numbers change.',
  })
  draftWorkshop(@Args() args: DraftArgs, @Context() caller: CallerContext): Promise<LoggedEdit[]> {
    return this.drafting.draft(args, participantOf(caller));
  }

  @Mutation(() => [WorkshopEdit], {
    description: 'Keeps a future state together with what the recorded items say would come of it.',
  })
  saveFuture(@Args() args: FutureArgs, @Context() caller: CallerContext): Promise<LoggedEdit[]> {
    return this.drafting.saveFuture(args, participantOf(caller));
  }

  @Mutation(() => [WorkshopEdit], {
    description: 'Puts what was measured since a future state was saved beside its prediction.',
  })
  compareFuture(@Args() args: CompareArgs, @Context() caller: CallerContext): Promise<LoggedEdit[]> {
    return this.drafting.compare(args, participantOf(caller));
  }

  @Subscription(() => WorkshopNews, {
    description: 'First what came behind `after`, then what comes, and who is in the room.',
    resolve: (news: News) => news,
  })
  workshopEdits(@Args() args: FollowArgs, @Context() caller: SocketContext): Promise<Feed> {
    participantOf(caller);
    return this.room.follow(args, caller.socket);
  }
}
