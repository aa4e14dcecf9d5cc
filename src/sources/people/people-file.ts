import { z } from 'zod';
import type { Wanted } from './claims.js';
import { collisions, type Definition } from './definition.js';
import { byId, date, name, type Reading, readYaml, span } from './read-yaml.js';

const accountId = name.regex(
  /^(?!person:)[a-z][a-z0-9+.-]*:./i,
  'must be written as system:login, for example github:octocat',
);
const email = name.regex(/^[^@\s]+@[^@\s]+$/, 'must be an e-mail address');

const account = byId('id', z.strictObject({ id: accountId, ...span }));
const address = byId('id', z.strictObject({ id: email, ...span }));

const person = z.strictObject({
  id: name,
  name: name.optional(),
  accounts: z.array(account).default([]),
  emails: z.array(address).default([]),
  bots: z.array(account).default([]),
});

const peopleFile = z
  .strictObject({ registry: name.default('default'), since: date.optional(), people: z.array(person) })
  .superRefine(({ people }, context) => {
    const flaw = (path: PropertyKey[], message: string) =>
      context.issues.push({ code: 'custom', path, message, input: undefined });
    const ids = new Map<string, number>();
    people.forEach(({ id }, i) => {
      if (ids.has(id)) flaw(['people', i, 'id'], `${id} is described twice: put both into one entry`);
      ids.set(id, i);
    });
    const placed = people.flatMap(accountsOf);
    const wanted = placed.map((one) => one.wanted);
    for (const { index, with: other } of collisions(wanted)) {
      const [{ subject }, { value }] = [wanted[index]!, wanted[other]!];
      flaw(
        ['people', ...placed[index]!.path],
        `${subject[1]} is at the same time said to be of ${value['person']}: give both entries dates that do not overlap`,
      );
    }
    for (const { wanted: one, path } of placed) {
      if (one.from && one.to && one.from >= one.to)
        flaw(['people', ...path, 'to'], 'must be later than from');
    }
  });

type Person = z.infer<typeof person>;

interface Placed {
  readonly wanted: Wanted;
  readonly path: PropertyKey[];
}

const accountsOf = ({ id, accounts, emails, bots }: Person, i: number): Placed[] => {
  const placed = (list: string, entries: readonly Entry[], more: { bot?: true } = {}): Placed[] =>
    entries.map(({ id: account, from, to }, k) => ({
      wanted: { subject: ['account', account], value: { person: id, ...more }, from, to },
      path: [i, list, k],
    }));
  const addresses = emails.map((entry) => ({ ...entry, id: `mailto:${entry.id.toLowerCase()}` }));
  return [
    ...placed('accounts', accounts),
    ...placed('emails', addresses),
    ...placed('bots', bots, { bot: true }),
  ];
};

type Entry = z.infer<typeof account>;

/** Reads `people.yaml`: persons with their accounts, e-mails and the bots they run. */
export const readPeopleFile = (text: string): Reading<Definition> => {
  const read = readYaml(text, peopleFile);
  if (!read.ok) return read;
  const { registry, since, people } = read.value;
  const wanted = people.flatMap((one, i): Wanted[] => [
    { subject: ['person', one.id], value: one.name === undefined ? {} : { name: one.name } },
    ...accountsOf(one, i).map((placed) => placed.wanted),
  ]);
  return { ok: true, value: { registry: `people:${registry}`, since, wanted, leftOut: [] } };
};
