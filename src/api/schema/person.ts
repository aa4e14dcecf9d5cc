import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A person whom an administrator described.' })
export class PersonRef {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  name!: string | null;
}

/** Somebody as a source names them, and when they did what they are shown for. */
export interface Mention {
  readonly id: string | null;
  readonly name: string | null;
  readonly at: Date;
}

/** @returns null when nobody said whose the actor was then. */
export type FindPerson = (mention: { readonly id: string; readonly at: Date }) => Promise<FoundPerson | null>;

export interface FoundPerson extends PersonRef {
  readonly bot: boolean;
}

/** A promise is read only when a query asks for its field. */
@ObjectType({ description: 'Somebody as a source names them, and the person behind.' })
export class Person {
  constructor(
    private readonly mention: { readonly id: string; readonly name: string | null; readonly at: Date },
    private readonly find: FindPerson,
  ) {}

  @Field(() => String, { description: 'The actor: `github:octocat`, `mailto:ann@example.org`.' })
  get id(): string {
    return this.mention.id;
  }

  @Field(() => String, { nullable: true, description: 'As the source calls them.' })
  get name(): string | null {
    return this.mention.name;
  }

  @Field(() => PersonRef, {
    nullable: true,
    description:
      'Whose the actor was at that time, as an administrator said; null when nobody said: it is never guessed.',
  })
  get person(): Promise<PersonRef | null> {
    return this.find(this.mention);
  }

  @Field(() => Boolean, { description: 'Whether the actor is linked to a person.' })
  get resolved(): Promise<boolean> {
    return this.find(this.mention).then((found) => found !== null);
  }

  @Field(() => Boolean, { description: 'The actor is a bot that the person runs.' })
  get bot(): Promise<boolean> {
    return this.find(this.mention).then((found) => found?.bot === true);
  }
}

/** null where nobody is known. */
export const personOf = ({ id, name, at }: Mention, find: FindPerson): Person | null =>
  id ? new Person({ id, name, at }, find) : null;
