import { z } from 'zod';
import type { Actor } from '../../events/vocabulary.js';
import { instantOf, looseFlag, looseText } from '../../support/loose.js';
import { pageOf } from '../parts.js';

/** Pieces that service hooks and records of the API share. Anything that is missing or odd counts as not told. */

/** Seven decimals, with or without the zone that is always UTC; the year 1 and the year 9999 mean never. */
export const azureInstant = z
  .unknown()
  .optional()
  .transform((value) => {
    const time = typeof value === 'string' ? instantOf(value, 'utc') : undefined;
    return time && time > '1971' && time < '9000' ? time : undefined;
  });

const object = <T extends z.ZodRawShape>(shape: T) =>
  z
    .object(shape)
    .nullish()
    .catch(undefined)
    .transform((value) => value ?? undefined);

export { object as looseShape };

/** An identity; older versions write a name, alone or with an address: `Ann Bell <ann@example.org>`. */
export const person = z
  .unknown()
  .optional()
  .transform((value): Person | undefined => {
    if (typeof value === 'string') return namedPerson(value);
    const parsed = z
      .object({ id: looseText, displayName: looseText, uniqueName: looseText, isContainer: looseFlag })
      .safeParse(value);
    if (!parsed.success) return undefined;
    const { id, displayName, uniqueName, isContainer } = parsed.data;
    return { id, name: displayName, login: uniqueName, team: isContainer ?? false };
  });

export interface Person {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly login?: string | undefined;
  readonly team?: boolean;
}

const namedPerson = (text: string): Person | undefined => {
  const [, name, login] = /^([^<]*)<([^<>]+)>$/.exec(text.trim()) ?? [];
  if (login) return { name: name?.trim(), login };
  return text.trim() ? { name: text.trim() } : undefined;
};

const SERVICE = /\bBuild Service\b|^Microsoft\.VisualStudio\.|^Project Collection/;

/** By the address that one signs in with, else by the id; a display name alone is asserted. */
export const actorOf = (who: Person | undefined): Actor | undefined => {
  const key = keyOf(who);
  if (!who || !key) return undefined;
  const { name } = who;
  const known = { id: `azuredevops:${key}`, name: name ?? key };
  if (SERVICE.test(name ?? '') || SERVICE.test(who.login ?? ''))
    return { ...known, kind: 'service', confidence: 'bot' };
  return { ...known, kind: 'human', confidence: who.login || who.id ? 'authenticated' : 'asserted' };
};

const keyOf = (who: Person | undefined): string | undefined =>
  (who?.login?.includes('@') ? who.login.toLowerCase() : undefined) ?? who?.id ?? who?.login ?? who?.name;

export const personId = (who: Person | undefined): string | undefined => {
  const key = keyOf(who);
  return key === undefined ? undefined : `azuredevops:${who?.team ? 'team/' : ''}${key}`;
};

const link = object({ href: looseText });

export const links = object({ web: link, self: link });

export const repository = object({
  id: looseText,
  name: looseText,
  url: looseText,
  remoteUrl: looseText,
  webUrl: looseText,
  defaultBranch: looseText,
  type: looseText,
  project: object({ id: looseText, name: looseText }),
});
export type Repository = z.output<typeof repository>;

/** Where a repository is: host and path as it is cloned, `dev.azure.com/acme/shop/_git/till`. */
export const repoOf = (told: Repository): string | undefined => {
  if (!told) return undefined;
  const page = pageOf(told.remoteUrl, told.webUrl);
  if (page && URL.canParse(page)) return placeOf(page);
  if (told.type && /^github/i.test(told.type)) return told.id && `github.com/${told.id}`;
  const organization = organizationOf(told.url);
  if (!organization || !told.project?.name || !told.name) return undefined;
  return `${organization}/${told.project.name}/_git/${told.name}`;
};

const placeOf = (page: string): string => {
  const { host, pathname } = new URL(page);
  return `${host}${decoded(pathname)}`.replace(/\/$/, '').replace(/\.git$/, '');
};

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

const PROJECT_ID = '[0-9a-f]{8}-[0-9a-f-]{20,}';
const API = new RegExp(`^https?://([^/\\s]+(?:/[^/\\s]+)*?)(?:/(${PROJECT_ID}))?/_apis/`, 'i');

/** Host and path of the organization or collection; its releases and identities stand on servers of their own. */
export const organizationOf = (url: string | undefined): string | undefined =>
  API.exec(url ?? '')?.[1]?.replace(/^vs(?:rm|sps)\.dev\.azure\.com/, 'dev.azure.com');

/** What is a number within one organization is named by it, or else by the configured source. */
export const idIn = (source: string, url: string | undefined, kind: string, id: string): string =>
  `azuredevops:${organizationOf(url) ?? source}/${kind}/${id}`;

export const shaOf = (value: string | undefined): string | undefined => {
  const sha = value?.slice(value.lastIndexOf(':') + 1);
  return sha && /^[0-9a-f]{40,64}$/.test(sha) && !/^0+$/.test(sha) ? sha : undefined;
};

export const branchOf = (ref: string | undefined): string | undefined => ref?.replace(/^refs\/heads\//, '');
