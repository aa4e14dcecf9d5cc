import { Inject, UseFilters } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import type { Pool } from 'pg';
import { MetricDoor } from '../../metrics/metric-door.js';
import { checkedFirst, decodeNameCursor, pageOf } from '../../metrics/page.js';
import { readIn } from '../../metrics/read.js';
import type { Db } from '../../support/rows.js';
import { POOL } from '../../support/tokens.js';
import { PassOn } from '../pass-on.js';
import { type Connection, connectionOf, PageArgs } from '../schema/connection.js';
import {
  KnownPerson,
  KnownPersonConnection,
  Team,
  type UnresolvedActor,
  UnresolvedActorConnection,
} from './people.js';
import { countPersons, findPersons, loadPersons, loadTeams } from './read-people.js';
import { countUnresolved, listUnresolved } from './unresolved.js';

const AS_OF = 'A past recording time: what was known then.';

@ArgsType()
class PeopleArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'In the id, the name or an identity.' })
  search?: string | null;

  @Field(() => Date, { nullable: true, description: AS_OF })
  asOf?: Date | null;
}

@UseFilters(PassOn)
@Resolver()
export class PeopleResolver {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(MetricDoor) private readonly door: MetricDoor,
  ) {}

  @Query(() => KnownPersonConnection, { description: 'The persons that somebody described, by id.' })
  async people(@Args() { first, after, search, asOf }: PeopleArgs): Promise<Connection<KnownPerson>> {
    const size = checkedFirst(first);
    const sought = search?.trim() || undefined;
    const found = await this.read(asOf, (db) =>
      findPersons(db, {
        search: sought,
        after: after ? decodeNameCursor(after) : undefined,
        limit: size + 1,
      }),
    );
    const page = pageOf(found, size, (id) => [id]);
    const nodes = await this.read(asOf, (db) => loadPersons(db, page.rows));
    return connectionOf(page, nodes, () => this.read(asOf, (db) => countPersons(db, sought)));
  }

  @Query(() => KnownPerson, { nullable: true })
  async person(
    @Args('id', { type: () => ID }) id: string,
    @Args('asOf', { type: () => Date, nullable: true, description: AS_OF }) asOf?: Date | null,
  ): Promise<KnownPerson | null> {
    const [person] = await this.read(asOf, (db) => loadPersons(db, [id]));
    return person ?? null;
  }

  @Query(() => [Team], { description: 'Teams with their members and services, with history.' })
  teams(
    @Args('asOf', { type: () => Date, nullable: true, description: AS_OF }) asOf?: Date | null,
  ): Promise<Team[]> {
    return this.read(asOf, loadTeams);
  }

  @Query(() => UnresolvedActorConnection, {
    description: 'Actors that are linked to no person, by id: what is left for an administrator to say.',
  })
  async unresolvedActors(@Args() { first, after }: PageArgs): Promise<Connection<UnresolvedActor>> {
    const size = checkedFirst(first);
    const found = await this.read(null, (db) =>
      listUnresolved(db, { after: after ? decodeNameCursor(after) : undefined, limit: size + 1 }),
    );
    const page = pageOf(found, size, ({ id }) => [id]);
    return connectionOf(page, page.rows, () => this.read(null, countUnresolved));
  }

  private async read<T>(asOf: Date | null | undefined, work: (db: Db) => Promise<T>): Promise<T> {
    const { schema } = await this.door.standing(asOf);
    return readIn(this.pool, schema, work);
  }
}
