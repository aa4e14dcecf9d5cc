import { Field, Int, ObjectType } from '@nestjs/graphql';
import { RuleCount } from '../metrics/parts.js';
import { connectionType } from '../schema/connection.js';
import { Finding, SourcePull, SourceSequence, SourceState } from './source-watch.js';

@ObjectType({ description: 'One source, and what became of everything it sent.' })
export class SourceHealth {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'The system that speaks, for example `github`.' })
  system!: string;

  @Field(() => Date, { nullable: true })
  lastReceivedAt!: Date | null;

  @Field(() => Int, { description: 'Deliveries that were stored.' })
  received!: number;

  @Field(() => Int, { description: 'Not interpreted yet.' })
  pending!: number;

  @Field(() => Int)
  accepted!: number;

  @Field(() => Int)
  ignored!: number;

  @Field(() => Int, { description: 'Not understood; they can be repaired and replayed.' })
  rejected!: number;

  @Field(() => Int, { description: 'Given up after several attempts; they can be replayed.' })
  dead!: number;

  @Field(() => Int, {
    description: 'Turned away at the door and not stored, for example for a wrong signature.',
  })
  refused!: number;

  @Field(() => SourceState)
  state!: keyof typeof SourceState;

  @Field(() => [Finding], { description: 'What is the matter, the worst first; nothing when it is green.' })
  findings!: Finding[];

  @Field(() => [SourceSequence])
  sequences!: SourceSequence[];

  @Field(() => SourcePull, { nullable: true, description: 'null: the system only sends.' })
  pull!: SourcePull | null;

  @Field(() => [RuleCount], { description: 'Why deliveries were ignored, the most frequent reason first.' })
  ignoredReasons!: RuleCount[];
}

@ObjectType({ description: 'A delivery as it came in.' })
export class Delivery {
  @Field(() => String)
  key!: string;

  @Field(() => String)
  source!: string;

  @Field(() => String)
  system!: string;

  @Field(() => Date)
  receivedAt!: Date;

  @Field(() => String)
  state!: string;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => String, { description: 'What to do about it, in a sentence or two.' })
  advice!: string;

  @Field(() => Int)
  attempts!: number;

  @Field(() => Int, { nullable: true, description: 'How many events it told.' })
  events!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The headers that are kept, as JSON. For auditors and administrators.',
  })
  headers!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The first 4,000 bytes as text; the whole is kept as it came. For auditors and administrators.',
  })
  body!: string | null;
}

export const DeliveryConnection = connectionType('Delivery', () => Delivery);
