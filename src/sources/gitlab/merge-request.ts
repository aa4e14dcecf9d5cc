import { eventId } from '../../events/event-id.js';
import type { Actor, DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { itemsIn, linksTo, type Repository, shaAt, textAt, timeAt } from '../forge.js';
import { type Fields, fieldsOf, listOf, pageOf, revisionAt } from '../reading.js';
import { actorOf, SOURCE } from './parts.js';
import type { GitlabSettings } from './settings.js';

/** A merge request as webhooks (`object_attributes`), comments and the API tell it, nearly in the same words. */
export interface MergeRequest {
  readonly repo: Repository;
  readonly iid: string;
  readonly told: Fields;
  readonly settings: GitlabSettings;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  readonly author: Actor | undefined;
}

/** @param people of the payload, among whom the author may be found by the id that a webhook tells. */
export const mergeRequestOf = (
  repo: Repository,
  told: Fields,
  settings: GitlabSettings,
  people: readonly unknown[] = [],
): MergeRequest | undefined => {
  const iid = textAt(told, 'iid');
  if (!iid) return undefined;
  const authorId = textAt(told, 'author_id');
  const author = told['author'] ?? people.find((one) => authorId && textAt(one, 'id') === authorId);
  return {
    repo,
    iid,
    told,
    settings,
    createdAt: timeAt(told, 'created_at'),
    updatedAt: timeAt(told, 'updated_at', 'created_at'),
    author: actorOf(repo.host, author, settings),
  };
};

export const headOf = ({ told }: MergeRequest): string | undefined =>
  shaAt(told, 'last_commit.id', 'sha', 'diff_refs.head_sha');

export const changeCommon = ({ repo, iid, told }: MergeRequest) => ({
  source: SOURCE,
  repo: repo.id,
  change: iid,
  title: textAt(told, 'title'),
  url: pageOf(told['url']) ?? pageOf(told['web_url']),
  items: itemsIn(repo, told['title'], told['description'], told['source_branch']),
});

/** Everything that a merge request says of itself, whoever sent it and why: it was opened, and how it ended. */
export const factsOf = (mr: MergeRequest, by?: Actor): DeliveryEvent[] => {
  const facts = [changeOpened(mr), endOf(mr, by)];
  return facts.filter((fact) => fact !== undefined);
};

/**
 * Most webhooks name the author only by number. One that does not know the person must not hide one that does, so it
 * counts less, whatever its time.
 */
const changeOpened = (mr: MergeRequest): EventOf<'change.opened'> | undefined =>
  mr.createdAt === undefined
    ? undefined
    : {
        ...changeCommon(mr),
        type: 'change.opened',
        id: eventId('change.opened', mr.repo.id, mr.iid),
        at: mr.createdAt,
        revision: mr.author ? revisionAt(mr.updatedAt) : undefined,
        actor: mr.author,
        branch: textAt(mr.told, 'source_branch'),
        links: linksTo(mr.repo, { change: mr.iid }),
      };

/** Webhooks tell no time of the end but that of the last update, so the later and exact telling of the API corrects it. */
const endOf = (mr: MergeRequest, by: Actor | undefined): DeliveryEvent | undefined => {
  const { told } = mr;
  if (told['state'] === 'merged') return changeMerged(mr, by);
  if (told['state'] !== 'closed') return undefined;
  const at = timeAt(told, 'closed_at') ?? mr.updatedAt;
  if (!at) return undefined;
  return {
    ...changeCommon(mr),
    type: 'change.abandoned',
    id: eventId('change.abandoned', mr.repo.id, mr.iid),
    at,
    revision: revisionAt(at, mr.updatedAt),
    actor: actorOf(mr.repo.host, told['closed_by'], mr.settings) ?? by,
    links: linksTo(mr.repo, { change: mr.iid }),
  };
};

const changeMerged = (mr: MergeRequest, by: Actor | undefined): EventOf<'change.merged'> | undefined => {
  const { repo, iid, told } = mr;
  const at = timeAt(told, 'merged_at') ?? mr.updatedAt;
  if (!at) return undefined;
  const [mergeSha, headSha] = [mergeCommitOf(mr), headOf(mr)];
  return {
    ...changeCommon(mr),
    type: 'change.merged',
    id: eventId('change.merged', repo.id, iid),
    at,
    revision: revisionAt(at, mr.updatedAt),
    actor: actorOf(repo.host, told['merge_user'] ?? told['merged_by'], mr.settings) ?? by,
    mergeSha,
    headSha,
    baseSha: shaAt(told, 'diff_refs.base_sha'),
    openedAt: mr.createdAt,
    revertsChange: revertedChange(repo, told['description']),
    links: linksTo(repo, { shas: [mergeSha, headSha], change: iid }),
  };
};

/** Merged by fast-forward, it has no merge commit: GitLab says null, and its last commit is on the target branch. */
const mergeCommitOf = (mr: MergeRequest): string | undefined => {
  const { told } = mr;
  const commit = shaAt(told, 'merge_commit_sha', 'merged_commit_sha', 'squash_commit_sha');
  return commit ?? (told['merge_commit_sha'] === null ? headOf(mr) : undefined);
};

const REVERTS_CHANGE = /\bThis reverts merge request ([\w.-]{1,100}(?:\/[\w.-]{1,100}){1,9})?!(\d{1,10})\b/;

/** GitLab's own button for reverting a merge request writes so. */
const revertedChange = (repo: Repository, description: unknown): string | undefined => {
  if (typeof description !== 'string') return undefined;
  const [, path = repo.path, iid] = REVERTS_CHANGE.exec(description.slice(0, 100_000)) ?? [];
  return iid && `${repo.host}/${path}#${Number(iid)}`;
};

/** The approvals that stand, as the API tells them. One that was given anew replaces the former one. */
export const approvalsOf = (mr: MergeRequest): DeliveryEvent[] =>
  listOf(fieldsOf(mr.told['approvals'])['approved_by']).flatMap((one) => {
    const actor = actorOf(mr.repo.host, fieldsOf(one)['user'], mr.settings);
    const at = timeAt(one, 'approved_at');
    return actor && at ? [changeApproved(mr, actor, at)] : [];
  });

export const changeApproved = (
  mr: MergeRequest,
  actor: Actor,
  at: string,
  headSha?: string,
): EventOf<'change.reviewed'> => ({
  ...changeCommon(mr),
  type: 'change.reviewed',
  id: eventId('change.reviewed', mr.repo.id, mr.iid, 'approved', actor.id),
  at,
  revision: revisionAt(at),
  actor,
  decision: 'approved',
  headSha,
  links: linksTo(mr.repo, { shas: [headSha], change: mr.iid }),
});
