import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { connectionType } from '../schema/connection.js';
import { PersonRef } from '../schema/person.js';

@ObjectType({ description: 'That an identity is a person’s, during [from, to).' })
export class IdentityLink {
  @Field(() => String, { description: 'The id of an actor, or `person:ID`: all identities of that person.' })
  identity!: string;

  @Field(() => ID)
  person!: string;

  @Field(() => Date, { nullable: true, description: 'null: since ever.' })
  from!: Date | null;

  @Field(() => Date, { nullable: true, description: 'null: without end.' })
  to!: Date | null;

  @Field(() => Boolean, { description: 'A bot that the person runs.' })
  bot!: boolean;

  @Field(() => String, { description: 'Id of the event that says so.' })
  evidence!: string;
}

@ObjectType({ description: 'That a person is in a team, during [from, to).' })
export class Membership {
  @Field(() => String)
  team!: string;

  @Field(() => ID)
  person!: string;

  @Field(() => String, { nullable: true })
  line!: string | null;

  @Field(() => Date, { nullable: true, description: 'null: since ever.' })
  from!: Date | null;

  @Field(() => Date, { nullable: true, description: 'null: without end.' })
  to!: Date | null;
}

@ObjectType({ description: 'That a team owns a service, or a part of it, during [from, to).' })
export class Ownership {
  @Field(() => String)
  service!: string;

  @Field(() => String)
  team!: string;

  @Field(() => String, { nullable: true })
  repo!: string | null;

  @Field(() => [String], { description: 'Only these paths of the repository; empty: the whole service.' })
  paths!: string[];

  @Field(() => Date, { nullable: true, description: 'null: since ever.' })
  from!: Date | null;

  @Field(() => Date, { nullable: true, description: 'null: without end.' })
  to!: Date | null;
}

@ObjectType({ description: 'A person with all that is known of them.' })
export class KnownPerson extends PersonRef {
  @Field(() => [IdentityLink], { description: 'Also those of persons that were merged into this one.' })
  identities!: IdentityLink[];

  @Field(() => [Membership])
  teams!: Membership[];
}

@ObjectType()
export class Team {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => String, { nullable: true })
  line!: string | null;

  @Field(() => [String], { description: 'Its names in other systems.' })
  handles!: string[];

  @Field(() => [Membership])
  members!: Membership[];

  @Field(() => [Ownership])
  services!: Ownership[];
}

@ObjectType({ description: 'Who an actor may be. Nothing comes of it until an administrator says so.' })
export class IdentityProposal {
  @Field(() => PersonRef)
  person!: PersonRef;

  @Field(() => String)
  reason!: string;
}

@ObjectType({ description: 'An actor that is linked to no person, at least a part of the time.' })
export class UnresolvedActor {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => String, { description: '`human`, `bot` or `service`, as its source says.' })
  kind!: string;

  @Field(() => Float, { description: 'How many events name it.' })
  events!: number;

  @Field(() => Date)
  firstAt!: Date;

  @Field(() => Date)
  lastAt!: Date;

  @Field(() => IdentityProposal, {
    nullable: true,
    description: 'Only where its name or login is exactly an e-mail address of one person.',
  })
  proposal!: IdentityProposal | null;
}

export const KnownPersonConnection = connectionType('KnownPerson', () => KnownPerson);
export const UnresolvedActorConnection = connectionType('UnresolvedActor', () => UnresolvedActor);
