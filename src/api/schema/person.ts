import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType()
export class Person {
  @Field(() => String)
  id!: string;

  @Field(() => String, { nullable: true })
  name!: string | null;
}

/** null where nobody is known. */
export const personOf = (id: string | null, name: string | null): Person | null => (id ? { id, name } : null);
