import { groupBy } from '../../support/group-by.js';
import type { Db } from '../../support/rows.js';
import { raw, sql } from '../../support/sql.js';
import type { IdentityLink, KnownPerson, Membership, Ownership, Team } from './people.js';

/** A span as dates; null where there is no limit. */
const SPAN = raw(`nullif(t.valid_from, '-infinity') as "from", nullif(t.valid_to, 'infinity') as "to"`);

/** Persons by id, whether they were described or only linked to. */
const KNOWN = raw('(select person from person union select person from person_account)');

export interface Sought {
  /** In the id, the name or an identity. */
  readonly search: string | undefined;
  readonly after: string | undefined;
  readonly limit: number;
}

export const findPersons = async (db: Db, { search, after, limit }: Sought): Promise<string[]> => {
  const { rows } = await db.query<{ person: string }>(sql`
    select k.person from ${KNOWN} k
    where ${fits(search)} and (${after ?? null}::text is null or k.person > ${after ?? null}) order by k.person limit ${limit}`);
  return rows.map(({ person }) => person);
};

export const countPersons = async (db: Db, search: string | undefined): Promise<number> => {
  const { rows } = await db.query<{ count: number }>(
    sql`select count(*)::int as count from ${KNOWN} k where ${fits(search)}`,
  );
  return rows[0]!.count;
};

const fits = (search: string | undefined) =>
  search
    ? sql`(strpos(lower(k.person), lower(${search})) > 0
        or exists (select from person p where p.person = k.person and strpos(lower(p.name), lower(${search})) > 0)
        or exists (select from person_account a where a.person = k.person and strpos(lower(a.account), lower(${search})) > 0))`
    : raw('true');

/** @returns those that are known, in the order asked for. */
export const loadPersons = async (db: Db, persons: readonly string[]): Promise<KnownPerson[]> => {
  const links = await loadLinks(db, persons);
  const teams = await db.query<Membership>(sql`
    select t.team, t.person, t.line, ${SPAN} from team_member t
    where t.person = any(${persons}) order by t.team, t.valid_from`);
  const named = await db.query<{ person: string; name: string | null }>(sql`
    select k.person, p.name from ${KNOWN} k left join person p on p.person = k.person
    where k.person = any(${persons})`);
  const names = new Map(named.rows.map(({ person, name }) => [person, name]));
  const teamsOf = groupBy(teams.rows, ({ person }) => person);
  return persons
    .filter((id) => names.has(id))
    .map((id) => ({
      id,
      name: names.get(id) ?? null,
      identities: linksOf(links, id),
      teams: teamsOf.get(id) ?? [],
    }));
};

/** The links of these persons and of all who were merged into them. */
const loadLinks = async (db: Db, persons: readonly string[]): Promise<IdentityLink[]> => {
  const { rows } = await db.query<IdentityLink>(sql`
    with recursive one as (
      select p.person from unnest(${persons}::text[]) p(person)
      union
      select substr(a.account, 8) from one join person_account a on a.person = one.person
      where a.account like 'person:%'
    )
    select t.account as identity, t.person, t.bot, t.event_id as evidence, ${SPAN}
    from one join person_account t on t.person = one.person
    order by t.account, t.valid_from`);
  return rows;
};

const linksOf = (links: readonly IdentityLink[], person: string): IdentityLink[] => {
  const persons = new Set([person]);
  // A set grows while it is walked: merges of merges are followed, each person once.
  for (const one of persons)
    for (const link of links)
      if (link.person === one && link.identity.startsWith('person:'))
        persons.add(link.identity.slice('person:'.length));
  return links.filter((link) => persons.has(link.person));
};

export const loadTeams = async (db: Db): Promise<Team[]> => {
  const described = await db.query<Omit<Team, 'members' | 'services'>>(sql`
    select k.team as id, d.name, d.line, coalesce(d.handles, '{}') as handles
    from (select team from team union select team from team_member union select team from service_owner) k
    left join team d on d.team = k.team order by k.team`);
  const members = await db.query<Membership>(sql`
    select t.team, t.person, t.line, ${SPAN} from team_member t order by t.team, t.person, t.valid_from`);
  const services = await db.query<Ownership>(sql`
    select t.service, t.team, nullif(t.repo, '') as repo, t.paths, ${SPAN}
    from service_owner t order by t.service, t.repo, t.valid_from`);
  const membersOf = groupBy(members.rows, ({ team }) => team);
  const servicesOf = groupBy(services.rows, ({ team }) => team);
  return described.rows.map((team) => ({
    ...team,
    members: membersOf.get(team.id) ?? [],
    services: servicesOf.get(team.id) ?? [],
  }));
};
