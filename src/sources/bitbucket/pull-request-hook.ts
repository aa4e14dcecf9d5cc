import type { DeliveryEvent } from '../../events/vocabulary.js';
import { shaAt, textAt, timeAt } from '../forge.js';
import { type Fields, fieldsOf, listOf, at as valueAt } from '../reading.js';
import { ignored, type Told, told } from '../records.js';
import { actorOf, type Record } from './parts.js';
import {
  changeReviewed,
  changeUpdated,
  type Decision,
  factsOf,
  type PullRequest,
  pullRequestOf,
} from './pull-request.js';

const NOT_KNOWN = 'The record does not tell of which repository and pull request it is.';

/** What the person did to whose verdict the webhook's key stands. */
const VERDICTS = new Map<string, Decision>([
  ['pullrequest:approved', 'approved'],
  ['pullrequest:unapproved', 'dismissed'],
  ['pullrequest:changes_request_created', 'changes_requested'],
  ['pullrequest:changes_request_removed', 'dismissed'],
  ['pr:reviewer:approved', 'approved'],
  ['pr:reviewer:unapproved', 'dismissed'],
  ['pr:reviewer:needs_work', 'changes_requested'],
  ['pr:reviewer:changes_requested', 'changes_requested'],
]);

const COMMENTS = new Set(['pullrequest:comment_created', 'pr:comment:added']);

const ACTIONS = new Map([
  ['pullrequest:updated', 'updated'],
  ['pullrequest:reopened', 'reopened'],
  ['pr:modified', 'updated'],
  ['pr:from_ref_updated', 'synchronized'],
  ['pr:reopened', 'reopened'],
]);

const ENDS = new Map([
  ['pullrequest:fulfilled', 'MERGED'],
  ['pullrequest:rejected', 'DECLINED'],
  ['pr:merged', 'MERGED'],
  ['pr:declined', 'DECLINED'],
]);

/** A pull request by webhook of the cloud (`pullrequest`) or of a server (`pullRequest`). */
export const interpretPullRequest = (record: Record): Told => {
  const { value, kind, source, settings } = record;
  const fields = fieldsOf(value['pullrequest'] ?? value['pullRequest']);
  const read = pullRequestOf(fields, { repository: value['repository'], source, settings });
  if (!read) return ignored(NOT_KNOWN);
  const pr = { ...read, state: ENDS.get(kind) ?? read.state };
  const by = actorOf(pr.repo.host, value['actor'], settings);
  return told(...factsOf(pr, ENDS.has(kind) ? by : undefined), ...actsOf(record, pr));
};

const actsOf = ({ value, kind, settings }: Record, pr: PullRequest): DeliveryEvent[] => {
  const by = actorOf(pr.repo.host, value['actor'], settings);
  const now = timeAt(value, 'approval.date', 'changes_request.date', 'date') ?? pr.updatedAt;
  if (!now) return [];
  const act = { at: now, by };
  const decision = VERDICTS.get(kind);
  if (decision) {
    const headSha = shaAt(value, 'participant.lastReviewedCommit') ?? pr.headSha;
    return [changeReviewed(pr, { ...act, decision, headSha })];
  }
  if (COMMENTS.has(kind)) return [commentOf(pr, value, act)];
  if (kind === 'pr:reviewer:updated' && listOf(value['addedReviewers']).length > 0)
    return [changeUpdated(pr, { ...act, action: 'review_requested' })];
  const action = actionOf(kind, value);
  return action ? [changeUpdated(pr, { ...act, action })] : [];
};

const actionOf = (kind: string, value: Fields): string | undefined => {
  const { old, new: now } = fieldsOf(valueAt(value, 'changes.draft'));
  if ((old === true && now === false) || (value['previousDraft'] === true && !isDraft(value)))
    return 'ready_for_review';
  const added = listOf(valueAt(value, 'changes.reviewers.added'));
  return added.length > 0
    ? 'review_requested'
    : (ACTIONS.get(kind) ?? (kind === 'pr:reviewer:updated' ? 'updated' : undefined));
};

const isDraft = (value: Fields): boolean => valueAt(value, 'pullRequest.draft') === true;

const commentOf = (
  pr: PullRequest,
  value: Fields,
  act: { at: string; by: ReturnType<typeof actorOf> },
): DeliveryEvent => {
  const at = timeAt(value, 'comment.created_on', 'comment.createdDate') ?? act.at;
  return changeReviewed(pr, { ...act, at, decision: 'commented', comment: textAt(value, 'comment.id') });
};

const STATES = new Map<unknown, Decision>([
  ['approved', 'approved'],
  ['changes_requested', 'changes_requested'],
]);

/** A pull request as the API of the cloud tells it, with the verdicts of those who take part. */
export const interpretPullRequestRecord = ({ value, address, source, settings }: Record): Told => {
  const pr = pullRequestOf(value, { repository: value['repository'], address, source, settings });
  if (!pr) return ignored(NOT_KNOWN);
  const reviews = pr.participants.flatMap((one): DeliveryEvent[] => {
    const decision = STATES.get(one['state']) ?? (one['approved'] === true ? 'approved' : undefined);
    const at = timeAt(one, 'participated_on');
    const by = actorOf(pr.repo.host, one['user'], settings);
    return decision && at && by ? [changeReviewed(pr, { at, by, decision })] : [];
  });
  return told(...factsOf(pr), ...reviews);
};
