import { Inject, UseFilters } from '@nestjs/common';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { PassOn } from '../pass-on.js';
import { type Connection, PageArgs } from '../schema/connection.js';
import { FlowFilterInput } from '../schema/flow-filter.js';
import { type Change, ChangeConnection } from './change.js';
import { type ChangeSearch, Changes } from './changes.js';

@ArgsType()
class ChangesArgs extends PageArgs implements ChangeSearch {
  @Field(() => FlowFilterInput, { nullable: true })
  filter?: FlowFilterInput | null;

  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that were scrapped, or only those that were not.',
  })
  scrapped?: boolean | null;
}

@UseFilters(PassOn)
@Resolver()
export class ChangesResolver {
  constructor(@Inject(Changes) private readonly store: Changes) {}

  @Query(() => ChangeConnection, {
    description:
      'Changes by their own date, the newest first. `search` is a sha or its beginning, `REPO@SHA`, a number, ' +
      '`REPO#NUMBER` (these are found whatever the filter), or a text in the title or the name of the author. A page ' +
      'of a search may hold fewer than `first` although there are more: go on while `hasNextPage`.',
  })
  changes(@Args() { filter, search, scrapped, first, after }: ChangesArgs): Promise<Connection<Change>> {
    return this.store.list(filter ?? undefined, { search, scrapped }, { first, after });
  }
}
