import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import type { Told } from '../items/items.js';
import { connectionType } from '../schema/connection.js';

@ObjectType({ isAbstract: true })
abstract class OfItem {
  @Field(() => String, { description: 'A ticket, `change:REPO#NUMBER` or `approval:ID`.' })
  item!: string;

  @Field(() => String, { nullable: true })
  title!: string | null;

  @Field(() => Date)
  since!: Date;

  /** What the timeline stands on. */
  told!: Told;
}

@ObjectType({ description: 'One item from one holder to the next.' })
export class Handoff extends OfItem {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  from!: string;

  @Field(() => String)
  to!: string;

  @Field(() => Date)
  at!: Date;

  @Field(() => Float, { nullable: true, description: 'Seconds; null in business time without a calendar.' })
  wait!: number | null;

  @Field(() => Boolean, { description: 'It came back, or was returned, rejected or reopened.' })
  bounced!: boolean;

  @Field(() => [ID], { description: 'The earlier and the later event.' })
  evidence!: readonly string[];
}

@ObjectType({ description: 'An item that somebody has and has not handed on: its age still grows.' })
export class Waiting extends OfItem {
  @Field(() => String, { nullable: true })
  holder!: string | null;

  @Field(() => String, { nullable: true, description: 'To whom it is offered.' })
  awaits!: string | null;

  @Field(() => Date, { description: 'Of its last event.' })
  lastAt!: Date;

  @Field(() => Float, { description: 'Seconds until the end of the range, or until what is known.' })
  age!: number;

  @Field(() => Boolean, { description: 'Always true: how long it will have waited in the end is not known.' })
  censored!: true;
}

export const HandoffConnection = connectionType('Handoff', () => Handoff);
export const WaitingConnection = connectionType('Waiting', () => Waiting);
