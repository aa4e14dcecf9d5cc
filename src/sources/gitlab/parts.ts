import type { Actor } from '../../events/vocabulary.js';
import { hostOf, type Repository, repositoryOf, textAt } from '../forge.js';
import { type Fields, fieldsOf } from '../reading.js';
import { placeOf } from '../service-map.js';
import type { GitlabSettings } from './settings.js';

export const SOURCE = 'gitlab';

/** One record with what is known of where it came from. */
export interface Record {
  readonly value: Fields;
  /** What it is: the kind of a webhook, or of a record of the API with `api:` before it. */
  readonly kind: string;
  /** The server's host, or the name of the configured source where the request does not tell it. */
  readonly instance: string;
  /** The server that its repositories are on. */
  readonly host: string;
  readonly settings: GitlabSettings;
}

const PAGE =
  /^https?:\/\/[^/]+\/(.+?)(?:\/-)?\/(?:merge_requests|pipelines|jobs|issues|releases|commit|commits|tree|deployments|environments)\//;

/** The repository that a page of GitLab is in. */
const repositoryAt = (url: string | undefined): Repository | undefined =>
  url === undefined ? undefined : repositoryOf(hostOf(url), PAGE.exec(url)?.[1]);

/** The project, by what a webhook says of it, or by the pages of a record. */
export const repositoryIn = (
  { value }: Pick<Record, 'value'>,
  ...projects: readonly string[]
): Repository | undefined => {
  for (const place of [...projects, 'project']) {
    const project = fieldsOf(placed(value, place));
    const url = textAt(project, 'web_url') ?? textAt(project, 'homepage');
    const path = textAt(project, 'path_with_namespace') ?? pathOf(url);
    const repo = repositoryOf(hostOf(url), path, textAt(project, 'default_branch'));
    if (repo) return repo;
  }
  const homepage = textAt(value, 'repository.homepage');
  return repositoryOf(hostOf(homepage), pathOf(homepage)) ?? repositoryAt(pageIn(value));
};

const placed = (value: Fields, place: string): unknown =>
  place.split('.').reduce<unknown>((inner, key) => fieldsOf(inner)[key], value);

const pathOf = (url: string | undefined): string | undefined =>
  url && URL.canParse(url) ? new URL(url).pathname.replace(/^\/|\/$/g, '') || undefined : undefined;

const pageIn = (value: Fields): string | undefined =>
  textAt(value, 'web_url') ??
  textAt(value, '_links.self') ??
  textAt(value, 'pipeline.web_url') ??
  textAt(value, 'deployable.web_url') ??
  textAt(value, 'deployable.pipeline.web_url');

/** `gitlab:ann`; the same login on another server may be somebody else, so there the host is named. */
export const userId = (host: string, login: string): string =>
  `${host === 'gitlab.com' ? SOURCE : host}:${login}`;

/** Accounts that GitLab makes for access tokens of a project or group, and those of its own. */
const BOT =
  /^(?:(?:project|group)_\d+_bot|service_account_|(?:support|alert|security|migration|admin|automation)-bot$)/i;

/** Stands for everybody whose account was deleted, so it names nobody. */
const NOBODY = /^ghost\d*$/;

/** Somebody whom GitLab itself let in. Very old versions tell no login, only an address. */
export const actorOf = (host: string, user: unknown, { bots }: GitlabSettings): Actor | undefined => {
  const login = textAt(user, 'username');
  const name = textAt(user, 'name');
  if (login === undefined) {
    const email = textAt(user, 'email')?.toLowerCase();
    if (!email || !/^[^\s@[\]]+@[^\s@[\]]+$/.test(email)) return undefined;
    return { id: `mailto:${email}`, name, kind: 'human', confidence: 'authenticated' };
  }
  if (NOBODY.test(login)) return undefined;
  const id = userId(host, login);
  if (BOT.test(login) || bots.includes(login)) return { id, name, kind: 'bot', confidence: 'bot' };
  return { id, name, kind: 'human', confidence: 'authenticated' };
};

export const pipelineId = (repo: Repository, id: string): string => `${repo.id}/-/pipelines/${id}`;
export const jobId = (repo: Repository, id: string): string => `${repo.id}/-/jobs/${id}`;
export const issueId = (repo: Repository, iid: string): string => `${repo.id}/issues/${iid}`;

export const serviceOf = (repo: Repository, { services }: GitlabSettings) => {
  const place = placeOf(services, repo.path, repo.name);
  return { service: place.service ?? repo.name, environment: place.environment };
};
