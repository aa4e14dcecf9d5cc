import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { artifactKeysOf } from '../keys.js';
import type { Projection } from '../projection.js';

export type DeploymentRow = {
  readonly service: string;
  readonly environment: string;
  readonly id: string;
  readonly started_at: string | null;
  /** When it ended; null while it runs. */
  readonly at: string | null;
  readonly outcome: string | null;
  readonly kind: string | null;
  /** It put a known commit on the environment, so it can deliver. */
  readonly effective: boolean;
  readonly repo: string | null;
  readonly sha: string | null;
  readonly version: string | null;
  readonly artifact: string | null;
  readonly complete: boolean;
  readonly assumed: boolean;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly url: string | null;
  readonly event_id: string;
};

type DeploymentEvent = EventOf<'deployment.started' | 'deployment.finished'>;

const isDeployment = (event: DeliveryEvent): event is DeploymentEvent => event.type.startsWith('deployment.');

/** A deployment may be told to have ended several times; the last word counts, from when it was first said in a row. */
const lastWord = (events: readonly DeploymentEvent[]): EventOf<'deployment.finished'> | undefined => {
  const ended = events.filter((event) => event.type === 'deployment.finished');
  const last = ended.at(-1);
  if (!last) return undefined;
  const contradicted = ended.findLastIndex(({ outcome }) => outcome !== last.outcome);
  return { ...last, at: ended[contradicted + 1]!.at };
};

/** What the deployed artifact was built from, as whoever published it says. */
const builtFrom = (
  all: readonly DeliveryEvent[],
  deployed: readonly DeploymentEvent[],
): { repo: string; sha: string } | undefined => {
  const artifacts = new Set(deployed.flatMap(artifactKeysOf));
  for (const event of all) {
    if (event.type !== 'artifact.published' || !event.repo || !event.sha) continue;
    if (artifactKeysOf(event).some((key) => artifacts.has(key))) return { repo: event.repo, sha: event.sha };
  }
  return undefined;
};

export const deployments: Projection<DeploymentRow> = {
  id: 'deployment',
  table: 'deployment',
  identity: ['service', 'environment', 'id'],
  columns: [
    'service',
    'environment',
    'id',
    'started_at',
    'at',
    'outcome',
    'kind',
    'effective',
    'repo',
    'sha',
    'version',
    'artifact',
    'complete',
    'assumed',
    'actor_id',
    'actor_name',
    'url',
    'event_id',
  ],
  identify: (event) =>
    isDeployment(event)
      ? { service: event.service, environment: event.environment, id: event.deployment }
      : undefined,
  needs: ({ type }) => type === 'artifact.published',
  fold: (all) => {
    const events = all.filter(isDeployment);
    const first = events[0];
    if (!first) return undefined;
    const finished = lastWord(events);
    const started = events.find((event) => event.type === 'deployment.started');
    const what = finished ?? first;
    const tell = <K extends keyof DeploymentEvent>(field: K): DeploymentEvent[K] | undefined =>
      what[field] ?? events.find((event) => event[field] !== undefined)?.[field];
    const built = tell('sha') ? undefined : builtFrom(all, events);
    const repo = built?.repo ?? tell('repo') ?? null;
    const sha = built?.sha ?? tell('sha') ?? null;
    const running = finished?.outcome === 'success' && finished.kind !== 'remove';
    return {
      service: first.service,
      environment: first.environment,
      id: first.deployment,
      started_at: started?.at ?? null,
      at: finished?.at ?? null,
      outcome: finished?.outcome ?? null,
      kind: finished?.kind ?? null,
      effective: running && repo !== null && sha !== null,
      repo,
      sha,
      version: tell('version') ?? null,
      artifact: tell('artifact') ?? null,
      complete: finished?.complete ?? false,
      assumed: finished?.assumed ?? false,
      actor_id: tell('initiator')?.id ?? tell('actor')?.id ?? null,
      actor_name: tell('initiator')?.name ?? tell('actor')?.name ?? null,
      url: tell('url') ?? null,
      event_id: what.id,
    };
  },
};
