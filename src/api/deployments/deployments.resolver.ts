import { Inject, UseFilters } from '@nestjs/common';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { PassOn } from '../pass-on.js';
import { type Connection, PageArgs } from '../schema/connection.js';
import { FlowFilterInput } from '../schema/flow-filter.js';
import { type Deployment, DeploymentConnection } from './deployment.js';
import { Deployments } from './deployments.js';

@ArgsType()
class DeploymentsArgs extends PageArgs {
  @Field(() => FlowFilterInput, { nullable: true })
  filter?: FlowFilterInput | null;
}

@UseFilters(PassOn)
@Resolver()
export class DeploymentsResolver {
  constructor(@Inject(Deployments) private readonly store: Deployments) {}

  @Query(() => DeploymentConnection, { description: 'The newest first, those that still run too.' })
  deployments(@Args() { filter, first, after }: DeploymentsArgs): Promise<Connection<Deployment>> {
    return this.store.list(filter ?? undefined, { first, after });
  }
}
