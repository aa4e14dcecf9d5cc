import type { Ref } from './cd-event.js';

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
const USER_AND_HOST = /^[^@/]+@([^:/]+):/;
const USER = /^[^@/]+@/;

/** An address without scheme, user and `.git`, the host in lower case: `github.com/octo/hello`. */
const bare = (address: string): string => {
  const place = address
    .trim()
    .replace(SCHEME, '')
    .replace(USER_AND_HOST, '$1/')
    .replace(USER, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  const slash = place.indexOf('/');
  return slash < 0 ? place : place.slice(0, slash).toLowerCase() + place.slice(slash);
};

const hasHost = (place: string): boolean => /^[^/]+\.[^/]+/.test(place) || /^[^/]+:\d+/.test(place);

/**
 * One name for one repository, host and path, from the ways in which senders split the two between `id` and `source`.
 * A source that is no host (`/staging/tekton`) adds nothing.
 */
export const repoName = ({ id, source = '' }: Pick<Ref, 'id'> & { readonly source?: string }): string => {
  const path = bare(id);
  const place = bare(source);
  if (!hasHost(place) || (hasHost(path) && path.includes('/'))) return path || id;
  return place.endsWith(`/${path}`) ? place : `${place}/${path}`;
};

/** The repository that an address itself names, if it has both host and path. */
export const repoAt = (address: string | undefined): string | undefined => {
  const place = bare(address ?? '');
  return hasHost(place) && place.includes('/') ? place : undefined;
};
