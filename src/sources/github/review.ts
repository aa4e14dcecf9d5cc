import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import type { EventOf } from '../../events/vocabulary.js';
import type { Interpretation } from '../source.js';
import { actorOf, initiatorOf } from './actors.js';
import { type About, changeCommon, changeOpened, pullRequest } from './change.js';
import { linksTo } from './ids.js';
import { accepted, ignored } from './interpretation.js';
import { instant, name, optional, optionalSha, pageOf, repository, text, user } from './parts.js';

const review = z.object({
  id: z.int(),
  state: name,
  user: optional(user),
  submitted_at: optional(instant),
  updated_at: optional(instant),
  commit_id: optionalSha,
  html_url: optional(text),
});

export const reviewBody = z.object({
  action: name,
  review,
  pull_request: pullRequest,
  repository,
  sender: optional(user),
});
type ReviewEvent = z.output<typeof reviewBody>;

/** A review as the API has it: of the pull request only what was pulled beside it is known, at least its number. */
export const reviewRecord = z.object({
  review: review.extend({ submitted_at: instant }),
  pull_request: z.union([pullRequest, z.object({ number: z.int() })]),
  repository,
});
type ReviewRecord = z.output<typeof reviewRecord>;

/** What both tell. */
interface Told {
  readonly review: ReviewEvent['review'];
  readonly pull_request: About;
  readonly repository: ReviewEvent['repository'];
  readonly sender?: ReviewEvent['sender'];
}

type Decision = EventOf<'change.reviewed'>['decision'];
const DECISIONS: readonly Decision[] = ['approved', 'changes_requested', 'commented', 'dismissed'];

export const interpretReview = (told: ReviewEvent): Interpretation => {
  const opened = changeOpened(told.repository, told.pull_request);
  const decision = decisionOf(told);
  return decision
    ? accepted(opened, changeReviewed(told, decision, timeOf(told, decision)))
    : accepted(opened);
};

const timeOf = ({ review, pull_request: pr }: ReviewEvent, decision: Decision): string =>
  (decision === 'dismissed' ? review.updated_at : review.submitted_at) ?? pr.updated_at;

/** When it was dismissed is not told by the API, so it is the one who wrote it who speaks here, and only of a decision. */
export const interpretReviewRecord = (told: ReviewRecord): Interpretation => {
  const decision = decisionOf({ action: 'submitted', review: told.review });
  const opened = 'created_at' in told.pull_request ? [changeOpened(told.repository, told.pull_request)] : [];
  if (!decision && opened.length === 0)
    return ignored(`The review is ${told.review.state.toLowerCase()}, which decides nothing at a known time`);
  return accepted(...opened, ...(decision ? [changeReviewed(told, decision, told.review.submitted_at)] : []));
};

/** When a dismissed review is edited later, that tells nothing new and not when it was dismissed. */
const decisionOf = ({ action, review }: Pick<ReviewEvent, 'action' | 'review'>): Decision | undefined => {
  const state = review.state.toLowerCase();
  if (state === 'dismissed' && action !== 'dismissed') return undefined;
  return DECISIONS.find((known) => known === state);
};

/**
 * A dismissal speaks of the reviewer's decision, so the reviewer stays the actor, and who dismissed it is the
 * initiator. It has no time of its own: the review keeps the time when it was submitted.
 */
const changeReviewed = (told: Told, decision: Decision, at: string): EventOf<'change.reviewed'> => {
  const { review, pull_request: pr, repository: repo, sender } = told;
  const reviewer = actorOf(repo.host, review.user);
  const dismissed = decision === 'dismissed';
  return {
    ...changeCommon(repo, pr),
    type: 'change.reviewed',
    id: eventId('change.reviewed', repo.id, pr.number, review.id, decision),
    at,
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
