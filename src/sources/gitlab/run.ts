import { eventId } from '../../events/event-id.js';
import { linkList, linkTo } from '../../events/links.js';
import type { Actor, DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { hostOf, linksTo, type Repository, repositoryOf, shaAt, textAt, timeAt } from '../forge.js';
import { type Fields, fieldsOf, listOf, pageOf, revisionAt } from '../reading.js';
import { ignored, type Told, told } from '../records.js';
import { actorOf, jobId, pipelineId, type Record, repositoryIn, SOURCE } from './parts.js';
import type { GitlabSettings } from './settings.js';

type Outcome = EventOf<'execution.finished'>['outcome'];

const OUTCOMES = new Map<unknown, Outcome>([
  ['success', 'success'],
  ['failed', 'failure'],
  ['canceled', 'cancelled'],
  ['cancelled', 'cancelled'],
]);

/** One run, a pipeline or a job, with what is known of it. */
interface Run {
  readonly repo: Repository;
  readonly execution: string;
  readonly kind: 'workflow' | 'job';
  readonly action: string | undefined;
  readonly actor: Actor | undefined;
  readonly sha: string | undefined;
  readonly change?: string | undefined;
  readonly parent?: string | undefined;
  /** The pipeline that a job set off. */
  readonly child?: string | undefined;
  readonly trigger?: string | undefined;
  readonly environment?: string | undefined;
  readonly url: string | undefined;
  readonly startedAt: string | undefined;
  readonly finishedAt: string | undefined;
  readonly outcome: Outcome | undefined;
}

const eventsOf = (run: Run): DeliveryEvent[] => {
  const common = {
    source: SOURCE,
    execution: run.execution,
    action: run.action,
    kind: run.kind,
    parent: run.parent,
    trigger: run.trigger,
    environment: run.environment,
    actor: run.actor,
    url: run.url,
    links: linkList(
      ...(linksTo(run.repo, { shas: [run.sha], change: run.change }) ?? []),
      run.parent && linkTo.execution(run.parent),
      run.child && linkTo.execution(run.child),
    ),
  };
  const events: DeliveryEvent[] = [];
  const { startedAt, finishedAt, outcome } = run;
  if (startedAt) {
    const id = eventId('execution.started', SOURCE, run.execution);
    events.push({ ...common, type: 'execution.started', id, at: startedAt });
  }
  if (finishedAt && outcome) {
    const id = eventId('execution.finished', SOURCE, run.execution, outcome);
    const revision = revisionAt(finishedAt);
    const finished = { ...common, id, at: finishedAt, revision, outcome, startedAt };
    events.push({ ...finished, type: 'execution.finished' });
  }
  return events;
};

/** A pipeline is a build; it may be tried again under its own id, so the last end of each outcome counts. */
const buildFinished = (run: Run): EventOf<'build.finished'> | undefined =>
  run.finishedAt && run.outcome
    ? {
        type: 'build.finished',
        id: eventId('build.finished', run.execution, run.outcome),
        source: SOURCE,
        at: run.finishedAt,
        revision: revisionAt(run.finishedAt),
        actor: run.actor,
        url: run.url,
        build: run.execution,
        outcome: run.outcome,
        repo: run.repo.id,
        sha: run.sha,
        startedAt: run.startedAt,
        links: linksTo(run.repo, { shas: [run.sha], change: run.change, execution: run.execution }),
      }
    : undefined;

/** A pipeline by webhook, with its jobs, or as a record of the API. */
export const interpretPipeline = (record: Record): Told => {
  const { value, settings } = record;
  const repo = repositoryIn(record);
  const isHook = 'object_attributes' in value;
  const pipeline = isHook ? fieldsOf(value['object_attributes']) : value;
  const id = textAt(pipeline, 'id');
  if (!repo || !id) return ignored('The record does not tell of which project and pipeline it is.');
  const run = pipelineRun({ repo, id, pipeline, value, settings });
  const jobs = listOf(value['builds']).flatMap((job) =>
    jobEvents(jobRun({ repo, job: fieldsOf(job), pipeline: id, sha: run.sha, settings }), job, settings),
  );
  const events = [...eventsOf(run), buildFinished(run), ...jobs].filter((event) => event !== undefined);
  return events.length > 0 ? told(...events) : ignored(notEnded('pipeline', pipeline['status']));
};

const notEnded = (what: string, status: unknown): string =>
  `The ${what} is ${typeof status === 'string' ? status.slice(0, 100) : 'in no known state'}, and tells neither a start nor an end.`;

interface PipelineParts {
  readonly repo: Repository;
  readonly id: string;
  readonly pipeline: Fields;
  readonly value: Fields;
  readonly settings: GitlabSettings;
}

const pipelineRun = ({ repo, id, pipeline, value, settings }: PipelineParts): Run => {
  const outcome = OUTCOMES.get(pipeline['status']);
  return {
    repo,
    execution: pipelineId(repo, id),
    kind: 'workflow',
    action: textAt(pipeline, 'name') ?? textAt(pipeline, 'ref'),
    actor: actorOf(repo.host, value['user'], settings),
    sha: shaAt(pipeline, 'sha'),
    change: textAt(value, 'merge_request.iid') ?? changeOfRef(pipeline['ref']),
    parent: parentOf(value['source_pipeline']),
    trigger: textAt(pipeline, 'source'),
    url: pageOf(pipeline['url']) ?? pageOf(pipeline['web_url']),
    startedAt: timeAt(pipeline, 'started_at', 'created_at'),
    finishedAt: outcome && timeAt(pipeline, 'finished_at', 'updated_at'),
    outcome,
  };
};

const changeOfRef = (ref: unknown): string | undefined =>
  typeof ref === 'string' ? /^refs\/merge-requests\/(\d{1,10})\//.exec(ref)?.[1] : undefined;

const parentOf = (source: unknown): string | undefined => {
  const [id, host] = [textAt(source, 'pipeline_id'), hostOf(textAt(source, 'project.web_url'))];
  const repo = repositoryOf(host, textAt(source, 'project.path_with_namespace'));
  return repo && id ? pipelineId(repo, id) : undefined;
};

interface JobParts {
  readonly repo: Repository;
  /** In the words of the API: `id`, `name`, `status`, `started_at`. */
  readonly job: Fields;
  readonly pipeline: string | undefined;
  readonly sha: string | undefined;
  readonly settings: GitlabSettings;
}

const jobRun = ({ repo, job, pipeline, sha, settings }: JobParts): Run | undefined => {
  const id = textAt(job, 'id');
  if (!id) return undefined;
  const outcome = OUTCOMES.get(job['status']);
  return {
    repo,
    execution: jobId(repo, id),
    kind: 'job',
    action: textAt(job, 'name'),
    actor: actorOf(repo.host, job['user'], settings),
    sha,
    parent: pipeline && pipelineId(repo, pipeline),
    child: childOf(job['downstream_pipeline']),
    environment: textAt(job, 'environment.name')?.toLowerCase(),
    url: pageOf(job['web_url']),
    startedAt: timeAt(job, 'started_at'),
    finishedAt: outcome && timeAt(job, 'finished_at'),
    outcome,
  };
};

const childOf = (downstream: unknown): string | undefined => {
  const id = textAt(downstream, 'id');
  const repo = repositoryIn({ value: fieldsOf(downstream) });
  return repo && id ? pipelineId(repo, id) : undefined;
};

const jobEvents = (run: Run | undefined, job: unknown, settings: GitlabSettings): DeliveryEvent[] => {
  if (!run) return [];
  const names = [textAt(job, 'stage'), run.action].filter((name) => name !== undefined);
  const events = eventsOf(run);
  if (!run.finishedAt || !run.outcome || !names.some((name) => settings.verifications.test(name)))
    return events;
  const verified: EventOf<'verification.finished'> = {
    type: 'verification.finished',
    id: eventId('verification.finished', run.execution, run.outcome),
    source: SOURCE,
    at: run.finishedAt,
    revision: revisionAt(run.finishedAt),
    actor: run.actor,
    url: run.url,
    suite: run.action ?? names[0]!,
    outcome: run.outcome,
    repo: run.repo.id,
    sha: run.sha,
    environment: run.environment,
    links: linksTo(run.repo, { shas: [run.sha], execution: run.execution }),
  };
  return [...events, verified];
};

/** What a webhook writes with `build_` before it. */
const HOOK_FIELDS = ['id', 'name', 'stage', 'status', 'started_at', 'finished_at'] as const;

/** A job by webhook (`build`), or as a record of the API, where a trigger job is one like any other. */
export const interpretJob = (record: Record): Told => {
  const { value, settings } = record;
  const repo = repositoryIn(record);
  const isHook = 'build_id' in value;
  const job: Fields = isHook
    ? { ...value, ...Object.fromEntries(HOOK_FIELDS.map((field) => [field, value[`build_${field}`]])) }
    : value;
  const pipeline = textAt(value, 'pipeline_id') ?? textAt(value, 'pipeline.id');
  const sha = isHook ? shaAt(value, 'sha') : shaAt(value, 'pipeline.sha', 'commit.id');
  const run = repo && jobRun({ repo, job, pipeline, sha, settings });
  if (!run) return ignored('The record does not tell of which project and job it is.');
  const events = jobEvents(run, job, settings);
  return events.length > 0 ? told(...events) : ignored(notEnded('job', job['status']));
};
