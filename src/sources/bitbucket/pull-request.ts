import { eventId } from '../../events/event-id.js';
import type { Actor, DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { itemsIn, linksTo, type Repository, shaAt, textAt, timeAt } from '../forge.js';
import { at, type Fields, fieldsOf, listOf, revisionAt } from '../reading.js';
import { actorOf, linkAt, repositoryAt, repositoryIn, SOURCE } from './parts.js';
import type { BitbucketSettings } from './settings.js';

/** A pull request, in the same words whether the cloud or a server told it. */
export interface PullRequest {
  readonly repo: Repository;
  readonly id: string;
  readonly title: string | undefined;
  readonly texts: readonly unknown[];
  readonly url: string | undefined;
  readonly branch: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  readonly closedAt: string | undefined;
  /** Of several times at which it is said to have ended the highest counts. */
  readonly closedRevision: number;
  readonly author: Actor | undefined;
  readonly closedBy: Actor | undefined;
  readonly headSha: string | undefined;
  readonly baseSha: string | undefined;
  readonly mergeSha: string | undefined;
  readonly state: string | undefined;
  /** Who takes part in it, with what they said, as it was told. */
  readonly participants: readonly Fields[];
}

interface Around {
  /** The repository that a webhook names beside the pull request. */
  readonly repository?: unknown;
  readonly address?: string | undefined;
  readonly source: string;
  readonly settings: BitbucketSettings;
}

export const pullRequestOf = (told: Fields, around: Around): PullRequest | undefined =>
  'toRef' in told || 'fromRef' in told ? ofServer(told, around) : ofCloud(told, around);

const ofCloud = (
  told: Fields,
  { repository, address, source, settings }: Around,
): PullRequest | undefined => {
  const repo =
    repositoryIn(repository, source) ??
    repositoryIn(at(told, 'destination.repository'), source) ??
    repositoryAt(linkAt(told, 'html', 'self'), address);
  const id = textAt(told, 'id');
  if (!repo || !id) return undefined;
  const updatedAt = timeAt(told, 'updated_on', 'created_on');
  return {
    ...commonOf(repo, id, told),
    texts: [told['title'], told['description'], textAt(told, 'source.branch.name')],
    url: linkAt(told, 'html'),
    branch: textAt(told, 'source.branch.name'),
    createdAt: timeAt(told, 'created_on'),
    updatedAt,
    closedAt: updatedAt,
    closedRevision: earliest(updatedAt),
    author: actorOf(repo.host, told['author'], settings),
    closedBy: actorOf(repo.host, told['closed_by'], settings),
    headSha: shaAt(told, 'source.commit.hash'),
    baseSha: shaAt(told, 'destination.commit.hash'),
    mergeSha: shaAt(told, 'merge_commit.hash'),
    participants: listOf(told['participants']).map(fieldsOf),
  };
};

const ofServer = (told: Fields, { source, settings }: Around): PullRequest | undefined => {
  const repo = repositoryIn(at(told, 'toRef.repository'), source);
  const id = textAt(told, 'id');
  if (!repo || !id) return undefined;
  const branch = textAt(told, 'fromRef.displayId');
  const closedAt = timeAt(told, 'closedDate', 'updatedDate');
  return {
    ...commonOf(repo, id, told),
    texts: [told['title'], told['description'], branch],
    url: linkAt(told, 'self'),
    branch,
    createdAt: timeAt(told, 'createdDate'),
    updatedAt: timeAt(told, 'updatedDate', 'createdDate'),
    closedAt,
    closedRevision: revisionAt(closedAt),
    author: actorOf(repo.host, at(told, 'author.user'), settings),
    closedBy: undefined,
    headSha: shaAt(told, 'fromRef.latestCommit'),
    baseSha: shaAt(told, 'toRef.latestCommit'),
    mergeSha: shaAt(told, 'properties.mergeCommit.id'),
    participants: [...listOf(told['reviewers']), ...listOf(told['participants'])].map(fieldsOf),
  };
};

/** The cloud tells no time of the end but that of the last update, which a later comment moves: the first word stays. */
const earliest = (at: string | undefined): number =>
  at === undefined ? 0 : Number.MAX_SAFE_INTEGER - Date.parse(at);

const commonOf = (repo: Repository, id: string, told: Fields) => ({
  repo,
  id,
  title: textAt(told, 'title'),
  state: textAt(told, 'state'),
});

export const changeCommon = ({ repo, id, title, texts, url }: PullRequest) => ({
  source: SOURCE,
  repo: repo.id,
  change: id,
  title,
  url,
  items: itemsIn(repo, ...texts),
});

/** What a pull request says of itself, whatever brought it: that it was opened, and how it ended. */
export const factsOf = (pr: PullRequest, by?: Actor): DeliveryEvent[] =>
  [changeOpened(pr), endOf(pr, by)].filter((fact) => fact !== undefined);

const changeOpened = (pr: PullRequest): EventOf<'change.opened'> | undefined =>
  pr.createdAt === undefined
    ? undefined
    : {
        ...changeCommon(pr),
        type: 'change.opened',
        id: eventId('change.opened', pr.repo.id, pr.id),
        at: pr.createdAt,
        revision: revisionAt(pr.updatedAt),
        actor: pr.author,
        branch: pr.branch,
        links: linksTo(pr.repo, { change: pr.id }),
      };

const endOf = (pr: PullRequest, by: Actor | undefined): DeliveryEvent | undefined => {
  const at = pr.closedAt;
  if (!at) return undefined;
  if (pr.state === 'MERGED') return changeMerged(pr, at, by);
  if (pr.state !== 'DECLINED' && pr.state !== 'SUPERSEDED') return undefined;
  return {
    ...changeCommon(pr),
    type: 'change.abandoned',
    id: eventId('change.abandoned', pr.repo.id, pr.id),
    at,
    revision: pr.closedRevision,
    actor: pr.closedBy ?? by,
    links: linksTo(pr.repo, { change: pr.id }),
  };
};

const changeMerged = (pr: PullRequest, at: string, by: Actor | undefined): EventOf<'change.merged'> => {
  const { repo, id, mergeSha, headSha, baseSha } = pr;
  return {
    ...changeCommon(pr),
    type: 'change.merged',
    id: eventId('change.merged', repo.id, id),
    at,
    revision: pr.closedRevision,
    actor: pr.closedBy ?? by,
    mergeSha,
    headSha,
    baseSha,
    openedAt: pr.createdAt,
    links: linksTo(repo, { shas: [mergeSha, headSha], change: id }),
  };
};

export type Decision = EventOf<'change.reviewed'>['decision'];

export interface Review {
  readonly at: string;
  readonly by: Actor | undefined;
  readonly decision: Decision;
  readonly headSha?: string | undefined;
  /** What tells this comment from another one. */
  readonly comment?: string | undefined;
}

/**
 * An approval or a refusal that stands is told by the API too, which knows only the last one: it replaces the former one
 * of the same person.
 */
export const changeReviewed = (pr: PullRequest, review: Review): EventOf<'change.reviewed'> => {
  const { at, by, decision, headSha, comment } = review;
  const last = decision === 'approved' || decision === 'changes_requested';
  return {
    ...changeCommon(pr),
    type: 'change.reviewed',
    id: eventId('change.reviewed', pr.repo.id, pr.id, decision, by?.id ?? '', comment ?? (last ? '' : at)),
    at,
    revision: last ? revisionAt(at) : undefined,
    actor: by,
    decision,
    headSha,
    links: linksTo(pr.repo, { shas: [headSha], change: pr.id }),
  };
};

export const changeUpdated = (
  pr: PullRequest,
  { at, by, action }: { at: string; by: Actor | undefined; action: string },
): EventOf<'change.updated'> => ({
  ...changeCommon(pr),
  type: 'change.updated',
  id: eventId('change.updated', pr.repo.id, pr.id, action, at),
  at,
  actor: by,
  action,
  headSha: pr.headSha,
  links: linksTo(pr.repo, { shas: [pr.headSha], change: pr.id }),
});
