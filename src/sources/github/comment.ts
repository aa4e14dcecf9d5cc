import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import { looseText } from '../../support/loose.js';
import type { Interpretation } from '../source.js';
import { actorOf } from './actors.js';
import { linksTo } from './ids.js';
import { accepted, ignored, SOURCE } from './interpretation.js';
import { instant, name, optional, pageOf, repository, user } from './parts.js';
import { approves, type GithubSettings } from './settings.js';

export const issueCommentBody = z.object({
  action: name,
  issue: z.object({ number: z.int(), pull_request: optional(z.unknown()) }),
  comment: z.object({
    id: z.int(),
    body: looseText,
    created_at: instant,
    html_url: looseText,
    user: optional(user),
  }),
  repository,
});
type IssueCommentEvent = z.output<typeof issueCommentBody>;

/** A word under a pull request is an approval only where a person set up that it is. */
export const interpretIssueComment = (
  { action, issue, comment, repository: repo }: IssueCommentEvent,
  settings: GithubSettings,
): Interpretation => {
  if (!issue.pull_request) return ignored('The comment is on an issue, so it approves no change');
  // What was written can be edited by others; only what it said when it was written counts.
  if (action !== 'created') return ignored(`The comment was ${action}; only writing it can approve a change`);
  if (!approves(settings, comment.body ?? ''))
    return ignored('The comment is none of the approvalComments in the settings of this source');
  const change = String(issue.number);
  return accepted({
    type: 'approval.decided',
    id: eventId('approval.decided', repo.id, 'comment', comment.id),
    source: SOURCE,
    at: comment.created_at,
    actor: actorOf(repo.host, comment.user),
    url: pageOf(comment.html_url),
    approval: `${repo.id}#${change}/comments/${comment.id}`,
    repo: repo.id,
    change,
    decision: 'granted',
    comment: comment.body,
    links: linksTo(repo, { changes: [issue.number] }),
  });
};
