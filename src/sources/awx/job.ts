import { eventId } from '../../events/event-id.js';
import { linkList, linkTo } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { deploymentBy } from '../deployment-rules.js';
import { ignored, type Told, told } from '../records.js';
import {
  type AwxSetting,
  accountOf,
  environmentOf,
  hostsOf,
  jobId,
  mentionsOf,
  outcomeOf,
  SOURCE,
  starterOf,
  templateId,
  variablesOf,
} from './parts.js';
import type { Job } from './payload.js';

const is = (job: Job, kind: RegExp): boolean => kind.test(job.type ?? job.friendly_name ?? '');

export const interpretJob = (job: Job, setting: AwxSetting): Told => {
  if (job.approval_status || is(job, /^workflow[_ ]approval$/i)) return interpretApproval(job, setting);
  const events = runEvents(job, setting);
  if (events.length === 0) return ignored(`The job ${job.id} has not begun (${job.status ?? 'no status'}).`);
  if (is(job, /^ad[_ ]?hoc[_ ]command$/i)) events.push(...accessEvents(job, setting));
  return told(...events, ...deploymentEvents(job, setting));
};

const SHA = /^[0-9a-f]{40}$/;

const linksOf = (job: Job, { source }: AwxSetting) => {
  const parent = job.summary_fields?.source_workflow_job ?? job.summary_fields?.workflow_job;
  const revision = job.scm_revision && SHA.test(job.scm_revision) ? `sha:${job.scm_revision}` : undefined;
  return linkList(
    parent?.id === undefined ? undefined : linkTo.execution(jobId(source, parent.id)),
    revision,
    ...mentionsOf(job),
  );
};

/** A notification does not name the template; the API does. */
const definitionsOf = ({ summary_fields: told }: Job, { source }: AwxSetting): string[] =>
  (['job_template', 'workflow_job_template'] as const).flatMap((kind) => {
    const id = told?.[kind]?.id;
    return id === undefined ? [] : linkTo.definition(templateId(source, kind, id));
  });

const commonOf = (job: Job, setting: AwxSetting) => ({
  source: SOURCE,
  url: job.url && /^https?:/.test(job.url) ? job.url : undefined,
  actor: starterOf(job, setting),
  environment: environmentOf(job, setting),
  links: linksOf(job, setting),
});

const runEvents = (job: Job, setting: AwxSetting): DeliveryEvent[] => {
  const execution = jobId(setting.source, job.id);
  const common = {
    ...commonOf(job, setting),
    execution,
    action: job.name ?? job.playbook,
    hosts: hostsOf(job),
    links: linkList(...(linksOf(job, setting) ?? []), ...definitionsOf(job, setting)),
  };
  const outcome = outcomeOf(job.status);
  const events: DeliveryEvent[] = [];
  const begun = job.started ?? (outcome ? undefined : job.created);
  if (begun && job.status !== 'pending' && job.status !== 'waiting')
    events.push({
      ...common,
      type: 'execution.started',
      id: eventId('execution.started', execution),
      at: begun,
    });
  if (job.finished && outcome)
    events.push({
      ...common,
      type: 'execution.finished',
      id: eventId('execution.finished', execution),
      at: job.finished,
      outcome,
    });
  return events;
};

/** A command that somebody typed and ran on hosts: a shell by another name. */
const accessEvents = (job: Job, setting: AwxSetting): DeliveryEvent[] => {
  const access = jobId(setting.source, job.id);
  const hosts = hostsOf(job);
  const asked = [job.module_name, job.module_args].filter((part) => part !== undefined).join(': ');
  const common = {
    ...commonOf(job, setting),
    access,
    host: hosts?.length === 1 ? hosts[0] : job.limit,
    command: asked || job.name,
    links: linkList(linkTo.execution(access), ...(linksOf(job, setting) ?? [])),
  };
  const events: DeliveryEvent[] = [];
  if (job.started)
    events.push({ ...common, type: 'access.opened', id: eventId('access.opened', access), at: job.started });
  if (job.finished)
    events.push({ ...common, type: 'access.closed', id: eventId('access.closed', access), at: job.finished });
  return events;
};

const deploymentEvents = (job: Job, setting: AwxSetting): DeliveryEvent[] => {
  const name = job.summary_fields?.job_template?.name ?? job.name ?? '';
  const deploys = deploymentBy(setting.settings.deployments, name, variablesOf(job));
  if (!deploys) return [];
  const { kind, hosts, ...place } = deploys;
  const deployment = jobId(setting.source, job.id);
  const { environment: _, ...common } = commonOf(job, setting);
  const links = linkList(linkTo.execution(deployment), ...(common.links ?? []));
  const all = { ...common, ...place, deployment, hosts: hosts ?? hostsOf(job), links };
  const events: DeliveryEvent[] = [];
  if (job.started)
    events.push({
      ...all,
      type: 'deployment.started',
      id: eventId('deployment.started', deployment),
      at: job.started,
    });
  const outcome = outcomeOf(job.status);
  if (job.finished && outcome)
    events.push({
      ...all,
      type: 'deployment.finished',
      id: eventId('deployment.finished', deployment),
      at: job.finished,
      outcome,
      kind,
    });
  return events;
};

const DECISIONS = new Map<string, 'granted' | 'rejected' | 'expired'>([
  ['approved', 'granted'],
  ['successful', 'granted'],
  ['denied', 'rejected'],
  ['failed', 'rejected'],
  ['timed_out', 'expired'],
]);

/** Who decided stands only in the API; a notification tells that it was decided. */
const interpretApproval = (job: Job, setting: AwxSetting): Told => {
  const approval = jobId(setting.source, job.id);
  const decision = job.timed_out ? 'expired' : DECISIONS.get(job.approval_status ?? job.status ?? '');
  const decider = job.summary_fields?.approved_or_denied_by?.username;
  const common = { ...commonOf(job, setting), approval, environment: undefined };
  const asked = job.created ?? job.started;
  if (!asked && !(decision && job.finished))
    return ignored('The approval does not say when it was asked for or decided.');
  return told(
    asked
      ? { ...common, type: 'approval.requested', id: eventId('approval.requested', approval), at: asked }
      : undefined,
    decision && job.finished
      ? {
          ...common,
          type: 'approval.decided',
          id: eventId('approval.decided', approval),
          at: job.finished,
          decision,
          actor: decider ? accountOf(setting, decider) : undefined,
          comment: job.name,
        }
      : undefined,
  );
};
