import type { Actor } from '../../events/vocabulary.js';
import { hostOf, type Repository, repositoryOf, textAt } from '../forge.js';
import { at, type Fields, fieldsOf, listOf, pageOf } from '../reading.js';
import { placeOf } from '../service-map.js';
import type { BitbucketSettings } from './settings.js';

export const SOURCE = 'bitbucket';
export const CLOUD = 'bitbucket.org';

/** One record with what is known of where it came from. */
export interface Record {
  readonly value: Fields;
  /** The event's key, such as `pullrequest:created`, or the kind of a record of the API with `api:` before it. */
  readonly kind: string;
  readonly address: string | undefined;
  /** The name of the configured source: stands in for a server that names itself nowhere. */
  readonly source: string;
  readonly settings: BitbucketSettings;
}

/** Where a person can look at it: the cloud has one such link, a server a list. */
export const linkAt = (value: unknown, ...names: readonly string[]): string | undefined => {
  for (const name of names) {
    const link = at(value, `links.${name}`);
    const href = pageOf(fieldsOf(Array.isArray(link) ? link[0] : link)['href']);
    if (href) return href;
  }
  return undefined;
};

/** The repository as a webhook describes it: by its full name in the cloud, by project and slug on a server. */
export const repositoryIn = (told: unknown, source: string): Repository | undefined => {
  const full = textAt(told, 'full_name');
  if (full) return repositoryOf(CLOUD, full, textAt(told, 'mainbranch.name'));
  const [project, slug] = [textAt(told, 'project.key'), textAt(told, 'slug')];
  if (!project || !slug) return undefined;
  return repositoryOf(hostOf(linkAt(told, 'self')) ?? clonedFrom(told) ?? source, `${project}/${slug}`);
};

const clonedFrom = (told: unknown): string | undefined =>
  listOf(at(told, 'links.clone'))
    .map((link) => hostOf(fieldsOf(link)['href']))
    .find((host) => host !== undefined);

const ADDRESS = /^https?:\/\/(?:api\.)?bitbucket\.org\/(?:2\.0\/repositories\/)?([^/?#]+\/[^/?#]+)/;

/** The repository of the cloud that an address is below. */
export const repositoryAt = (...addresses: readonly (string | undefined)[]): Repository | undefined => {
  for (const address of addresses) {
    const path = address && ADDRESS.exec(address)?.[1];
    if (path) return repositoryOf(CLOUD, path);
  }
  return undefined;
};

/**
 * Somebody whom Bitbucket itself let in. The cloud knows people by account ids, because it gave up user names; a server
 * by user names, which another server may give to somebody else.
 */
export const actorOf = (host: string, user: unknown, { bots }: BitbucketSettings): Actor | undefined => {
  const isCloud = host === CLOUD;
  const login = isCloud
    ? (textAt(user, 'account_id') ?? textAt(user, 'uuid') ?? textAt(user, 'username'))
    : (textAt(user, 'slug') ?? textAt(user, 'name'));
  if (!login) return undefined;
  const name = textAt(user, 'display_name') ?? textAt(user, 'displayName') ?? textAt(user, 'nickname');
  const known = [login, textAt(user, 'nickname'), textAt(user, 'username'), textAt(user, 'name')];
  const id = `${isCloud ? SOURCE : host}:${login}`;
  const type = textAt(user, 'type');
  if (known.some((one) => one && bots.includes(one)) || type === 'SERVICE' || type === 'AppUser')
    return { id, name, kind: 'bot', confidence: 'bot' };
  if (type === 'team' || type === 'app_user')
    return { id, name, kind: 'service', confidence: 'authenticated' };
  return { id, name, kind: 'human', confidence: 'authenticated' };
};

/** Ids of the cloud come in braces. */
export const uuidAt = (value: unknown, path: string): string | undefined =>
  textAt(value, path)?.replace(/^\{|\}$/g, '') || undefined;

export const pipelineId = (repo: Repository, uuid: string): string => `${repo.id}/pipelines/${uuid}`;
export const issueId = (repo: Repository, id: string): string => `${repo.id}/issues/${id}`;

export const serviceOf = (repo: Repository, { services }: BitbucketSettings): string =>
  placeOf(services, repo.path, repo.name).service ?? repo.name;
