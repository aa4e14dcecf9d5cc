import { ignored as nothing, type Told, together } from '../records.js';
import type { Interpretation, Setting, Source } from '../source.js';
import { interpretDeploymentReview } from './approval.js';
import { auditEntry, interpretAuditEntry } from './audit.js';
import { interpretWorkflowRun } from './build.js';
import { interpretCheckRun, interpretCheckSuite } from './checks.js';
import { interpretCodeScanning } from './code-scanning.js';
import { interpretIssueComment } from './comment.js';
import { interpretDeployment, interpretDeploymentStatus } from './deployment.js';
import { ignored } from './interpretation.js';
import { interpretIssue } from './issue.js';
import { interpretWorkflowJob } from './job.js';
import { interpretMembership } from './membership.js';
import { interpretPackage } from './package.js';
import { type GithubPayload, githubPayload } from './payload.js';
import { interpretBranchProtection } from './protection.js';
import { pull } from './pull.js';
import { interpretPullRequest } from './pull-request.js';
import { interpretPush } from './push.js';
import { translated } from './record.js';
import { interpretRelease } from './release.js';
import { authenticate, read } from './request.js';
import { interpretReview, interpretReviewRecord, reviewRecord } from './review.js';
import { type GithubSettings, githubSettings } from './settings.js';
import { interpretStatus } from './status.js';

/**
 * Webhooks of GitHub and GitHub Enterprise Server, of a repository, an organization or an app; records of their API and
 * entries of their audit log.
 */
export const github: Source<GithubPayload, GithubSettings> = {
  id: 'github',
  title: 'GitHub',
  about: {
    transport: 'webhook of a repository, an organization or an app',
    authentication: '`X-Hub-Signature-256`, HMAC-SHA256',
    deliveryKey: '`X-GitHub-Delivery`',
    pull: 'pull requests with reviews, runs with jobs, deployments, audit log',
  },
  headers: [
    'x-github-event',
    'x-github-delivery',
    'x-github-hook-id',
    'content-type',
    'x-throughline-record',
  ],
  payload: githubPayload,
  settings: githubSettings,
  authenticate,
  deliveryKey: ({ headers }) => headers['x-github-delivery'],
  read,
  interpret: (payload, setting) => interpret(payload, setting),
  pull,
};

const interpret = (payload: GithubPayload, setting: Setting<GithubSettings>): Interpretation => {
  switch (payload.event) {
    case 'push':
      return interpretPush(payload.body);
    case 'pull_request':
      return interpretPullRequest(payload.body);
    case 'pull_request_review':
      return interpretReview(payload.body);
    case 'deployment':
      return interpretDeployment(payload.body);
    case 'deployment_status':
      return interpretDeploymentStatus(payload.body);
    case 'deployment_review':
      return interpretDeploymentReview(payload.body);
    case 'workflow_run':
      return interpretWorkflowRun(payload.body);
    case 'check_run':
      return interpretCheckRun(payload.body);
    case 'check_suite':
      return interpretCheckSuite(payload.body);
    case 'status':
      return interpretStatus(payload.body);
    case 'release':
      return interpretRelease(payload.body);
    case 'issues':
      return interpretIssue(payload.body);
    default:
      return interpretOther(payload, setting);
  }
};

type Other = Exclude<
  GithubPayload,
  {
    event:
      | 'push'
      | 'pull_request'
      | 'pull_request_review'
      | 'deployment'
      | 'deployment_status'
      | 'deployment_review'
      | 'workflow_run'
      | 'check_run'
      | 'check_suite'
      | 'status'
      | 'release'
      | 'issues';
  }
>;

/** What is about the rules and the means of work rather than about a change. */
const interpretOther = (payload: Other, setting: Setting<GithubSettings>): Interpretation => {
  switch (payload.event) {
    case 'issue_comment':
      return interpretIssueComment(payload.body, setting.settings);
    case 'workflow_job':
      return interpretWorkflowJob(payload.body);
    case 'package':
    case 'registry_package':
      return interpretPackage(payload.body);
    case 'code_scanning_alert':
      return interpretCodeScanning(payload.body);
    case 'branch_protection_rule':
      return interpretBranchProtection(payload.body, payload.deliveredAt);
    case 'member':
    case 'membership':
    case 'team':
    case 'team_add':
    case 'organization':
      return interpretMembership(payload.event, payload.body, payload.deliveredAt);
    case 'records':
      return together(payload.records.map((record) => interpretRecord(record, setting)));
    case 'unused':
      return ignored(UNUSED.get(payload.name) ?? `Nothing is derived from GitHub's event ${payload.name}`);
  }
};

/** A record of the API is told as the webhook would have told it, so both meet in the same events. */
const interpretRecord = (
  record: { value?: unknown; address?: string | undefined },
  setting: Setting<GithubSettings>,
): Told => {
  const known = translated({ value: record.value, address: record.address });
  if (known?.event === 'review_record') {
    const review = reviewRecord.safeParse(known.body);
    return review.success ? toldBy(interpretReviewRecord(review.data)) : nothing(INCOMPLETE);
  }
  if (known) {
    const delivery = githubPayload.safeParse(known);
    return delivery.success ? toldBy(interpret(delivery.data, setting)) : nothing(INCOMPLETE);
  }
  const entry = auditEntry.safeParse(record.value);
  if (entry.success) return interpretAuditEntry(entry.data, setting.settings.host);
  return nothing("The record is none of GitHub's API or audit log that tells something");
};

const INCOMPLETE = 'The record lacks what makes it a fact: its repository, its number or its time';

const toldBy = (interpretation: Interpretation): Told =>
  interpretation.outcome === 'accepted'
    ? { events: interpretation.events }
    : { ignored: interpretation.reason };

const DISPATCH =
  'tells no time and not which run it starts; that run names the same person as who started it';

const UNUSED = new Map([
  ['ping', 'ping: GitHub only tries whether the webhook reaches us'],
  [
    'create',
    'create: a new branch or tag tells no time of its own; the push that made it brings its commits',
  ],
  ['workflow_dispatch', `workflow_dispatch: it ${DISPATCH}`],
  ['repository_dispatch', `repository_dispatch: it ${DISPATCH}`],
  [
    'secret_scanning_alert',
    'secret_scanning_alert: it names no commit, so it verifies none; the audit log tells who resolved it',
  ],
]);
