import { eventId } from '../../events/event-id.js';
import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { linksTo, type Repository, shaAt, textAt, timeAt } from '../forge.js';
import { type Fields, fieldsOf, listOf, pageOf, revisionAt } from '../reading.js';
import { ignored, type Told, told } from '../records.js';
import { actorOf, jobId, type Record, repositoryIn, SOURCE, serviceOf } from './parts.js';

type Outcome = EventOf<'deployment.finished'>['outcome'];
const OUTCOMES = new Map<unknown, Outcome>([
  ['success', 'success'],
  ['failed', 'failure'],
  ['canceled', 'cancelled'],
]);

interface Deployment {
  readonly record: Record;
  readonly repo: Repository;
  readonly id: string;
  readonly environment: string;
  readonly job: string | undefined;
  readonly sha: string | undefined;
}

const NOT_KNOWN = 'The record does not tell of which project, environment and deployment it is.';

/** A deployment by webhook, where its fields stand beside each other, or as a record of the API. */
export const interpretDeployment = (record: Record): Told => {
  const { value } = record;
  const repo = repositoryIn(record);
  const id = textAt(value, 'deployment_id') ?? textAt(value, 'id');
  const environment = textAt(value, 'environment') ?? textAt(value, 'environment.name');
  if (!repo || !id || !environment) return ignored(NOT_KNOWN);
  const deployment: Deployment = {
    record,
    repo,
    id,
    environment: environment.toLowerCase(),
    job: textAt(value, 'deployable_id') ?? textAt(value, 'deployable.id'),
    sha: shaAt(value, 'sha', 'deployable.commit.id') ?? commitOf(value) ?? shaAt(value, 'short_sha'),
  };
  const events = [started(deployment), finished(deployment), ...approvalsOf(deployment)];
  const known = events.filter((event) => event !== undefined);
  if (known.length > 0) return told(...known);
  return ignored(
    `The deployment is ${textAt(value, 'status') ?? 'in no known state'}; nothing was deployed yet.`,
  );
};

/** A webhook tells the whole sha only in an address. */
const commitOf = (value: Fields): string | undefined =>
  /\/commit\/([0-9a-f]{40,64})$/.exec(textAt(value, 'commit_url') ?? '')?.[1];

const common = ({ record, repo, id, environment, job, sha }: Deployment) => {
  const { value, settings } = record;
  const place = serviceOf(repo, settings);
  return {
    source: SOURCE,
    service: place.service,
    environment,
    deployment: id,
    repo: repo.id,
    sha,
    version: textAt(value, 'ref') ?? textAt(value, 'deployable.ref'),
    actor: actorOf(repo.host, value['user'] ?? fieldsOf(value['deployable'])['user'], settings),
    url: pageOf(value['deployable_url']) ?? pageOf(fieldsOf(value['deployable'])['web_url']),
    links: linksTo(repo, { shas: [sha], execution: job && jobId(repo, job) }),
  };
};

const STARTS = new Map<unknown, number>([
  ['created', 0],
  ['running', 2],
]);

/** Of all who tell the start, the word that it runs now is the best; that it was only made the poorest. */
const started = (deployment: Deployment): EventOf<'deployment.started'> | undefined => {
  const { value } = deployment.record;
  const hookTime = timeAt(value, 'status_changed_at');
  const byHook = STARTS.get(value['status']);
  const at = hookTime === undefined ? timeAt(value, 'deployable.started_at', 'created_at') : hookTime;
  if (!at || (hookTime !== undefined && byHook === undefined) || value['status'] === 'blocked')
    return undefined;
  return {
    ...common(deployment),
    type: 'deployment.started',
    id: eventId('deployment.started', deployment.repo.id, deployment.id),
    at,
    revision: hookTime === undefined ? 1 : byHook,
  };
};

const finished = (deployment: Deployment): EventOf<'deployment.finished'> | undefined => {
  const { value } = deployment.record;
  const outcome = OUTCOMES.get(value['status']);
  const at = timeAt(value, 'status_changed_at', 'deployable.finished_at', 'updated_at');
  if (!outcome || !at) return undefined;
  return {
    ...common(deployment),
    type: 'deployment.finished',
    id: eventId('deployment.finished', deployment.repo.id, deployment.id, outcome),
    at,
    revision: revisionAt(at),
    outcome,
    kind: /roll[-_ ]?back/i.test(textAt(value, 'deployable.name') ?? '') ? 'rollback' : 'deploy',
  };
};

const DECISIONS = new Map<unknown, EventOf<'approval.decided'>['decision']>([
  ['approved', 'granted'],
  ['rejected', 'rejected'],
]);

/** Deploying to a protected environment waits for somebody's word; only the API tells it. */
const approvalsOf = (deployment: Deployment): DeliveryEvent[] => {
  const { record, repo, id, environment } = deployment;
  const { value, settings } = record;
  const { links, url, actor, service } = common(deployment);
  const approval = `${repo.id}/-/deployments/${id}`;
  const subject = {
    source: SOURCE,
    approval,
    repo: repo.id,
    service,
    environment,
    deployment: id,
    url,
    links,
  };
  const at = timeAt(value, 'created_at');
  const isAsked = value['status'] === 'blocked' || listOf(value['approvals']).length > 0;
  const requested: DeliveryEvent[] =
    isAsked && at
      ? [{ ...subject, type: 'approval.requested', id: eventId('approval.requested', approval), at, actor }]
      : [];
  const decided = listOf(value['approvals']).flatMap((one): DeliveryEvent[] => {
    const decision = DECISIONS.get(fieldsOf(one)['status']);
    const who = actorOf(repo.host, fieldsOf(one)['user'], settings);
    const when = timeAt(one, 'created_at');
    if (!decision || !when) return [];
    const told = { at: when, actor: who, decision, comment: textAt(one, 'comment') };
    const key = eventId('approval.decided', approval, decision, who?.id ?? '');
    return [{ ...subject, type: 'approval.decided', id: key, ...told }];
  });
  return [...requested, ...decided];
};
