import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import type { EventOf } from '../../events/vocabulary.js';
import type { Interpretation } from '../source.js';
import { actorOf, initiatorOf } from './actors.js';
import { instruction } from './deployment-instruction.js';
import { linksTo, type Repository, runOfPage } from './ids.js';
import { accepted, ignored, SOURCE } from './interpretation.js';
import {
  instant,
  name,
  optional,
  optionalSha,
  pageOf,
  repository,
  text,
  user,
  type WorkflowRun,
  workflowRun,
} from './parts.js';

const deployment = z.object({
  id: z.int(),
  sha: optionalSha,
  ref: optional(text),
  task: optional(text),
  payload: instruction,
  environment: name,
  created_at: instant,
  creator: optional(user),
});

export const deploymentBody = z.object({ deployment, workflow_run: optional(workflowRun), repository });
type DeploymentEvent = z.output<typeof deploymentBody>;

export const deploymentStatusBody = z.object({
  deployment,
  deployment_status: z.object({
    id: z.int(),
    state: name,
    created_at: instant,
    creator: optional(user),
    target_url: optional(text),
    log_url: optional(text),
  }),
  workflow_run: optional(workflowRun),
  repository,
});
type DeploymentStatusEvent = z.output<typeof deploymentStatusBody>;

export const interpretDeployment = (told: DeploymentEvent): Interpretation =>
  accepted(deploymentStarted(told));

type Outcome = EventOf<'deployment.finished'>['outcome'];
const OUTCOMES = new Map<string, Outcome>([
  ['success', 'success'],
  ['failure', 'failure'],
  ['error', 'error'],
]);
const UNDER_WAY = new Set(['queued', 'pending', 'in_progress', 'waiting']);

/** Every status that moves a deployment can tell that it was started: the one that told it first may be lost. */
export const interpretDeploymentStatus = (told: DeploymentStatusEvent): Interpretation => {
  const { state } = told.deployment_status;
  const outcome = OUTCOMES.get(state);
  if (outcome) return accepted(deploymentStarted(told), deploymentFinished(told, outcome));
  if (UNDER_WAY.has(state)) return accepted(deploymentStarted(told));
  if (state === 'inactive')
    return ignored('inactive: another deployment took the place of this one, which tells it');
  return ignored(`The deployment status ${state} is not one that GitHub documents`);
};

const deploymentStarted = (told: DeploymentEvent): EventOf<'deployment.started'> => {
  const { deployment, workflow_run: run, repository: repo } = told;
  const actor = actorOf(repo.host, deployment.creator);
  return {
    ...deploymentCommon(told),
    type: 'deployment.started',
    id: eventId('deployment.started', repo.id, deployment.id),
    at: deployment.created_at,
    actor,
    initiator: initiatorOf(actor, ...peopleBehind(repo, run)),
    url: pageOf(run?.html_url),
    links: linksTo(repo, { shas: [deployment.sha], run: run?.id }),
  };
};

/** The actor is who reported the end, often the pipeline's own account; the initiator is who asked for it. */
const deploymentFinished = (
  told: DeploymentStatusEvent,
  outcome: Outcome,
): EventOf<'deployment.finished'> => {
  const { deployment, deployment_status: status, workflow_run: run, repository: repo } = told;
  const creator = actorOf(repo.host, deployment.creator);
  const actor = actorOf(repo.host, status.creator);
  return {
    ...deploymentCommon(told),
    type: 'deployment.finished',
    id: eventId('deployment.finished', repo.id, deployment.id, status.id),
    at: status.created_at,
    actor,
    initiator: initiatorOf(actor, creator, ...peopleBehind(repo, run)),
    url: pageOf(status.log_url, status.target_url, run?.html_url),
    outcome,
    kind: kindOf(told),
    links: linksTo(repo, {
      shas: [deployment.sha],
      run: run?.id ?? runOfPage(status.log_url) ?? runOfPage(status.target_url),
    }),
  };
};

const deploymentCommon = ({ deployment, repository: repo }: DeploymentEvent) => ({
  source: SOURCE,
  service: deployment.payload.service ?? repo.name,
  environment: environmentName(deployment.environment),
  deployment: String(deployment.id),
  repo: repo.id,
  sha: deployment.sha,
  version: deployment.ref || undefined,
});

/** `Production` and `production` are one environment; what people call it is otherwise left alone. */
export const environmentName = (environment: string): string => environment.toLowerCase();

const peopleBehind = (repo: Repository, run: WorkflowRun | undefined) => [
  actorOf(repo.host, run?.triggering_actor),
  actorOf(repo.host, run?.actor),
];

const ROLLBACK = /roll[-_ ]?back/i;
const REMOVE = /(?:^|[^a-z])(?:remove|undeploy|uninstall|destroy|delete|teardown|decommission)(?![a-z])/i;

const kindOf = ({
  deployment: { task = '', payload },
}: DeploymentEvent): EventOf<'deployment.finished'>['kind'] => {
  if (payload.kind) return payload.kind;
  if (ROLLBACK.test(task)) return 'rollback';
  return REMOVE.test(task) ? 'remove' : 'deploy';
};
