import { Field, ObjectType } from '@nestjs/graphql';
import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import type { ToldEvent } from '../../projections/story.js';
import { type FindPerson, Person, personOf } from '../schema/person.js';
import { describeEvent } from './describe-event.js';

@ObjectType({ description: 'One event as it was told: the evidence.' })
export class Evidence {
  @Field(() => String)
  id!: string;

  @Field(() => String)
  type!: string;

  @Field(() => Date)
  at!: Date;

  @Field(() => Date)
  recordedAt!: Date;

  @Field(() => String)
  source!: string;

  @Field(() => String, { description: 'The delivery that told it, by the name of its sender.' })
  deliveryKey!: string;

  @Field(() => String, { description: 'SHA-256 of `data`, in hexadecimal.' })
  digest!: string;

  @Field(() => Person, { nullable: true })
  actor!: Person | null;

  @Field(() => Person, {
    nullable: true,
    description:
      'The human who started the chain that led to it, found by following what set it off. null: not known.',
  })
  initiator!: Person | null;

  @Field(() => String, { description: 'One line for a person.' })
  title!: string;

  @Field(() => String, { nullable: true })
  url!: string | null;

  @Field(() => String, { description: 'The event in our vocabulary, as canonical JSON.' })
  data!: string;
}

export const evidenceOf = (
  { event, ...told }: ToldEvent,
  initiator: Actor | undefined,
  find: FindPerson,
): Evidence => ({
  id: told.id,
  type: event.type,
  at: new Date(event.at),
  recordedAt: told.recorded_at,
  source: told.source,
  deliveryKey: told.delivery_key,
  digest: told.digest,
  actor: mentioned(event.actor, event, find),
  initiator: mentioned(initiator, event, find),
  title: describeEvent(event),
  url: event.url ?? null,
  data: told.data,
});

const mentioned = (actor: Actor | undefined, { at }: DeliveryEvent, find: FindPerson): Person | null =>
  personOf({ id: actor?.id ?? null, name: actor?.name ?? null, at: new Date(at) }, find);
