import type { Actor } from '../events/vocabulary.js';
import { type Account, resolvePerson } from '../projections/resolve-person.js';
import { holdsAt, type Validity } from '../support/validity.js';

export interface Membership extends Validity {
  readonly team: string;
  readonly person: string;
}

/** Who people were at each time, as somebody declared. */
export interface People {
  /** Accounts by actor id. */
  readonly accounts: ReadonlyMap<string, readonly Account[]>;
  /** Persons that were merged: accounts of identities `person:...`. */
  readonly merges: readonly Account[];
  readonly members: readonly Membership[];
  /** Teams that own the service. */
  readonly owners: readonly (Validity & { readonly team: string })[];
}

export const NOBODY: People = { accounts: new Map(), merges: [], members: [], owners: [] };

/** Somebody who did something at a time. */
export interface Who {
  readonly actor: Actor;
  /** The person behind; of a bot the one who runs it. undefined: nobody said whose it is. */
  readonly person: string | undefined;
  readonly isBot: boolean;
  /** What to call them in a sentence. */
  readonly name: string;
}

export const whoIs = (people: People, actor: Actor, at: string): Who => {
  const accounts = [...(people.accounts.get(actor.id) ?? []), ...people.merges];
  const found = resolvePerson(accounts, actor.id, at);
  const isBot = actor.kind !== 'human' || actor.confidence === 'bot' || found?.bot === true;
  const name = found ? `${found.person} (${actor.id})` : actor.id;
  return { actor, person: found?.person, isBot, name };
};

/** A human that nobody resolved could be anybody; a bot that nobody runs is nobody. */
export const isUnresolved = ({ person, isBot }: Who): boolean => person === undefined && !isBot;

export const samePerson = (left: Who, right: Who): boolean =>
  left.actor.id === right.actor.id || (left.person !== undefined && left.person === right.person);

/** @param team its id, or `owner`: any team that owned the service then. */
export const isMember = (people: People, who: Who, { team, at }: { team: string; at: string }): boolean => {
  const teams =
    team === 'owner'
      ? people.owners.filter((owner) => holdsAt(owner, at)).map((owner) => owner.team)
      : [team];
  return people.members.some(
    (member) => member.person === who.person && teams.includes(member.team) && holdsAt(member, at),
  );
};

export const namesOf = (people: readonly Who[]): string =>
  [...new Set(people.map(({ name }) => name))].join(', ');
