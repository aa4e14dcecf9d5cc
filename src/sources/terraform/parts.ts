import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import { linkList, linksIn, linkTo } from '../../events/links.js';
import type { Actor, DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { type Deploys, deploymentBy, deploymentRule } from '../deployment-rules.js';

export const SOURCE = 'terraform';

export const terraformSettings = z.object({
  /** The organization to pull runs of. */
  organization: z.string().optional(),
  /** Whether the credential of the pull may read the audit trail, which is kept for 14 days. */
  auditTrail: z.boolean().default(true),
  /** What a workspace is: `job` is matched against its name. Default: a service and an environment of that name. */
  deployments: z.array(deploymentRule).default([]),
  /** Accounts that are programs, not people. */
  services: z.array(z.string()).default([]),
  /** How far a pull looks back for what was still running, in hours. */
  overlapHours: z.number().min(0).default(48),
});
export type TerraformSettings = z.output<typeof terraformSettings>;

type Outcome = EventOf<'execution.finished'>['outcome'];

const OUTCOMES = new Map<string, Outcome>([
  ['applied', 'success'],
  ['planned_and_finished', 'success'],
  ['planned_and_saved', 'success'],
  ['errored', 'failure'],
  ['canceled', 'cancelled'],
  ['force_canceled', 'cancelled'],
  ['discarded', 'cancelled'],
]);

export const outcomeOf = (status: string | undefined): Outcome | undefined => OUTCOMES.get(status ?? '');

/** Ids of runs are random, so no server has to be named. */
export const runId = (id: string): string => `${SOURCE}:${id}`;

export const accountOf = (login: string | undefined, settings: TerraformSettings): Actor | undefined => {
  if (!login) return undefined;
  const program = settings.services.includes(login) || /^api-(?:org|team)/.test(login);
  return {
    id: `${SOURCE}:${login}`,
    name: login,
    kind: program ? 'service' : 'human',
    confidence: program ? 'bot' : 'authenticated',
  };
};

/** What is known of a run, whoever tells it. */
export interface KnownRun {
  readonly id: string;
  readonly workspace: string | undefined;
  readonly message?: string | undefined;
  readonly url?: string | undefined;
  readonly creator?: Actor | undefined;
  readonly createdAt?: string | undefined;
  readonly links?: readonly string[];
  readonly destroys?: boolean | undefined;
}

const common = (run: KnownRun) => ({
  source: SOURCE,
  url: run.url,
  links: linkList(...(run.links ?? []), ...linksIn(run.message)),
});

const placeOf = (workspace: string, settings: TerraformSettings): Deploys =>
  deploymentBy(settings.deployments, workspace) ?? {
    service: workspace,
    environment: workspace.toLowerCase(),
    kind: 'deploy',
  };

/** Every telling of a run tells that it was made, as far as it knows when. */
export const runStarted = (run: KnownRun): DeliveryEvent | undefined =>
  run.createdAt
    ? {
        ...common(run),
        type: 'execution.started',
        id: eventId('execution.started', SOURCE, run.id),
        at: run.createdAt,
        execution: runId(run.id),
        action: run.workspace,
        actor: run.creator,
      }
    : undefined;

export const runFinished = (run: KnownRun, at: string, outcome: Outcome): DeliveryEvent => ({
  ...common(run),
  type: 'execution.finished',
  id: eventId('execution.finished', SOURCE, run.id),
  at,
  execution: runId(run.id),
  action: run.workspace,
  actor: run.creator,
  outcome,
});

/** @param authorizer who let it be applied, where that was a person's decision. */
export const applying = (
  run: KnownRun,
  at: string,
  settings: TerraformSettings,
  authorizer?: Actor,
): DeliveryEvent | undefined =>
  run.workspace === undefined
    ? undefined
    : {
        ...deploymentCommon(run, run.workspace, settings),
        type: 'deployment.started',
        id: eventId('deployment.started', SOURCE, run.id),
        at,
        authorizer,
      };

export const applied = (
  run: KnownRun,
  at: string,
  outcome: Outcome,
  settings: TerraformSettings,
): DeliveryEvent | undefined =>
  run.workspace === undefined
    ? undefined
    : {
        ...deploymentCommon(run, run.workspace, settings),
        type: 'deployment.finished',
        id: eventId('deployment.finished', SOURCE, run.id),
        at,
        outcome,
        kind: run.destroys ? 'remove' : placeOf(run.workspace, settings).kind,
      };

const deploymentCommon = (run: KnownRun, workspace: string, settings: TerraformSettings) => {
  const { kind: _, ...place } = placeOf(workspace, settings);
  return {
    ...common(run),
    ...place,
    deployment: run.id,
    actor: run.creator,
    links: linkList(linkTo.execution(runId(run.id)), ...(common(run).links ?? [])),
  };
};

export const approvalAsked = (run: KnownRun, at: string): DeliveryEvent => ({
  ...common(run),
  type: 'approval.requested',
  id: eventId('approval.requested', SOURCE, run.id),
  at,
  approval: runId(run.id),
  deployment: run.id,
  actor: run.creator,
  links: linkList(linkTo.execution(runId(run.id)), ...(common(run).links ?? [])),
});

export const approvalDecided = (
  run: string,
  at: string,
  decision: EventOf<'approval.decided'>['decision'],
  actor: Actor | undefined,
): DeliveryEvent => ({
  type: 'approval.decided',
  id: eventId('approval.decided', SOURCE, run, decision),
  at,
  source: SOURCE,
  approval: runId(run),
  deployment: run,
  decision,
  actor,
  links: linkList(linkTo.execution(runId(run))),
});
