import { holdsAt } from '../support/validity.js';

/** Whose an identity is during [from, to), as the read model `person_account` has it. */
export interface Account {
  /** An actor's id, or `person:ID`: every identity of that person. */
  readonly account: string;
  /** ISO in UTC with milliseconds, as events have it; null is without limit. */
  readonly from: string | null;
  readonly to: string | null;
  readonly person: string;
  /** The actor is a bot that the person runs. */
  readonly bot: boolean;
}

export interface ResolvedPerson {
  readonly person: string;
  readonly bot: boolean;
}

export const personIdentity = (person: string): string => `person:${person}`;

/**
 * The person behind an actor at a time; two logins of one person give the same person. Nothing is guessed: only what
 * somebody declared counts.
 *
 * @param accounts at least those of the actor, and all of identities `person:...` (persons that were merged).
 * @param at when the actor acted: ISO in UTC with milliseconds.
 * @returns undefined when nobody said whose the actor was then.
 */
export const resolvePerson = (
  accounts: readonly Account[],
  actorId: string,
  at: string,
): ResolvedPerson | undefined => {
  const found = accountAt(accounts, actorId, at);
  return found && { person: mergedInto(accounts, found.person, at), bot: found.bot };
};

/** Follows merges of persons. Of persons merged in a circle the smallest id stands for all, wherever one enters. */
export const mergedInto = (accounts: readonly Account[], person: string, at: string): string => {
  const path = [person];
  for (;;) {
    const next = accountAt(accounts, personIdentity(path.at(-1)!), at)?.person;
    if (next === undefined) return path.at(-1)!;
    const start = path.indexOf(next);
    if (start >= 0) return path.slice(start).sort()[0]!;
    path.push(next);
  }
};

const accountAt = (accounts: readonly Account[], account: string, at: string): Account | undefined =>
  accounts.find((one) => one.account === account && holdsAt(one, at));
