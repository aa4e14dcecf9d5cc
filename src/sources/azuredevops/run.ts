import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import { linkList, linksIn, linkTo } from '../../events/links.js';
import type { Actor, DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { looseList, looseRecord, looseText } from '../../support/loose.js';
import { deploymentBy } from '../deployment-rules.js';
import { pageOf } from '../parts.js';
import { ignored, type Told, told } from '../records.js';
import {
  actorOf,
  azureInstant,
  idIn,
  links,
  looseShape,
  person,
  repoOf,
  repository,
  shaOf,
} from './parts.js';
import type { AzureSettings } from './settings.js';

/** A build of any version, and a run of a pipeline, which has the number of its build. */
const build = z.object({
  id: z.union([z.number(), z.string()]).nullish().catch(undefined),
  url: looseText,
  status: looseText,
  state: looseText,
  result: looseText,
  reason: looseText,
  queueTime: azureInstant,
  createdDate: azureInstant,
  startTime: azureInstant,
  finishTime: azureInstant,
  finishedDate: azureInstant,
  sourceVersion: looseText,
  sourceGetVersion: looseText,
  sourceBranch: looseText,
  definition: looseShape({ name: looseText }),
  pipeline: looseShape({ name: looseText }),
  requestedFor: person,
  requestedBy: person,
  requests: looseList(z.object({ requestedFor: person })),
  repository,
  templateParameters: looseRecord,
  variables: looseRecord,
  _links: links,
});
type Build = z.output<typeof build>;

type Outcome = EventOf<'build.finished'>['outcome'];
const OUTCOMES = new Map<string, Outcome>([
  ['succeeded', 'success'],
  ['partiallysucceeded', 'failure'],
  ['succeededwithissues', 'success'],
  ['failed', 'failure'],
  ['stopped', 'cancelled'],
  ['canceled', 'cancelled'],
  ['cancelled', 'cancelled'],
  ['abandoned', 'error'],
]);

export const outcomeOf = (...told: readonly (string | undefined)[]): Outcome | undefined =>
  told.map((one) => OUTCOMES.get((one ?? '').toLowerCase())).find((outcome) => outcome);

export interface Where {
  readonly source: string;
  readonly settings: AzureSettings;
}

const RUN = /\/_apis\/(?:pipelines\/\d+\/runs|build\/builds)\/(\d{1,15})(?:[/?#]|$)/i;

/** The number of the run to which an address of the API leads. */
export const runIn = (url: string | undefined): string | undefined => RUN.exec(url ?? '')?.[1];

export const executionOf = (source: string, url: string | undefined, run: string): string =>
  idIn(source, url, 'builds', run);

interface Run extends Build {
  readonly execution: string;
  readonly name: string | undefined;
  readonly sha: string | undefined;
  readonly repo: string | undefined;
  readonly startedAt: string | undefined;
  readonly endedAt: string | undefined;
}

export const buildTold = (resource: unknown, where: Where): Told => {
  const parsed = build.safeParse(resource);
  if (!parsed.success) return ignored('The run is no object');
  const { data } = parsed;
  const number = data.id === undefined || data.id === null ? runIn(data.url) : String(data.id);
  if (!number) return ignored('The run does not tell its number');
  const run: Run = {
    ...data,
    execution: executionOf(where.source, data.url, number),
    name: data.definition?.name ?? data.pipeline?.name,
    sha: shaOf(data.sourceVersion ?? data.sourceGetVersion),
    repo: repoOf(data.repository),
    startedAt: data.startTime ?? data.createdDate,
    endedAt: data.finishTime ?? data.finishedDate,
  };
  const outcome = outcomeOf(run.result, run.status);
  const ended = outcome && run.endedAt ? endsOf(run, { outcome, at: run.endedAt }, where) : [];
  const events = [startOf(run), ...ended].filter((event) => event !== undefined);
  return events.length > 0 ? told(...events) : ignored('The run has not begun');
};

const common = (run: Run) => {
  const requested = run.requestedFor ?? run.requests[0]?.requestedFor;
  const actor: Actor | undefined = actorOf(requested) ?? actorOf(run.requestedBy);
  return {
    source: 'azuredevops',
    actor,
    url: pageOf(run._links?.web?.href),
    links: linkList(
      linkTo.execution(run.execution),
      run.repo && run.sha ? linkTo.commit(run.repo, run.sha) : run.sha && `sha:${run.sha}`,
      ...linksIn(run.sourceBranch),
    ),
  };
};

const startOf = (run: Run): DeliveryEvent | undefined =>
  run.startedAt === undefined
    ? undefined
    : {
        ...common(run),
        type: 'execution.started',
        id: eventId('execution.started', run.execution),
        at: run.startedAt,
        execution: run.execution,
        action: run.name,
        kind: 'pipeline',
        trigger: run.reason,
      };

interface End {
  readonly outcome: Outcome;
  readonly at: string;
}

const endsOf = (run: Run, { outcome, at }: End, { settings }: Where): DeliveryEvent[] => {
  const about = { ...common(run), at, outcome };
  const { execution, startedAt, repo, sha } = run;
  const finished: DeliveryEvent = {
    ...about,
    type: 'execution.finished',
    id: eventId('execution.finished', execution),
    execution,
    action: run.name,
    kind: 'pipeline',
    trigger: run.reason,
    startedAt,
  };
  const id = eventId('build.finished', execution);
  const built: DeliveryEvent = {
    ...about,
    type: 'build.finished',
    id,
    build: execution,
    repo,
    sha,
    startedAt,
  };
  const deploys =
    run.name && deploymentBy(settings.deployments, run.name, { ...run.variables, ...run.templateParameters });
  if (!deploys) return [finished, built];
  const { service, environment } = deploys;
  const deployed: DeliveryEvent = {
    ...about,
    ...deploys,
    type: 'deployment.finished',
    id: eventId('deployment.finished', execution, service, environment),
    deployment: execution,
    repo,
    sha,
  };
  return [finished, built, deployed];
};
