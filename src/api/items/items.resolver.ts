import { Inject, UseFilters } from '@nestjs/common';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { PassOn } from '../pass-on.js';
import { Item } from './item.js';
import { Items } from './items.js';

@UseFilters(PassOn)
@Resolver()
export class ItemsResolver {
  constructor(@Inject(Items) private readonly items: Items) {}

  @Query(() => Item, {
    nullable: true,
    description:
      'A ticket, change request or approval with its timeline; null: nothing was told of it until then.',
  })
  item(
    @Args('id', { type: () => ID }) id: string,
    @Args('asOf', {
      type: () => Date,
      nullable: true,
      description: 'A past recording time: what was known then.',
    })
    asOf?: Date | null,
  ): Promise<Item | null> {
    return this.items.item(id, asOf);
  }
}
