import { eventId } from '../../events/event-id.js';
import { linkList, linkTo } from '../../events/links.js';
import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { deploymentBy } from '../deployment-rules.js';
import { ignored, type Told, told } from '../records.js';
import {
  commitOf,
  jobId,
  linksOf,
  outcomeOf,
  pipelineId,
  SOURCE,
  starterOf,
  userOf,
  workflowId,
} from './parts.js';
import type { Job, Pipeline, Run, Workflow } from './payload.js';
import type { CircleciSettings } from './settings.js';

/** What a job, a workflow or a pipeline comes to; the smallest of them that is told. */
export const interpretRun = (run: Run, settings: CircleciSettings): Told => {
  if (run.job) return interpretJob(run, run.job, settings);
  if (run.workflow) return interpretWorkflow(run, run.workflow);
  return run.pipeline ? interpretPipeline(run, run.pipeline) : ignored('The record names no run by its id.');
};

type Finished = EventOf<'execution.finished'>['outcome'];
interface Span {
  readonly execution: string;
  readonly action?: string | undefined;
  readonly url?: string | undefined;
  readonly startedAt?: string | undefined;
  readonly finishedAt?: string | undefined;
  readonly outcome?: Finished | undefined;
  readonly parent?: string | undefined;
}

/** The start and the end of a run, as far as they are told. */
const spanEvents = (run: Run, span: Span): DeliveryEvent[] => {
  const common = {
    source: SOURCE,
    execution: span.execution,
    action: span.action,
    url: span.url,
    actor: starterOf(run),
    links: linkList(span.parent && linkTo.execution(span.parent), ...linksOf(run)),
  };
  const start: DeliveryEvent[] = span.startedAt
    ? [
        {
          ...common,
          type: 'execution.started',
          id: eventId('execution.started', SOURCE, span.execution),
          at: span.startedAt,
        },
      ]
    : [];
  if (!span.finishedAt || !span.outcome) return start;
  const id = eventId('execution.finished', SOURCE, span.execution, span.outcome);
  return [
    ...start,
    { ...common, type: 'execution.finished', id, at: span.finishedAt, outcome: span.outcome },
  ];
};

const NO_TIME = 'The record does not say when anything happened.';

const orNoTime = (events: readonly DeliveryEvent[]): Told =>
  events.length > 0 ? told(...events) : ignored(NO_TIME);

/** A pipeline whose configuration is broken ends before it has a workflow; any other ends with its workflows. */
const interpretPipeline = (run: Run, pipeline: Pipeline): Told => {
  const broken = pipeline.state === 'errored';
  return orNoTime(
    spanEvents(run, {
      execution: pipelineId(pipeline.id),
      action: pipeline.errors[0]?.message ?? 'pipeline',
      startedAt: pipeline.created_at,
      finishedAt: broken ? (pipeline.updated_at ?? pipeline.created_at) : undefined,
      outcome: broken ? 'error' : undefined,
    }),
  );
};

const parentOf = ({ workflow, pipeline }: Run): string | undefined => {
  const parent = pipeline?.id ?? workflow?.pipeline_id;
  return parent && pipelineId(parent);
};

const interpretWorkflow = (run: Run, workflow: Workflow): Told => {
  const execution = workflowId(workflow.id);
  const outcome = outcomeOf(workflow.status);
  const events = spanEvents(run, {
    execution,
    action: workflow.name,
    url: workflow.url,
    startedAt: workflow.created_at,
    finishedAt: workflow.stopped_at,
    outcome,
    parent: parentOf(run),
  });
  const { stopped_at: at, created_at: startedAt } = workflow;
  if (!at || !outcome) return orNoTime(events);
  const build: DeliveryEvent = {
    type: 'build.finished',
    id: eventId('build.finished', SOURCE, execution, outcome),
    at,
    source: SOURCE,
    build: execution,
    outcome,
    startedAt,
    url: workflow.url,
    actor: starterOf(run),
    ...commitOf(run),
    links: linkList(linkTo.execution(execution), ...linksOf(run)),
  };
  return told(...events, build);
};

const interpretJob = (run: Run, job: Job, settings: CircleciSettings): Told => {
  if (job.type === 'approval') return interpretApproval(run, job);
  const execution = jobId(job.id);
  const outcome = outcomeOf(job.status);
  const name = [run.workflow?.name, job.name].filter((part) => part !== undefined).join('/');
  const events = spanEvents(run, {
    execution,
    action: name,
    startedAt: job.started_at,
    finishedAt: job.stopped_at,
    outcome,
    parent: run.workflow && workflowId(run.workflow.id),
  });
  if (events.length === 0) return ignored(NO_TIME);
  const verified = settings.verifications.test(job.name ?? '') ? verification(run, job, name) : undefined;
  return told(...events, verified, ...deploymentEvents(run, job, name, settings));
};

const verification = (run: Run, job: Job, suite: string): EventOf<'verification.finished'> | undefined => {
  const outcome = outcomeOf(job.status);
  if (!job.stopped_at || !outcome) return undefined;
  return {
    type: 'verification.finished',
    id: eventId('verification.finished', SOURCE, job.id, outcome),
    at: job.stopped_at,
    source: SOURCE,
    suite,
    outcome,
    ...commitOf(run),
    links: linkList(linkTo.execution(jobId(job.id)), ...linksOf(run)),
  };
};

const deploymentEvents = (run: Run, job: Job, name: string, settings: CircleciSettings): DeliveryEvent[] => {
  const deploys = deploymentBy(settings.deployments, name, run.pipeline?.parameters);
  if (!deploys) return [];
  const { kind, ...place } = deploys;
  const common = {
    source: SOURCE,
    deployment: job.id,
    ...place,
    ...commitOf(run),
    version: place.version ?? run.pipeline?.vcs?.tag,
    actor: starterOf(run),
    links: linkList(linkTo.execution(jobId(job.id)), ...linksOf(run)),
  };
  const outcome = outcomeOf(job.status);
  const started: DeliveryEvent[] = job.started_at
    ? [
        {
          ...common,
          type: 'deployment.started',
          id: eventId('deployment.started', SOURCE, job.id),
          at: job.started_at,
        },
      ]
    : [];
  if (!job.stopped_at || !outcome) return started;
  const id = eventId('deployment.finished', SOURCE, job.id, outcome);
  return [...started, { ...common, type: 'deployment.finished', id, at: job.stopped_at, outcome, kind }];
};

/** A job that waits until somebody lets the workflow go on; only the API tells of it. */
const interpretApproval = (run: Run, job: Job): Told => {
  const asked = job.created_at ?? job.started_at;
  const common = {
    source: SOURCE,
    approval: jobId(job.id),
    links: linkList(run.workflow && linkTo.execution(workflowId(run.workflow.id)), ...linksOf(run)),
  };
  const decidedAt = job.stopped_at ?? job.started_at;
  const granted = job.status === 'success' && decidedAt !== undefined;
  if (!asked && !granted) return ignored(NO_TIME);
  return told(
    asked
      ? {
          ...common,
          type: 'approval.requested',
          id: eventId('approval.requested', SOURCE, job.id),
          at: asked,
          actor: starterOf(run),
        }
      : undefined,
    granted
      ? {
          ...common,
          type: 'approval.decided',
          id: eventId('approval.decided', SOURCE, job.id),
          at: decidedAt,
          decision: 'granted',
          actor: job.approved_by ? userOf(job.approved_by) : undefined,
        }
      : undefined,
  );
};
