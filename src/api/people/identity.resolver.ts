import { Inject, UseFilters } from '@nestjs/common';
import { Args, ArgsType, Context, Field, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Pool } from 'pg';
import type { IdentityDecision, MergeDecision } from '../../access/people-register.js';
import { PeopleRegister } from '../../access/people-register.js';
import type { Actor } from '../../events/vocabulary.js';
import { MetricDoor } from '../../metrics/metric-door.js';
import { readIn } from '../../metrics/read.js';
import { POOL } from '../../support/tokens.js';
import { type CallerContext, requireRole } from '../access.js';
import { PassOn } from '../pass-on.js';
import { KnownPerson } from './people.js';
import { loadPersons } from './read-people.js';

@ArgsType()
class IdentityArgs implements IdentityDecision {
  @Field(() => String, { description: 'The id of an actor, or `person:ID` for all identities of a person.' })
  identity!: string;

  @Field(() => ID)
  person!: string;

  @Field(() => Date, { nullable: true, description: 'Default: since ever.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Default: without end.' })
  to?: Date | null;

  @Field(() => String, { nullable: true, description: 'Kept with the event.' })
  reason?: string | null;
}

@ArgsType()
class MergeArgs extends IdentityArgs implements MergeDecision {
  @Field(() => String, { nullable: true, description: 'Describes the person, who then need not be known.' })
  name?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'The identity is a bot that the person runs.' })
  bot?: boolean | null;
}

/** An administrator says who people are; each word is an event that says who said it, and can be taken back by another. */
@UseFilters(PassOn)
@Resolver()
export class IdentityResolver {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(MetricDoor) private readonly door: MetricDoor,
    @Inject(PeopleRegister) private readonly register: PeopleRegister,
  ) {}

  @Mutation(() => KnownPerson, {
    description: 'Says that an identity is a person’s. `splitIdentity` takes it back. For administrators.',
  })
  async mergeIdentities(@Args() decision: MergeArgs, @Context() caller: CallerContext): Promise<KnownPerson> {
    await this.register.merge(decision, administrator(caller));
    return this.person(decision.person);
  }

  @Mutation(() => KnownPerson, {
    description: 'Says that an identity is not, or no more, a person’s. For administrators.',
  })
  async splitIdentity(
    @Args() decision: IdentityArgs,
    @Context() caller: CallerContext,
  ): Promise<KnownPerson> {
    await this.register.split(decision, administrator(caller));
    return this.person(decision.person);
  }

  private async person(id: string): Promise<KnownPerson> {
    const { schema } = await this.door.standing();
    const [person] = await readIn(this.pool, schema, (db) => loadPersons(db, [id]));
    return person ?? { id, name: null, identities: [], teams: [] };
  }
}

const administrator = (caller: CallerContext): Actor => {
  const { name } = requireRole(caller, ['admin'], 'say who people are');
  return { id: `throughline:${name}`, name, kind: 'human', confidence: 'authenticated' };
};
