import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import type { EventOf } from '../../events/vocabulary.js';
import type { Interpretation } from '../source.js';
import { actorOf, initiatorOf } from './actors.js';
import { changeCommon, changeOpened, pullRequest } from './change.js';
import { linksTo } from './ids.js';
import { accepted } from './interpretation.js';
import { instant, name, optional, optionalSha, pageOf, repository, text, user } from './parts.js';

export const reviewBody = z.object({
  action: name,
  review: z.object({
    id: z.int(),
    state: name,
    user: optional(user),
    submitted_at: optional(instant),
    updated_at: optional(instant),
    commit_id: optionalSha,
    html_url: optional(text),
  }),
  pull_request: pullRequest,
  repository,
  sender: optional(user),
});
type ReviewEvent = z.output<typeof reviewBody>;

type Decision = EventOf<'change.reviewed'>['decision'];
const DECISIONS: readonly Decision[] = ['approved', 'changes_requested', 'commented', 'dismissed'];

export const interpretReview = (told: ReviewEvent): Interpretation => {
  const opened = changeOpened(told.repository, told.pull_request);
  const decision = decisionOf(told);
  return decision ? accepted(opened, changeReviewed(told, decision)) : accepted(opened);
};

/** When a dismissed review is edited later, that tells nothing new and not when it was dismissed. */
const decisionOf = ({ action, review }: ReviewEvent): Decision | undefined => {
  const state = review.state.toLowerCase();
  if (state === 'dismissed' && action !== 'dismissed') return undefined;
  return DECISIONS.find((known) => known === state);
};

/**
 * A dismissal speaks of the reviewer's decision, so the reviewer stays the actor, and who dismissed it is the
 * initiator. It has no time of its own: the review keeps the time when it was submitted.
 */
const changeReviewed = (told: ReviewEvent, decision: Decision): EventOf<'change.reviewed'> => {
  const { review, pull_request: pr, repository: repo, sender } = told;
  const reviewer = actorOf(repo.host, review.user);
  const dismissed = decision === 'dismissed';
  const submittedAt = review.submitted_at ?? pr.updated_at;
  return {
    ...changeCommon(repo, pr),
    type: 'change.reviewed',
    id: eventId('change.reviewed', repo.id, pr.number, review.id, decision),
    at: dismissed ? (review.updated_at ?? pr.updated_at) : submittedAt,
    actor: reviewer,
    initiator: dismissed ? initiatorOf(reviewer, actorOf(repo.host, sender)) : undefined,
    decision,
    headSha: review.commit_id,
    url: pageOf(review.html_url, pr.html_url),
    links: [
      ...(linksTo(repo, { changes: [pr.number] }) ?? []),
      `review:${repo.id}#${pr.number}/${review.id}`,
    ],
  };
};
