import type { Pool } from 'pg';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { LIVE } from '../../projections/projector.js';
import { personIdentity } from '../../projections/resolve-person.js';
import { UserError } from '../../support/errors.js';

/** Of a person; what is of a bot that the person runs is not among them. */
export interface Identity {
  readonly account: string;
  /** Since when and until when it was this person's, in milliseconds; without limit it is infinite. */
  readonly from: number;
  readonly to: number;
}

/** @throws UserError `NOT_FOUND` when nobody declared the person, or everything was erased already. */
export const identitiesOf = async (pool: Pool, person: string): Promise<Identity[]> => {
  const { rows } = await pool.query<{ account: string; from: Date | number; to: Date | number }>(
    `with recursive same(person) as (
       select $1::text
       union
       select substr(a.account, length('person:') + 1) from ${LIVE}.person_account a
       join same on a.person = same.person and a.account like 'person:%'
     )
     select a.account, a.valid_from as "from", a.valid_to as "to"
     from ${LIVE}.person_account a join same on a.person = same.person
     where not a.bot
     union all
     select 'person:' || p.person, '-infinity', 'infinity'
     from ${LIVE}.person p join same on p.person = same.person
     order by 1, 2`,
    [person],
  );
  if (rows.length === 0) {
    throw new UserError(
      `Nobody declared a person ${person}: throughline query '{ people { person } }' lists them. Or name the events.`,
      'NOT_FOUND',
    );
  }
  return [
    { account: personIdentity(person), from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
    ...rows.map(({ account, from, to }) => ({ account, from: Number(from), to: Number(to) })),
  ];
};

const EVENTS_PER_PAGE = 5_000;

/** Ids of all events in which one of these identities appears while it was the person's. Reads the whole event store. */
export const eventsNaming = async (pool: Pool, identities: readonly Identity[]): Promise<string[]> => {
  const needles = namesOfAll(identities).map((name) => JSON.stringify(name));
  const found = new Set<string>();
  let after = { id: '', digest: '' };
  for (;;) {
    const { rows } = await pool.query<{ id: string; digest: string; data: string }>(
      `select id, digest, data from throughline.event
       where (id, digest) > ($1, $2) and exists (select from unnest($3::text[]) n(name) where strpos(data, name) > 0)
       order by id, digest limit $4`,
      [after.id, after.digest, needles, EVENTS_PER_PAGE],
    );
    for (const { id, data } of rows) if (names(JSON.parse(data) as DeliveryEvent, identities)) found.add(id);
    const last = rows.at(-1);
    if (!last) return [...found];
    after = last;
  }
};

const PERSON = 'person:';

/** Under which names these identities are found. */
export const namesOfAll = (identities: readonly Identity[]): string[] => [
  ...new Set(identities.flatMap(({ account }) => namesOf(account))),
];

/** A person is named as `person:ID`, or by the bare id where only persons are named. */
const namesOf = (account: string): string[] =>
  account.startsWith(PERSON) ? [account, account.slice(PERSON.length)] : [account];

const names = (event: DeliveryEvent, identities: readonly Identity[]): boolean => {
  const at = Date.parse(event.at);
  const said = namedIn(event);
  return identities.some(({ account, from, to }) => {
    // What declares whose an identity is names it whenever it is said.
    const holds = /^(person|identity|team)\./.test(event.type) || (from <= at && at < to);
    if (!holds) return false;
    if (said.anywhere.has(account)) return true;
    return account.startsWith(PERSON) && said.asPerson.has(account.slice(PERSON.length));
  });
};

/** Members that name persons and nothing else. */
const OF_PERSONS = new Set(['person', 'reviewers']);

const namedIn = (event: DeliveryEvent): { anywhere: Set<string>; asPerson: Set<string> } => {
  const anywhere = new Set<string>();
  const asPerson = new Set<string>();
  const isHandoff = event.type.startsWith('handoff.');
  const walk = (value: unknown, member: string): void => {
    if (typeof value === 'string') {
      anywhere.add(value);
      if (OF_PERSONS.has(member) || (isHandoff && (member === 'from' || member === 'to')))
        asPerson.add(value);
    } else if (Array.isArray(value)) for (const one of value) walk(one, member);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) walk(inner, name);
  };
  walk(event, '');
  return { anywhere, asPerson };
};
