import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import type { OpenItem } from '../../metrics/streams/open-items.js';
import { connectionType } from '../schema/connection.js';

@ObjectType({ description: 'An item that is at a step at the end of the range, or was there last.' })
export class StreamOpenItem {
  constructor(
    private readonly open: OpenItem,
    private readonly end: number,
    private readonly titleOf: (item: string) => Promise<string | null>,
  ) {}

  @Field(() => ID, { description: 'A ticket, or `change:REPO#NUMBER`.' })
  get item(): string {
    return this.open.item;
  }

  @Field(() => String, { nullable: true })
  get title(): Promise<string | null> {
    return this.titleOf(this.open.item);
  }

  @Field(() => Date, { description: 'When it came, or was done with the step.' })
  get since(): Date {
    return new Date(this.open.since);
  }

  @Field(() => Float, { description: 'Seconds until the end of the range. Censored: it still grows.' })
  get age(): number {
    return Math.max(0, this.end - this.open.since) / 1_000;
  }
}

export const StreamOpenItemConnection = connectionType('StreamOpenItem', () => StreamOpenItem);
