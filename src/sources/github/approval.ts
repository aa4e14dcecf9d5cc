import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import type { EventOf } from '../../events/vocabulary.js';
import type { Interpretation } from '../source.js';
import { actorOf, initiatorOf } from './actors.js';
import { environmentName } from './deployment.js';
import { linksTo, type Repository, runId, teamId, userId } from './ids.js';
import { accepted, ignored, SOURCE } from './interpretation.js';
import {
  instant,
  name,
  numbersOf,
  optional,
  pageOf,
  repository,
  text,
  user,
  type WorkflowRun,
  workflowRun,
} from './parts.js';

const jobRun = z.object({ environment: optional(text), updated_at: optional(instant) });

const reviewer = z.object({
  reviewer: optional(z.object({ login: optional(text), slug: optional(text), name: optional(text) })),
});

/** Deploying to an environment waits for somebody's word. */
export const deploymentReviewBody = z.object({
  action: name,
  since: optional(instant),
  environment: optional(text),
  comment: optional(text),
  requestor: optional(user),
  approver: optional(user),
  reviewers: optional(z.array(reviewer)),
  workflow_job_run: optional(jobRun),
  workflow_job_runs: optional(z.array(jobRun)),
  workflow_run: optional(workflowRun),
  repository,
  sender: optional(user),
});
type DeploymentReviewEvent = z.output<typeof deploymentReviewBody>;

const DECISIONS = new Map<string, 'granted' | 'rejected'>([
  ['approved', 'granted'],
  ['rejected', 'rejected'],
]);

export const interpretDeploymentReview = (told: DeploymentReviewEvent): Interpretation => {
  const { action, workflow_run: run } = told;
  const decision = DECISIONS.get(action);
  if (!decision && action !== 'requested') {
    return ignored(`The deployment review action ${action} is not one that GitHub documents`);
  }
  const at = decision ? lastKnownTime(told, run) : (told.since ?? run?.updated_at);
  if (!run || !at)
    return ignored('The deployment review names no workflow run, or no time, so it approves nothing known');
  const subjects = environmentsOf(told).map((environment) =>
    approvalOf({ repo: told.repository, run, environment, at }),
  );
  return accepted(
    ...subjects.map((subject) =>
      decision ? approvalDecided(told, subject, decision) : approvalRequested(told, subject),
    ),
  );
};

/** GitHub tells no time of the decision; it was taken no earlier than anything that the payload knows. */
const lastKnownTime = (told: DeploymentReviewEvent, run: WorkflowRun | undefined): string | undefined =>
  [told.since, run?.updated_at, ...jobRunsOf(told).map((job) => job.updated_at)]
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);

const jobRunsOf = ({ workflow_job_run: one, workflow_job_runs: many }: DeploymentReviewEvent) => [
  ...(one ? [one] : []),
  ...(many ?? []),
];

/** One word may decide for several environments; one that names none is still a word about its run. */
const environmentsOf = (told: DeploymentReviewEvent): (string | undefined)[] => {
  const named = [told.environment, ...jobRunsOf(told).map((job) => job.environment)]
    .filter((environment) => environment !== undefined && environment !== '')
    .map((environment) => environmentName(environment!));
  return named.length > 0 ? [...new Set(named)] : [undefined];
};

interface Asked {
  readonly repo: Repository;
  readonly run: WorkflowRun;
  readonly environment: string | undefined;
  readonly at: string;
}

const approvalOf = ({ repo, run, environment, at }: Asked) => {
  const changes = numbersOf(run.pull_requests);
  const attempt = `${runId(repo, run.id)}/attempts/${run.run_attempt ?? 1}`;
  return {
    source: SOURCE,
    at,
    approval: environment ? `${attempt}/${environment}` : attempt,
    repo: repo.id,
    change: changes.length === 1 ? String(changes[0]) : undefined,
    service: repo.name,
    environment,
    url: pageOf(run.html_url),
    links: linksTo(repo, { shas: [run.head_sha], changes, run: run.id }),
  };
};

type Subject = ReturnType<typeof approvalOf>;

const approvalRequested = (told: DeploymentReviewEvent, subject: Subject): EventOf<'approval.requested'> => {
  const { host } = told.repository;
  return {
    ...subject,
    type: 'approval.requested',
    id: eventId('approval.requested', subject.approval),
    actor: actorOf(host, told.requestor ?? told.sender),
    reviewers: reviewersOf(told),
  };
};

const reviewersOf = ({ reviewers, repository: { host } }: DeploymentReviewEvent): string[] | undefined =>
  reviewers?.flatMap(({ reviewer: who }) => {
    if (who?.login) return [userId(host, who.login)];
    const team = who?.slug || who?.name;
    return team ? [teamId(host, team)] : [];
  });

const approvalDecided = (
  told: DeploymentReviewEvent,
  subject: Subject,
  decision: 'granted' | 'rejected',
): EventOf<'approval.decided'> => {
  const { host } = told.repository;
  const actor = actorOf(host, told.approver ?? told.sender);
  const run = told.workflow_run;
  return {
    ...subject,
    type: 'approval.decided',
    id: eventId('approval.decided', subject.approval, decision, actor?.id ?? ''),
    actor,
    initiator: initiatorOf(actor, actorOf(host, run?.triggering_actor), actorOf(host, run?.actor)),
    decision,
    comment: told.comment || undefined,
  };
};
