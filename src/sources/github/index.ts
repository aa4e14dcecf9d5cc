import type { Interpretation, Source } from '../source.js';
import { interpretDeploymentReview } from './approval.js';
import { interpretWorkflowRun } from './build.js';
import { interpretCheckRun, interpretCheckSuite } from './checks.js';
import { interpretDeployment, interpretDeploymentStatus } from './deployment.js';
import { ignored } from './interpretation.js';
import { interpretIssue } from './issue.js';
import { type GithubPayload, githubPayload } from './payload.js';
import { interpretPullRequest } from './pull-request.js';
import { interpretPush } from './push.js';
import { interpretRelease } from './release.js';
import { authenticate, read } from './request.js';
import { interpretReview } from './review.js';

/** Webhooks of GitHub and GitHub Enterprise Server, of a repository, an organization or an app. */
export const github: Source<GithubPayload> = {
  id: 'github',
  title: 'GitHub',
  about: {
    transport: 'webhook',
    authentication: '`X-Hub-Signature-256`, HMAC-SHA256',
    deliveryKey: '`X-GitHub-Delivery`',
  },
  headers: ['x-github-event', 'x-github-delivery', 'x-github-hook-id', 'content-type'],
  payload: githubPayload,
  authenticate,
  deliveryKey: ({ headers }) => headers['x-github-delivery'],
  read,
  interpret: (payload) => interpret(payload),
};

const interpret = (payload: GithubPayload): Interpretation => {
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
    case 'release':
      return interpretRelease(payload.body);
    case 'issues':
      return interpretIssue(payload.body);
    case 'unused':
      return ignored(UNUSED.get(payload.name) ?? `Nothing is derived from GitHub's event ${payload.name}`);
  }
};

const UNUSED = new Map([
  ['ping', 'ping: GitHub only tries whether the webhook reaches us'],
  [
    'create',
    'create: a new branch or tag tells no time of its own; the push that made it brings its commits',
  ],
]);
