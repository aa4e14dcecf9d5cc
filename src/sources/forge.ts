import { parseCommitMessage } from '../events/commit-message.js';
import { eventId } from '../events/event-id.js';
import { linkList, linkTo } from '../events/links.js';
import type { Actor, EventOf } from '../events/vocabulary.js';
import { instantFromAny } from './instants.js';
import { at, nameOf } from './reading.js';

/** What the forges (servers that keep repositories and review changes) have in common. */

export interface Repository {
  /** Host and full path, `gitlab.com/acme/shop`. */
  readonly id: string;
  readonly host: string;
  /** `acme/shop`. */
  readonly path: string;
  /** The last part of the path; a deployment that names no service is one of this. */
  readonly name: string;
  readonly defaultBranch?: string | undefined;
}

export const repositoryOf = (
  host: string | undefined,
  path: string | undefined,
  defaultBranch?: string,
): Repository | undefined =>
  host && path
    ? { id: `${host}/${path}`, host, path, name: path.slice(path.lastIndexOf('/') + 1), defaultBranch }
    : undefined;

/** The host of a web address, with its port. */
export const hostOf = (url: unknown): string | undefined => {
  if (typeof url !== 'string' || !/^https?:\/\//.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url).host || undefined;
};

/** A name or number at a dotted path, as text; undefined when there is none. */
export const textAt = (value: unknown, path: string): string | undefined => nameOf(at(value, path), 1_000);

/** The first instant, in UTC, that stands at one of the dotted paths. */
export const timeAt = (value: unknown, ...paths: readonly string[]): string | undefined => {
  for (const path of paths) {
    const time = instantFromAny(at(value, path));
    if (time) return time;
  }
  return undefined;
};

/** A sha; a row of zeros stands for none. */
export const shaAt = (value: unknown, ...paths: readonly string[]): string | undefined =>
  paths
    .map((path) => at(value, path))
    .find((sha): sha is string => typeof sha === 'string' && /^(?!0+$)[0-9a-f]{7,64}$/.test(sha));

interface Related {
  readonly shas?: readonly (string | undefined)[];
  readonly change?: string | undefined;
  readonly execution?: string | undefined;
  readonly items?: readonly string[] | undefined;
}

/** Links to what an event is about. A shortened sha names a commit only to people, so it is no link. */
export const linksTo = (repo: Repository, { shas = [], change, execution, items = [] }: Related) =>
  linkList(
    ...shas.map((sha) => (sha && sha.length >= 40 ? linkTo.commit(repo.id, sha) : undefined)),
    change === undefined ? undefined : linkTo.change(repo.id, change),
    execution === undefined ? undefined : linkTo.execution(execution),
    ...items.map(linkTo.item),
  );

/** Tickets and issues that the texts about a change name; undefined when there are none. */
export const itemsIn = (repo: Repository, ...texts: readonly unknown[]): string[] | undefined => {
  const said = texts.filter((text) => typeof text === 'string').map((text) => withoutComments(text));
  const { items } = parseCommitMessage(said.join('\n\n').slice(0, 100_000), repo.id);
  return items.length > 0 ? items : undefined;
};

/** Templates hold examples such as "Closes #1" in comments that nobody sees. */
const withoutComments = (markdown: string): string => {
  let visible = '';
  let from = 0;
  for (;;) {
    const start = markdown.indexOf('<!--', from);
    const end = start < 0 ? -1 : markdown.indexOf('-->', start + 4);
    if (end < 0) return visible + markdown.slice(from);
    visible += markdown.slice(from, start);
    from = end + 3;
  }
};

/** A forge that tells a time to the second by webhook and to the millisecond by its API tells one fact. */
export const toTheSecond = (instant: string): string => instant.slice(0, 19);

export interface PushedCommit {
  readonly sha: string;
  readonly at: string;
  readonly message: string;
  readonly actor?: Actor | undefined;
  readonly url?: string | undefined;
  readonly parents?: readonly string[] | undefined;
  readonly assumedParent?: string | undefined;
  readonly mainline: boolean;
}

export const commitRecorded = (
  source: string,
  repo: Repository,
  commit: PushedCommit,
): EventOf<'commit.recorded'> => {
  const said = parseCommitMessage(commit.message.slice(0, 100_000), repo.id);
  return {
    type: 'commit.recorded',
    id: eventId('commit.recorded', repo.id, commit.sha),
    source,
    at: commit.at,
    authoredAt: commit.at,
    committedAt: commit.at,
    actor: commit.actor,
    url: commit.url,
    repo: repo.id,
    sha: commit.sha,
    parents: commit.parents ? [...commit.parents] : undefined,
    assumedParents: commit.assumedParent ? [commit.assumedParent] : undefined,
    title: said.title,
    reverts: unlessEmpty(said.reverts),
    isRevert: said.isRevert || undefined,
    fixes: unlessEmpty(said.fixes),
    cherryPickOf: said.cherryPickOf,
    items: unlessEmpty(said.items),
    mainline: commit.mainline || undefined,
  };
};

const unlessEmpty = <T>(values: readonly T[]): T[] | undefined =>
  values.length > 0 ? [...values] : undefined;

/** Who wrote a commit, by the address that it names: anybody can write any, so it is only asserted. */
export const authorOf = (name: string | undefined, email: string | undefined): Actor | undefined => {
  const address = email?.trim().toLowerCase();
  if (!address || !/^[^\s@]+@[^\s@]+$/.test(address)) return undefined;
  return { id: `mailto:${address}`.slice(0, 1_000), name, kind: 'human', confidence: 'asserted' };
};
