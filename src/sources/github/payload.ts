import { z } from 'zod';
import { deploymentReviewBody } from './approval.js';
import { workflowRunBody } from './build.js';
import { checkRunBody, checkSuiteBody } from './checks.js';
import { codeScanningBody } from './code-scanning.js';
import { issueCommentBody } from './comment.js';
import { deploymentBody, deploymentStatusBody } from './deployment.js';
import { issuesBody } from './issue.js';
import { workflowJobBody } from './job.js';
import { membershipBody } from './membership.js';
import { packageBody } from './package.js';
import { branchProtectionBody } from './protection.js';
import { pullRequestBody } from './pull-request.js';
import { pushBody } from './push.js';
import { releaseBody } from './release.js';
import { reviewBody } from './review.js';
import { statusBody } from './status.js';

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
  status: statusBody,
  release: releaseBody,
  issues: issuesBody,
  issue_comment: issueCommentBody,
  workflow_job: workflowJobBody,
  package: packageBody,
  registry_package: packageBody,
  code_scanning_alert: codeScanningBody,
  branch_protection_rule: branchProtectionBody,
  member: membershipBody,
  membership: membershipBody,
  team: membershipBody,
  team_add: membershipBody,
  organization: membershipBody,
};

const delivery = <K extends keyof typeof bodies>(event: K) =>
  z.object({
    event: z.literal(event),
    body: bodies[event],
    /** When GitHub made the delivery, where its id tells. */
    deliveredAt: z.string().optional(),
  });

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
  delivery('status'),
  delivery('release'),
  delivery('issues'),
  delivery('issue_comment'),
  delivery('workflow_job'),
  delivery('package'),
  delivery('registry_package'),
  delivery('code_scanning_alert'),
  delivery('branch_protection_rule'),
  delivery('member'),
  delivery('membership'),
  delivery('team'),
  delivery('team_add'),
  delivery('organization'),
  /** Of the API or the audit log: no webhook. */
  z.object({
    event: z.literal('records'),
    records: z.array(z.object({ value: z.unknown(), address: z.string().optional() })),
  }),
  /** Any other kind: its body is not looked at. */
  z.object({ event: z.literal('unused'), name: z.string() }),
]);
export type GithubPayload = z.output<typeof githubPayload>;

export const isUsed = (event: string): event is keyof typeof bodies => Object.hasOwn(bodies, event);
