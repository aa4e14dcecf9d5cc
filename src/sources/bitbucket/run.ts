import { eventId } from '../../events/event-id.js';
import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { linksTo, type Repository, shaAt, textAt, timeAt } from '../forge.js';
import { fieldsOf, pageOf, revisionAt } from '../reading.js';
import { ignored, type Told, told } from '../records.js';
import {
  actorOf,
  linkAt,
  pipelineId,
  type Record,
  repositoryAt,
  repositoryIn,
  SOURCE,
  serviceOf,
  uuidAt,
} from './parts.js';

type Outcome = EventOf<'build.finished'>['outcome'];

const VERDICTS = new Map<unknown, Outcome>([
  ['SUCCESSFUL', 'success'],
  ['FAILED', 'failure'],
  ['STOPPED', 'cancelled'],
  ['CANCELLED', 'cancelled'],
]);

const COMMIT = /\/commit\/([0-9a-f]{7,64})(?:[/?#]|$)/;

/** What some system says of a commit: its key names the check, so the last word for each commit and key counts. */
export const interpretCommitStatus = ({ value, source }: Record): Told => {
  const repo = repositoryIn(value['repository'], source);
  const status = fieldsOf(value['commit_status']);
  const [key, at] = [textAt(status, 'key'), timeAt(status, 'updated_on', 'created_on')];
  const sha = shaAt(status, 'commit.hash') ?? COMMIT.exec(linkAt(status, 'commit') ?? '')?.[1];
  if (!repo || !key || !at) return ignored('The commit status tells no repository, no key or no time.');
  const outcome = VERDICTS.get(status['state']);
  if (!outcome)
    return ignored(`The commit status ${key} is ${textAt(status, 'state') ?? 'unknown'}; it has not ended.`);
  const url = pageOf(status['url']);
  return told({
    type: 'verification.finished',
    id: eventId('verification.finished', repo.id, sha ?? '', key, at),
    source: SOURCE,
    at,
    url,
    suite: textAt(status, 'name') ?? key,
    outcome,
    repo: repo.id,
    sha,
    links: linksTo(repo, { shas: [sha] }),
  });
};

const RESULTS = new Map<unknown, Outcome>([
  ['pipeline_state_completed_successful', 'success'],
  ['pipeline_state_completed_failed', 'failure'],
  ['pipeline_state_completed_stopped', 'cancelled'],
  ['pipeline_state_completed_error', 'error'],
  ['pipeline_state_completed_expired', 'error'],
  ['SUCCESSFUL', 'success'],
  ['FAILED', 'failure'],
  ['STOPPED', 'cancelled'],
  ['ERROR', 'error'],
  ['EXPIRED', 'error'],
]);

const repositoryOfRecord = ({ value, address, source }: Record): Repository | undefined =>
  repositoryIn(value['repository'], source) ??
  repositoryAt(linkAt(value, 'html', 'self'), textAt(value, 'release.url'), address);

/** A pipeline as the API tells it: no webhook does. */
export const interpretPipeline = (record: Record): Told => {
  const { value, settings } = record;
  const repo = repositoryOfRecord(record);
  const uuid = uuidAt(value, 'uuid');
  if (!repo || !uuid) return ignored('The pipeline does not tell of which repository it is, or its id.');
  const execution = pipelineId(repo, uuid);
  const [startedAt, at] = [timeAt(value, 'created_on'), timeAt(value, 'completed_on')];
  const sha = shaAt(value, 'target.commit.hash');
  const change = textAt(value, 'target.pullrequest.id');
  const outcome =
    RESULTS.get(textAt(value, 'state.result.type')) ?? RESULTS.get(textAt(value, 'state.result.name'));
  const number = textAt(value, 'build_number');
  const common = {
    source: SOURCE,
    actor: actorOf(repo.host, value['creator'], settings),
    url: number && `https://${repo.id}/pipelines/results/${number}`,
  };
  const about = {
    ...common,
    execution,
    kind: 'workflow',
    action: textAt(value, 'target.selector.pattern') ?? textAt(value, 'target.ref_name'),
    trigger: textAt(value, 'trigger.name')?.toLowerCase(),
    links: linksTo(repo, { shas: [sha], change }),
  };
  const events: DeliveryEvent[] = [];
  if (startedAt) {
    const id = eventId('execution.started', execution);
    events.push({ ...about, type: 'execution.started', id, at: startedAt });
  }
  if (at && outcome) {
    const revision = revisionAt(at);
    const id = eventId('execution.finished', execution, outcome);
    events.push({ ...about, type: 'execution.finished', id, at, revision, outcome, startedAt });
    const build = eventId('build.finished', execution, outcome);
    const links = linksTo(repo, { shas: [sha], change, execution });
    const built = { at, revision, build: execution, outcome, repo: repo.id, sha, startedAt, links };
    events.push({ ...common, ...built, type: 'build.finished', id: build });
  }
  return events.length > 0 ? told(...events) : ignored('The pipeline tells no time.');
};

const ENDS = new Map<unknown, Outcome>([
  ['SUCCESSFUL', 'success'],
  ['FAILED', 'failure'],
  ['STOPPED', 'cancelled'],
]);

/** A deployment as the API tells it: no webhook does. Asked for no status, it calls a success COMPLETED. */
export const interpretDeployment = (record: Record): Told => {
  const { value, settings } = record;
  const repo = repositoryOfRecord(record);
  const uuid = uuidAt(value, 'uuid');
  const environment = textAt(value, 'environment.name')?.toLowerCase();
  if (!repo || !uuid) return ignored('The deployment does not tell of which repository it is, or its id.');
  if (!environment) return ignored('The deployment does not tell to which environment.');
  const pipeline = uuidAt(value, 'release.pipeline.uuid');
  const sha = shaAt(value, 'release.commit.hash', 'commit.hash');
  const common = {
    source: SOURCE,
    service: serviceOf(repo, settings),
    environment,
    deployment: uuid,
    repo: repo.id,
    sha,
    version: textAt(value, 'release.name'),
    actor: actorOf(repo.host, value['creator'], settings),
    url: pageOf(textAt(value, 'state.url')) ?? pageOf(textAt(value, 'release.url')),
    links: linksTo(repo, { shas: [sha], execution: pipeline && pipelineId(repo, pipeline) }),
  };
  const [startedAt, at] = [timeAt(value, 'state.started_on'), timeAt(value, 'state.completed_on')];
  const state = textAt(value, 'state.name');
  const status = textAt(value, 'state.status.name');
  const outcome = ENDS.get(status ?? (state === 'COMPLETED' ? 'SUCCESSFUL' : state));
  const events: DeliveryEvent[] = [];
  if (startedAt) {
    const id = eventId('deployment.started', repo.id, uuid);
    events.push({ ...common, type: 'deployment.started', id, at: startedAt });
  }
  if (at && outcome) {
    const id = eventId('deployment.finished', repo.id, uuid, outcome);
    events.push({ ...common, type: 'deployment.finished', id, at, outcome, kind: 'deploy' });
  }
  return events.length > 0 ? told(...events) : ignored(`The deployment is ${state ?? 'in no known state'}.`);
};
