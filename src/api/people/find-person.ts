import { loadAccounts } from '../../projections/accounts.js';
import { resolvePerson } from '../../projections/resolve-person.js';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import { batched } from '../schema/batched.js';
import type { FindPerson, FoundPerson } from '../schema/person.js';

interface Acting {
  readonly id: string;
  readonly at: Date;
}

type Read = <T>(work: (db: Db) => Promise<T>) => Promise<T>;

/** The persons behind the actors of a page, read together where one answer stands. */
export const personFinder = (read: Read): FindPerson =>
  batched<Acting, FoundPerson | null>(
    ({ id, at }) => JSON.stringify([id, at]),
    (all) => read((db) => findPersons(db, all)),
  );

const findPersons = async (db: Db, all: readonly Acting[]): Promise<(FoundPerson | null)[]> => {
  const accounts = await loadAccounts(db, [...new Set(all.map(({ id }) => id))]);
  if (accounts.length === 0) return all.map(() => null);
  const found = all.map(({ id, at }) => resolvePerson(accounts, id, at.toISOString()));
  const names = await loadNames(
    db,
    found.flatMap((one) => one?.person ?? []),
  );
  return found
    .map((one) => one && { id: one.person, name: names.get(one.person) ?? null, bot: one.bot })
    .map((one) => one ?? null);
};

export const loadNames = async (
  db: Db,
  persons: readonly string[],
): Promise<ReadonlyMap<string, string | null>> => {
  const { rows } = await db.query<{ person: string; name: string | null }>(sql`
    select p.person, p.name from person p where p.person = any(${[...new Set(persons)]})`);
  return new Map(rows.map(({ person, name }) => [person, name]));
};
