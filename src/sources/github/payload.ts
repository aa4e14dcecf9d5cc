import { z } from 'zod';
import { deploymentReviewBody } from './approval.js';
import { workflowRunBody } from './build.js';
import { checkRunBody, checkSuiteBody } from './checks.js';
import { deploymentBody, deploymentStatusBody } from './deployment.js';
import { issuesBody } from './issue.js';
import { pullRequestBody } from './pull-request.js';
import { pushBody } from './push.js';
import { releaseBody } from './release.js';
import { reviewBody } from './review.js';

/** The body by the kind of event, which stands in the header `X-GitHub-Event`. */
const bodies = {
  push: pushBody,
  pull_request: pullRequestBody,
  pull_request_review: reviewBody,
  deployment: deploymentBody,
  deployment_status: deploymentStatusBody,
  deployment_review: deploymentReviewBody,
  workflow_run: workflowRunBody,
  check_run: checkRunBody,
  check_suite: checkSuiteBody,
  release: releaseBody,
  issues: issuesBody,
};

const delivery = <K extends keyof typeof bodies>(event: K) =>
  z.object({ event: z.literal(event), body: bodies[event] });

export const githubPayload = z.discriminatedUnion('event', [
  delivery('push'),
  delivery('pull_request'),
  delivery('pull_request_review'),
  delivery('deployment'),
  delivery('deployment_status'),
  delivery('deployment_review'),
  delivery('workflow_run'),
  delivery('check_run'),
  delivery('check_suite'),
  delivery('release'),
  delivery('issues'),
  /** Any other kind: its body is not looked at. */
  z.object({ event: z.literal('unused'), name: z.string() }),
]);
export type GithubPayload = z.output<typeof githubPayload>;

export const isUsed = (event: string): event is keyof typeof bodies => Object.hasOwn(bodies, event);
