import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import type { UnresolvedActor } from './people.js';

/** Linked to nobody when it was seen first, or when it was seen last. */
const UNRESOLVED = sql`(
  not exists (select from person_account a where a.account = s.actor and a.valid_from <= s.first_at and a.valid_to > s.first_at)
  or not exists (select from person_account a where a.account = s.actor and a.valid_from <= s.last_at and a.valid_to > s.last_at))`;

type Row = Omit<UnresolvedActor, 'proposal'> & {
  readonly emails: readonly string[];
};

/** The actors that are linked to no person, by id. */
export const listUnresolved = async (
  db: Db,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<UnresolvedActor[]> => {
  const { rows } = await db.query<Omit<Row, 'emails'>>(sql`
    select s.actor as id, s.name, s.kind, s.events::float8 as events, s.first_at as "firstAt", s.last_at as "lastAt"
    from throughline.seen_actor s
    where ${UNRESOLVED} and (${after ?? null}::text is null or s.actor > ${after ?? null}) order by s.actor limit ${limit}`);
  return propose(db, rows);
};

export const countUnresolved = async (db: Db): Promise<number> => {
  const { rows } = await db.query<{ count: number }>(
    sql`select count(*)::int as count from throughline.seen_actor s where ${UNRESOLVED}`,
  );
  return rows[0]!.count;
};

const EMAIL = /^[^@\s:]+@[^@\s]+$/;

/** What of an actor is an e-mail address whole: the login behind `system:`, or the name. */
const emailsOf = ({ id, name }: Pick<UnresolvedActor, 'id' | 'name'>): string[] =>
  [id.slice(id.indexOf(':') + 1), name ?? '']
    .filter((text) => EMAIL.test(text))
    .map((text) => `mailto:${text.toLowerCase()}`);

interface Owner {
  readonly account: string;
  readonly person: string;
  readonly name: string | null;
}

/** Only an address that is exactly one person's is proposed; similar names never are. */
const propose = async (
  db: Db,
  actors: readonly Omit<UnresolvedActor, 'proposal'>[],
): Promise<UnresolvedActor[]> => {
  const { rows } = await db.query<Owner>(sql`
    select distinct a.account, a.person, p.name from person_account a left join person p on p.person = a.person
    where a.account = any(${[...new Set(actors.flatMap(emailsOf))]}) and not a.bot`);
  return actors.map((actor) => {
    const emails = emailsOf(actor);
    const owners = rows.filter(({ account }) => emails.includes(account));
    const [owner] = owners;
    const sole = owner && owners.every(({ person }) => person === owner.person);
    if (!sole) return { ...actor, proposal: null };
    const { account, person, name } = owner;
    const reason = `${account.slice('mailto:'.length)} is an e-mail address of this person.`;
    return { ...actor, proposal: { person: { id: person, name }, reason } };
  });
};
