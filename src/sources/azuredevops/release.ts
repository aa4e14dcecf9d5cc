import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import { linkList, linkTo } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { looseList, looseNumber, looseText } from '../../support/loose.js';
import { pageOf } from '../parts.js';
import { ignored, type Told, told } from '../records.js';
import { actorOf, azureInstant, idIn, links, looseShape, person, personId } from './parts.js';
import { executionOf, outcomeOf, runIn, type Where } from './run.js';

const named = looseShape({ id: looseNumber, name: looseText, url: looseText, _links: links });

const approval = z.object({
  id: z.union([z.number(), z.string()]),
  status: looseText,
  comments: looseText,
  approvalType: looseText,
  createdOn: azureInstant,
  modifiedOn: azureInstant,
  lastModifiedOn: azureInstant,
  approver: person,
  approvedBy: person,
  release: named,
  releaseDefinition: named,
  releaseEnvironment: named,
  instructions: looseText,
  steps: looseList(
    z.object({
      assignedApprover: person,
      actualApprover: person,
      status: looseText,
      comment: looseText,
      lastModifiedOn: azureInstant,
      initiatedOn: azureInstant,
    }),
  ),
});
type Approval = z.output<typeof approval>;

const approvalResource = z.object({
  approval,
  release: named,
  pipeline: named,
  run: looseShape({ id: looseNumber, url: looseText }),
  resource: looseShape({ name: looseText }),
  stageName: looseText,
});

const DECISIONS = new Map<string, 'granted' | 'rejected' | 'expired'>([
  ['approved', 'granted'],
  ['rejected', 'rejected'],
  ['timedout', 'expired'],
  ['canceled', 'expired'],
]);

/** Approvals of a release's environment, and of a stage of a pipeline. */
export const approvalTold = (resource: unknown, toldAt: string | undefined, { source }: Where): Told => {
  const parsed = approvalResource.safeParse(resource);
  if (!parsed.success) return ignored('The approval does not tell its id');
  const { approval: asked, release, pipeline, run, resource: place } = parsed.data;
  const from = asked.releaseDefinition?.url ?? release?.url ?? run?.url;
  const released = asked.release ?? release;
  const subject = {
    source: 'azuredevops',
    approval: idIn(
      source,
      from,
      'approvals',
      `${asked.id}${asked.approvalType ? `/${asked.approvalType}` : ''}`,
    ),
    service: asked.releaseDefinition?.name ?? pipeline?.name,
    environment: (asked.releaseEnvironment?.name ?? place?.name)?.toLowerCase(),
    links: linkList(
      released?.id === undefined
        ? undefined
        : `release:${idIn(source, from, 'releases', String(released.id))}`,
      run?.id || runIn(run?.url)
        ? linkTo.execution(executionOf(source, run?.url, String(run?.id ?? runIn(run?.url))))
        : undefined,
    ),
  };
  return told(requested(asked, subject, toldAt), ...decisions(asked, subject, toldAt));
};

type Subject = {
  readonly source: string;
  readonly approval: string;
  readonly service: string | undefined;
  readonly environment: string | undefined;
  readonly links: string[] | undefined;
};

const requested = (asked: Approval, subject: Subject, toldAt?: string): DeliveryEvent | undefined => {
  const at = asked.createdOn ?? toldAt;
  const reviewers = [asked.approver, ...asked.steps.map((step) => step.assignedApprover)]
    .map(personId)
    .filter((id) => id !== undefined);
  return at === undefined
    ? undefined
    : {
        ...subject,
        type: 'approval.requested',
        id: eventId('approval.requested', subject.approval),
        at,
        reviewers: reviewers.length > 0 ? reviewers : undefined,
      };
};

/** Who was asked is not who decided: that is `approvedBy` of a release and `actualApprover` of a pipeline. */
const decisions = (asked: Approval, subject: Subject, toldAt?: string): DeliveryEvent[] => {
  const steps = asked.steps.map((step) => ({
    status: step.status,
    who: step.actualApprover,
    comment: step.comment,
    at: step.lastModifiedOn ?? asked.lastModifiedOn ?? toldAt,
  }));
  const whole = {
    status: asked.status,
    who: asked.approvedBy,
    comment: asked.comments,
    at: asked.modifiedOn ?? asked.lastModifiedOn ?? toldAt,
  };
  return (steps.length > 0 ? steps : [whole]).flatMap(({ status, who, comment, at }, i): DeliveryEvent[] => {
    const decision = DECISIONS.get((status ?? '').toLowerCase());
    if (!decision || !at) return [];
    const id = eventId('approval.decided', subject.approval, i, decision);
    return [{ ...subject, type: 'approval.decided', id, at, actor: actorOf(who), decision, comment }];
  });
};

const deploymentResource = z.object({
  environment: looseShape({
    id: looseNumber,
    name: looseText,
    status: looseText,
    release: named,
    releaseDefinition: named,
    modifiedOn: azureInstant,
  }),
  release: named,
  deployment: looseShape({
    id: looseNumber,
    attempt: looseNumber,
    deploymentStatus: looseText,
    startedOn: azureInstant,
    completedOn: azureInstant,
    requestedFor: person,
    requestedBy: person,
    release: named,
    releaseDefinition: named,
    releaseEnvironment: named,
  }),
  url: looseText,
});

/** A classic release that is brought to one of its environments. */
export const releaseDeploymentTold = (
  resource: unknown,
  toldAt: string | undefined,
  { source }: Where,
): Told => {
  const parsed = deploymentResource.safeParse(resource);
  if (!parsed.success) return ignored('The deployment of the release is no object');
  const { environment, deployment, release: outer } = parsed.data;
  const release = environment?.release ?? deployment?.release ?? outer;
  const definition = environment?.releaseDefinition ?? deployment?.releaseDefinition;
  const where = environment?.name ?? deployment?.releaseEnvironment?.name;
  if (release?.id === undefined || !definition?.name || !where)
    return ignored('The deployment does not name its release, its pipeline or its environment');
  const from = definition.url ?? release.url ?? parsed.data.url;
  const id = `${idIn(source, from, 'releases', String(release.id))}/${where.toLowerCase()}/${deployment?.attempt ?? 1}`;
  const common = {
    source: 'azuredevops',
    service: definition.name,
    environment: where.toLowerCase(),
    deployment: id,
    version: release.name,
    actor: actorOf(deployment?.requestedFor ?? deployment?.requestedBy),
    url: pageOf(release._links?.web?.href),
    links: linkList(`release:${idIn(source, from, 'releases', String(release.id))}`),
  };
  const outcome = outcomeOf(environment?.status, deployment?.deploymentStatus);
  const startedAt = deployment?.startedOn ?? (outcome ? undefined : toldAt);
  const endedAt = deployment?.completedOn ?? toldAt;
  const started: DeliveryEvent | undefined = startedAt
    ? { ...common, type: 'deployment.started', id: eventId('deployment.started', id), at: startedAt }
    : undefined;
  const finished: DeliveryEvent | undefined =
    outcome && endedAt
      ? {
          ...common,
          type: 'deployment.finished',
          id: eventId('deployment.finished', id, outcome),
          at: endedAt,
          outcome,
          kind: 'deploy',
        }
      : undefined;
  return started || finished ? told(started, finished) : ignored('The deployment tells no time');
};
