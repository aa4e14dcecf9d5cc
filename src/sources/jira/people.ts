import type { Actor } from '../../events/vocabulary.js';
import type { User } from './payload.js';
import { isAmong, type JiraSettings } from './settings.js';

/** The host of an address that a payload shows; the cloud's API has one host for all its customers. */
export const hostOf = (...addresses: readonly (string | undefined)[]): string | undefined => {
  const address = addresses.find((one) => one !== undefined && URL.canParse(one));
  return address === undefined ? undefined : new URL(address).host;
};

/**
 * An account id is unique in the whole cloud. On a server a person's key stays when the login changes, and a changelog
 * names nothing else.
 */
export const userIdOf = (user: User | undefined, host: string | undefined): string | undefined => {
  if (!user) return undefined;
  if (user.accountId) return `jira:${user.accountId}`;
  const key = user.key ?? user.name;
  return key && `${host ?? 'jira'}:${key}`;
};

interface Known {
  readonly host: string | undefined;
  readonly settings: JiraSettings;
}

/** Somebody whom Jira itself let in. */
export const actorOf = (user: User | undefined, { host, settings }: Known): Actor | undefined => {
  const id = userIdOf(user, hostOf(user?.self) ?? host);
  if (!user || !id) return undefined;
  const who = { id, name: user.displayName ?? user.name };
  const isBot = user.accountType === 'app' || isAmong(settings.bots, id) || isAmong(settings.bots, who.name);
  return {
    ...who,
    ...(isBot ? { kind: 'bot', confidence: 'bot' } : { kind: 'human', confidence: 'authenticated' }),
  };
};
