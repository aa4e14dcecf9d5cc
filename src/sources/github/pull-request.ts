import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import type { EventOf } from '../../events/vocabulary.js';
import type { Interpretation } from '../source.js';
import { actorOf } from './actors.js';
import { changeCommon, changeOpened, pullRequest } from './change.js';
import { linksTo, type Repository } from './ids.js';
import { accepted, revisionAt } from './interpretation.js';
import { name, optional, repository, user } from './parts.js';

export const pullRequestBody = z.object({
  action: name,
  pull_request: pullRequest,
  repository,
  sender: optional(user),
});
type PullRequestEvent = z.output<typeof pullRequestBody>;

export const interpretPullRequest = (told: PullRequestEvent): Interpretation => {
  const { action, pull_request: pr, repository: repo } = told;
  const events = [changeOpened(repo, pr), ...(pr.merged_at ? [changeMerged(told, pr.merged_at)] : [])];
  if (action === 'opened') return accepted(...events);
  if (action !== 'closed') return accepted(...events, changeUpdated(told));
  return pr.merged_at ? accepted(...events) : accepted(...events, changeAbandoned(told));
};

const changeUpdated = ({ action, ...told }: PullRequestEvent): EventOf<'change.updated'> => {
  const { pull_request: pr, repository: repo, sender } = told;
  return {
    ...changeCommon(repo, pr),
    type: 'change.updated',
    id: eventId('change.updated', repo.id, pr.number, action, pr.updated_at),
    at: pr.updated_at,
    actor: actorOf(repo.host, sender),
    action: action === 'synchronize' ? 'synchronized' : action,
    headSha: pr.head?.sha,
    links: linksTo(repo, { shas: [pr.head?.sha], changes: [pr.number] }),
  };
};

/** Told by every event of a merged pull request; `merge_commit_sha` means the merge itself only once it is merged. */
const changeMerged = (told: PullRequestEvent, mergedAt: string): EventOf<'change.merged'> => {
  const { action, pull_request: pr, repository: repo, sender } = told;
  return {
    ...changeCommon(repo, pr),
    type: 'change.merged',
    id: eventId('change.merged', repo.id, pr.number),
    at: mergedAt,
    revision: revisionAt(pr.updated_at),
    actor: actorOf(repo.host, pr.merged_by ?? (action === 'closed' ? sender : undefined)),
    mergeSha: pr.merge_commit_sha,
    headSha: pr.head?.sha,
    baseSha: pr.base?.sha,
    commitCount: pr.commits,
    openedAt: pr.created_at,
    revertsChange: revertedChange(repo, pr.body ?? ''),
    links: linksTo(repo, { shas: [pr.merge_commit_sha, pr.head?.sha], changes: [pr.number] }),
  };
};

const changeAbandoned = (told: PullRequestEvent): EventOf<'change.abandoned'> => {
  const { pull_request: pr, repository: repo, sender } = told;
  const at = pr.closed_at ?? pr.updated_at;
  return {
    ...changeCommon(repo, pr),
    type: 'change.abandoned',
    id: eventId('change.abandoned', repo.id, pr.number, at),
    at,
    actor: actorOf(repo.host, sender),
    links: linksTo(repo, { changes: [pr.number] }),
  };
};

const REVERTS_CHANGE = /\bReverts\s{1,4}([\w.-]{1,100}\/[\w.-]{1,100})?#(\d{1,10})\b/;

/** GitHub's own button for reverting a pull request writes `Reverts octo/hello#12`. */
const revertedChange = (repo: Repository, body: string): string | undefined => {
  const [, path = repo.path, number] = REVERTS_CHANGE.exec(body) ?? [];
  return number && `${repo.host}/${path}#${Number(number)}`;
};
