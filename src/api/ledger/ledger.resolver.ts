import { Inject, UseFilters } from '@nestjs/common';
import { Args, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PassOn } from '../pass-on.js';
import { type Connection, PageArgs } from '../schema/connection.js';
import {
  type LedgerCheckpoint,
  LedgerCheckpointConnection,
  LedgerInclusion,
  LedgerVerification,
  LedgerView,
} from './ledger.js';
import { LedgerStore } from './ledger-store.js';

@UseFilters(PassOn)
@Resolver(() => LedgerView)
export class LedgerResolver {
  constructor(@Inject(LedgerStore) private readonly store: LedgerStore) {}

  @Query(() => LedgerView, { description: 'The append-only Merkle log over all accepted events.' })
  ledger(): Promise<LedgerView> {
    return this.store.view();
  }

  @ResolveField(() => LedgerCheckpointConnection, { description: 'The newest first.' })
  checkpoints(@Args() page: PageArgs): Promise<Connection<LedgerCheckpoint>> {
    return this.store.checkpoints(page);
  }

  @ResolveField(() => [LedgerInclusion], {
    description:
      'Where an event stands: one for each telling of it; none in the seconds before it has its leaf.',
  })
  inclusion(@Args('event', { type: () => String }) event: string): Promise<LedgerInclusion[]> {
    return this.store.inclusions(event);
  }

  @ResolveField(() => LedgerVerification, {
    nullable: true,
    description:
      'The newest check that found something altered; null as soon as one of the whole store finds everything in order.',
  })
  alarm(): Promise<LedgerVerification | null> {
    return this.store.alarm();
  }

  @ResolveField(() => LedgerVerification, { nullable: true, description: 'Null when nobody checked yet.' })
  lastVerification(): Promise<LedgerVerification | null> {
    return this.store.lastVerification();
  }
}
