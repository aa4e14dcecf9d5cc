import { Inject, UseFilters } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type CallerContext, requireRole } from '../access.js';
import { PassOn } from '../pass-on.js';
import { type Connection, PageArgs } from '../schema/connection.js';
import { Delivery, DeliveryConnection, SourceHealth } from './source-health.js';
import { SourceStore } from './source-store.js';

@UseFilters(PassOn)
@Resolver(() => SourceHealth)
export class SourcesResolver {
  constructor(@Inject(SourceStore) private readonly store: SourceStore) {}

  @Query(() => [SourceHealth], {
    description: 'Every source that is set up or ever sent something, by name.',
  })
  sources(): Promise<SourceHealth[]> {
    return this.store.health();
  }

  @ResolveField(() => DeliveryConnection, {
    description: 'Deliveries that were rejected or given up, the newest first.',
  })
  trouble(@Parent() { name }: SourceHealth, @Args() page: PageArgs): Promise<Connection<Delivery>> {
    return this.store.trouble(name, page);
  }
}

/** What a sender wrote may hold more than a reader should see. */
@UseFilters(PassOn)
@Resolver(() => Delivery)
export class DeliveryResolver {
  @ResolveField(() => String, { nullable: true })
  headers(@Parent() { headers }: Delivery, @Context() caller: CallerContext): string | null {
    requireRole(caller, ['auditor', 'admin'], 'read what was delivered');
    return headers;
  }

  @ResolveField(() => String, { nullable: true })
  body(@Parent() { body }: Delivery, @Context() caller: CallerContext): string | null {
    requireRole(caller, ['auditor', 'admin'], 'read what was delivered');
    return body;
  }
}
