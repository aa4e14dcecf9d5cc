import { repoName } from './repo.js';

/** What the name of an artifact tells about where it came from. */
export interface Origin {
  readonly version?: string;
  readonly digest?: string;
  readonly repo?: string;
  readonly sha?: string;
}

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const DIGEST = /^sha(?:256|384|512):[0-9a-f]+$/;
/** Package types whose namespace and name are a repository, and its host where the name leaves it out. */
const REPOSITORY_HOSTS: ReadonlyMap<string, string> = new Map([
  ['github', 'github.com'],
  ['bitbucket', 'bitbucket.org'],
  ['golang', ''],
]);

/**
 * Reads a package URL (`pkg:type/namespace/name@version?qualifiers`). The commit is the one named by the qualifier
 * `vcs_url`, or else a version that is a whole commit id; an abbreviated id is not taken for one.
 *
 * @returns nothing known for a text that is no package URL: some senders write a bare digest or file name.
 */
export const originOf = (artifact: string): Origin => {
  if (!artifact.startsWith('pkg:')) return {};
  const [locator = '', query = ''] = artifact.slice('pkg:'.length).split('#', 1)[0]!.split('?', 2);
  const at = locator.lastIndexOf('@');
  const path = decoded(at < 0 ? locator : locator.slice(0, at));
  const version = at < 0 ? undefined : decoded(locator.slice(at + 1)) || undefined;
  const vcs = vcsOrigin(new URLSearchParams(query).get('vcs_url'));
  return {
    version,
    digest: version && DIGEST.test(version) ? version : undefined,
    repo: vcs?.repo ?? repositoryOf(path),
    sha: vcs?.sha ?? (version && COMMIT.test(version) ? version : undefined),
  };
};

/** `git+https://github.com/octo/hello.git@1a2b...`: a clone address, then the commit. */
const vcsOrigin = (address: string | null): Origin | undefined => {
  if (!address) return undefined;
  const at = address.lastIndexOf('@');
  const sha = address.slice(at + 1).toLowerCase();
  return at > 0 && COMMIT.test(sha)
    ? { repo: repoName({ id: address.slice(0, at) }), sha }
    : { repo: repoName({ id: address }) };
};

const repositoryOf = (path: string): string | undefined => {
  const [type = '', ...rest] = path.split('/');
  const host = REPOSITORY_HOSTS.get(type);
  if (host === undefined || rest.length < 2) return undefined;
  return host ? [host, ...rest].join('/') : rest.slice(0, 3).join('/');
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
