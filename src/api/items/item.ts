import { Field, ObjectType } from '@nestjs/graphql';
import { Evidence } from '../changes/evidence.js';

@ObjectType({ description: 'What flows through a stream, with everything that was told of it.' })
export class Item {
  @Field(() => String, { description: 'A ticket, `change:REPO#NUMBER` or `approval:ID`.' })
  item!: string;

  @Field(() => String, { nullable: true })
  title!: string | null;

  @Field(() => Date, {
    description: 'The recording time this stands on; ask again with it for the same answer.',
  })
  asOf!: Date;

  @Field(() => [Evidence], {
    description: 'Everything that was told of the item and of what is linked with it, by time.',
  })
  timeline!: readonly Evidence[];

  @Field(() => [String], { description: 'Links that too many events share, so that they were not followed.' })
  leftOut!: readonly string[];
}
