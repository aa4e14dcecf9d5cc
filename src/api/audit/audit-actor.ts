import { Field, ObjectType } from '@nestjs/graphql';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import { batched } from '../schema/batched.js';
import { type FindPerson, PersonRef } from '../schema/person.js';

@ObjectType({ description: 'A team to which somebody belonged at that time, and in which line they worked.' })
export class TeamThen {
  @Field(() => String)
  team!: string;

  @Field(() => String, { nullable: true })
  line!: string | null;
}

interface PersonThen {
  readonly person: string;
  readonly at: Date;
}

export type FindTeams = (then: PersonThen) => Promise<readonly TeamThen[]>;

/** The teams of persons, and of whoever was merged into them, as they stood at a time. */
export const teamFinder = (read: <T>(work: (db: Db) => Promise<T>) => Promise<T>): FindTeams =>
  batched<PersonThen, readonly TeamThen[]>(
    ({ person, at }) => JSON.stringify([person, at]),
    (all) => read((db) => findTeams(db, all)),
  );

const findTeams = async (db: Db, all: readonly PersonThen[]): Promise<TeamThen[][]> => {
  const { rows } = await db.query<TeamThen & { n: number }>(sql`
    with recursive asked as (
      select a.person, a.at, a.n::int from unnest(${all.map(({ person }) => person)}::text[],
        ${all.map(({ at }) => at)}::timestamptz[]) with ordinality a(person, at, n)
    ),
    one as (
      select person, at, n from asked
      union
      select substr(a.account, 8), one.at, one.n from one
      join person_account a on a.person = one.person and a.account like 'person:%'
        and a.valid_from <= one.at and a.valid_to > one.at
    )
    select distinct one.n, m.team, m.line from one
    join team_member m on m.person = one.person and m.valid_from <= one.at and m.valid_to > one.at
    order by one.n, m.team, m.line`);
  return all.map((_, i) => rows.filter(({ n }) => n === i + 1).map(({ team, line }) => ({ team, line })));
};

interface Told {
  readonly id: string;
  readonly name: string | null;
  readonly confidence: string | null;
  readonly at: Date;
}

/** What is looked up is looked up only when a query asks for its field. */
@ObjectType({ description: 'Who did something: as the source named them, and who that was then.' })
export class AuditActor {
  constructor(
    private readonly told: Told,
    private readonly findPerson: FindPerson,
    private readonly findTeams: FindTeams,
  ) {}

  @Field(() => String, { description: 'The account: `github:octocat`, `mailto:ann@example.org`.' })
  get id(): string {
    return this.told.id;
  }

  @Field(() => String, { nullable: true, description: 'As the source calls them.' })
  get name(): string | null {
    return this.told.name;
  }

  @Field(() => String, {
    nullable: true,
    description: 'How the source knows: `authenticated`, `asserted`, `bot`, `missing`.',
  })
  get confidence(): string | null {
    return this.told.confidence;
  }

  @Field(() => PersonRef, {
    nullable: true,
    description: 'Whose the account was then; null when nobody said: it is never guessed.',
  })
  get person(): Promise<PersonRef | null> {
    return this.findPerson(this.told);
  }

  @Field(() => Boolean, { description: 'Whether the account was linked to a person then.' })
  get resolved(): Promise<boolean> {
    return this.findPerson(this.told).then((found) => found !== null);
  }

  @Field(() => Boolean, { description: 'The account is a bot that the person runs.' })
  get bot(): Promise<boolean> {
    return this.findPerson(this.told).then((found) => found?.bot === true);
  }

  @Field(() => [TeamThen], { description: 'The role as it stood then: teams and lines.' })
  get teams(): Promise<readonly TeamThen[]> {
    return this.findPerson(this.told).then((found) =>
      found ? this.findTeams({ person: found.id, at: this.told.at }) : [],
    );
  }
}
