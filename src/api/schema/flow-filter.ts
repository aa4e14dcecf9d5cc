import { Field, InputType } from '@nestjs/graphql';
import type { FlowFilter } from '../../metrics/filter.js';

@InputType('FlowFilter', { description: 'What a question covers. Ranges are half open: [from, to).' })
export class FlowFilterInput implements FlowFilter {
  @Field(() => [String], { nullable: true, description: 'Default: all.' })
  services?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The services of these teams; with `services`, those that are in both.',
  })
  teams?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Default: `production` for figures, all environments for lists.',
  })
  environment?: string | null;

  @Field(() => Date)
  from!: Date;

  @Field(() => Date)
  to!: Date;

  @Field(() => String, { nullable: true, description: 'An IANA zone; default `UTC`.' })
  zone?: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'A past recording time: the answer is the one that was right with what was known then.',
  })
  asOf?: Date | null;
}
