import { SPAN_COLUMNS } from '../projections/accounts.js';
import { personIdentity } from '../projections/resolve-person.js';
import { UserError } from '../support/errors.js';
import type { Db } from '../support/rows.js';
import { raw, sql } from '../support/sql.js';
import type { Validity } from '../support/validity.js';
import type { AuditFilter } from './question.js';

/** An account while whoever is asked for acted by it. */
export interface ActingSpan extends Validity {
  readonly account: string;
}

interface PersonSpan extends Validity {
  readonly person: string;
}

const WHOLE: Validity = { from: null, to: null };

const later = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && b > a) ? b : a;
const earlier = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && b < a) ? b : a;

const both = (a: Validity, b: Validity): Validity => ({
  from: later(a.from, b.from),
  to: earlier(a.to, b.to),
});

const isEmpty = ({ from, to }: Validity): boolean => from !== null && to !== null && from >= to;

/**
 * The accounts by which the people, teams and lines of a filter acted, and when: what was declared, nothing guessed. A
 * bot that a person runs is not that person.
 *
 * @returns one list for each part of the filter, all of which must fit; none when nobody is asked for.
 * @throws UserError `UNKNOWN_PERSON`, `UNKNOWN_TEAM`, `UNKNOWN_LINE`
 */
export const actingSpans = async (db: Db, filter: AuditFilter): Promise<ActingSpan[][]> => {
  const spans: ActingSpan[][] = [];
  if (filter.actors?.length) spans.push(filter.actors.map((account) => ({ account, ...WHOLE })));
  if (filter.people?.length) spans.push(await accountsOf(db, await knownPeople(db, filter.people)));
  if (filter.teams?.length) spans.push(await accountsOf(db, await membersOf(db, 'team', filter.teams)));
  if (filter.lines?.length) spans.push(await accountsOf(db, await membersOf(db, 'line', filter.lines)));
  return spans;
};

const knownPeople = async (db: Db, people: readonly string[]): Promise<PersonSpan[]> => {
  const { rows } = await db.query<{ person: string }>(sql`
    select w.person from unnest(${people}::text[]) w(person)
    where not exists (select from person p where p.person = w.person)
      and not exists (select from person_account a where a.person = w.person)`);
  if (rows[0])
    throw new UserError(
      `There is no person ${JSON.stringify(rows[0].person)}: ask "people { nodes { id } }" who there is, or filter by "actors".`,
      'UNKNOWN_PERSON',
    );
  return people.map((person) => ({ person, ...WHOLE }));
};

const membersOf = async (
  db: Db,
  column: 'team' | 'line',
  names: readonly string[],
): Promise<PersonSpan[]> => {
  const { rows } = await db.query<PersonSpan & { name: string }>(sql`
    select m.${raw(column)} as name, m.person, ${raw(SPAN_COLUMNS)} from team_member m
    where m.${raw(column)} = any(${names}) order by m.team, m.person, m.valid_from`);
  const unknown = names.find((name) => rows.every((row) => row.name !== name));
  if (unknown === undefined) return rows;
  throw new UserError(
    `Nobody was ever in the ${column} ${JSON.stringify(unknown)}: ask "teams { id line members { person line } }".`,
    `UNKNOWN_${column.toUpperCase()}`,
  );
};

/** Follows persons who were merged into one another; each is followed once for each span. */
const accountsOf = async (db: Db, people: readonly PersonSpan[]): Promise<ActingSpan[]> => {
  const found: ActingSpan[] = [];
  const seen = new Set<string>();
  let next = [...people];
  while (next.length > 0) {
    for (const one of next) seen.add(JSON.stringify(one));
    const { rows } = await db.query<PersonSpan & ActingSpan>(sql`
      select a.account, a.person, ${raw(SPAN_COLUMNS)} from person_account a
      where a.person = any(${[...new Set(next.map(({ person }) => person))]}) and not a.bot
      order by a.account, a.valid_from`);
    const acting = next
      .flatMap((one) =>
        rows
          .filter(({ person }) => person === one.person)
          .map((row) => ({ account: row.account, ...both(one, row) })),
      )
      .filter((span) => !isEmpty(span));
    found.push(...acting.filter(({ account }) => !account.startsWith(personIdentity(''))));
    next = acting
      .filter(({ account }) => account.startsWith(personIdentity('')))
      .map(({ account, from, to }) => ({ person: account.slice(personIdentity('').length), from, to }))
      .filter((one) => !seen.has(JSON.stringify(one)));
  }
  return found;
};
