/** Names by which the events of GitHub, of a git import and of other systems meet. */

export interface Repository {
  /** Host and full path as GitHub writes them, `github.com/octo/hello`. */
  readonly id: string;
  readonly host: string;
  /** `octo/hello`. */
  readonly path: string;
  /** The last part of the path; a deployment that names no service is one of this. */
  readonly name: string;
  readonly defaultBranch?: string;
}

/**
 * @param url a page or clone address of the repository, whose host tells github.com from an enterprise server.
 * @returns undefined when `url` is no address.
 */
export const repositoryAt = (url: string, path: string): Repository | undefined => {
  if (!URL.canParse(url)) return undefined;
  const { host } = new URL(url);
  if (host === '') return undefined;
  return { id: `${host}/${path}`, host, path, name: path.slice(path.lastIndexOf('/') + 1) };
};

/** `github:octocat`; the same login on an enterprise server may be somebody else, so there the host is named. */
export const userId = (host: string, login: string): string =>
  `${host === 'github.com' ? 'github' : host}:${login}`;

export const teamId = (host: string, team: string): string => userId(host, `team/${team}`);

export const issueId = (repo: Repository, number: number): string => `${repo.id}/issues/${number}`;

export const runId = (repo: Repository, run: number): string => `${repo.id}/actions/runs/${run}`;

const RUN_PAGE = /\/actions\/runs\/(\d{1,20})(?:[/?#]|$)/;

/** The id of the workflow run to which an address leads, if it leads to one. */
export const runOfPage = (url: string | undefined): number | undefined => {
  const id = url && RUN_PAGE.exec(url)?.[1];
  return id ? Number(id) : undefined;
};

interface Related {
  readonly shas?: readonly (string | undefined)[];
  readonly changes?: readonly number[];
  readonly run?: number;
}

/** Links to the commits, the changes and the workflow run that an event is about; undefined when there are none. */
export const linksTo = (
  repo: Repository,
  { shas = [], changes = [], run }: Related,
): string[] | undefined => {
  const links = [
    ...shas.filter((sha) => sha !== undefined).map((sha) => `commit:${repo.id}@${sha}`),
    ...changes.map((change) => `change:${repo.id}#${change}`),
    ...(run === undefined ? [] : [`run:${runId(repo, run)}`]),
  ];
  return links.length > 0 ? [...new Set(links)] : undefined;
};
