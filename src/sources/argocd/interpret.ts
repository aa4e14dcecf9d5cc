import { eventId } from '../../events/event-id.js';
import { linkList, linkTo } from '../../events/links.js';
import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { ignored, type Told, told } from '../records.js';
import {
  type ArgocdSetting,
  artifactOf,
  infoLinks,
  type Known,
  knownOf,
  linksOf,
  SOURCE,
  starterOf,
  versionOf,
} from './parts.js';
import type { Application, HistoryEntry, Operation } from './payload.js';

type Finished = EventOf<'deployment.finished'>['outcome'];

const OUTCOMES = new Map<string, Finished>([
  ['Succeeded', 'success'],
  ['Failed', 'failure'],
  ['Error', 'error'],
]);

/** An application tells its last sync, how healthy it is since, and the syncs before, of which it keeps ten. */
export const interpretApplication = (app: Application, setting: ArgocdSetting): Told => {
  const known = knownOf(app, setting);
  if (!known) return ignored('The application has no name.');
  const { operationState: operation } = app.status ?? {};
  const events = [
    ...historyEvents(known, setting),
    ...(operation ? operationEvents(known, operation, setting) : []),
    ...healthEvents(known, setting),
  ];
  return events.length > 0
    ? told(...events)
    : ignored('The application tells of no sync and no state of health.');
};

/** A revision as one text, for applications of one source and of many. */
const revisionOf = (
  one: { revision?: string | undefined; revisions?: readonly string[] } | undefined,
): string | undefined => one?.revision ?? (one?.revisions?.length ? one.revisions.join(',') : undefined);

const historyOf = ({ app }: Known): HistoryEntry[] =>
  [...(app.status?.history ?? [])].sort((a, b) => (a.id ?? 0) - (b.id ?? 0));

/** It goes back when its revision is not the one before, but was there earlier. */
const kindAfter = (before: readonly HistoryEntry[], revision: string | undefined): 'deploy' | 'rollback' => {
  const revisions = before.map(revisionOf);
  return revision !== revisions.at(-1) && revisions.includes(revision) ? 'rollback' : 'deploy';
};

/** A sync is known by its start, which its entry in the history tells too; old versions tell only its end there. */
const deploymentOf = ({ key }: Known, startedAt: string): string => `${key}/${startedAt}`;

const commonOf = (known: Known, revision: string | undefined, startedAt: string, current: boolean) => ({
  source: SOURCE,
  service: known.service,
  environment: known.environment,
  deployment: deploymentOf(known, startedAt),
  hosts: known.hosts,
  ...versionOf(known, revision),
  artifact: current ? artifactOf(known) : undefined,
  links: linkList(...linksOf(known, revision, current)),
});

const startedEvent = (common: ReturnType<typeof commonOf>, at: string): DeliveryEvent => ({
  ...common,
  type: 'deployment.started',
  id: eventId('deployment.started', SOURCE, common.deployment),
  at,
});

const historyEvents = (known: Known, setting: ArgocdSetting): DeliveryEvent[] => {
  const history = historyOf(known);
  return history.flatMap((entry, i): DeliveryEvent[] => {
    const startedAt = entry.deployStartedAt ?? entry.deployedAt;
    if (!startedAt || !entry.deployedAt) return [];
    const revision = revisionOf(entry);
    const actor = starterOf(entry.initiatedBy, setting);
    const common = { ...commonOf(known, revision, startedAt, i === history.length - 1), actor };
    const finished: DeliveryEvent = {
      ...common,
      type: 'deployment.finished',
      id: eventId('deployment.finished', SOURCE, common.deployment),
      at: entry.deployedAt,
      outcome: 'success',
      kind: kindAfter(history.slice(0, i), revision),
    };
    return entry.deployStartedAt ? [startedEvent(common, startedAt), finished] : [finished];
  });
};

const operationEvents = (known: Known, operation: Operation, setting: ArgocdSetting): DeliveryEvent[] => {
  const { startedAt, finishedAt, phase, operation: asked, syncResult } = operation;
  if (!startedAt || asked?.sync?.dryRun) return [];
  const revision = revisionOf(syncResult) ?? revisionOf(asked?.sync);
  const before = historyOf(known).filter(
    (entry) => (entry.deployStartedAt ?? entry.deployedAt ?? '') < startedAt,
  );
  const plain = commonOf(known, revision, startedAt, true);
  const links = linkList(...(plain.links ?? []), ...infoLinks(asked?.info ?? []));
  const common = { ...plain, links, actor: starterOf(asked?.initiatedBy, setting) };
  const outcome = OUTCOMES.get(phase ?? '');
  const started = startedEvent(common, startedAt);
  if (!finishedAt || !outcome) return [started];
  const id = eventId('deployment.finished', SOURCE, common.deployment);
  return [
    started,
    {
      ...common,
      type: 'deployment.finished',
      id,
      at: finishedAt,
      outcome,
      kind: kindAfter(before, revision),
    },
  ];
};

const HEALTH = new Map<string, Finished>([
  ['Healthy', 'success'],
  ['Degraded', 'failure'],
]);

/** How healthy it is since the last sync; one verdict a sync, so that being asked often makes no more of it. */
const healthEvents = (known: Known, setting: ArgocdSetting): DeliveryEvent[] => {
  const { health, operationState: operation, reconciledAt, sync } = known.app.status ?? {};
  const outcome = HEALTH.get(health?.status ?? '');
  const at = health?.lastTransitionTime ?? operation?.finishedAt ?? reconciledAt;
  if (!outcome || !at) return [];
  const deployment = deploymentOf(known, operation?.startedAt ?? 'unknown');
  const revision = sync?.revision ?? revisionOf(operation?.syncResult);
  const { version: _, ...commit } = versionOf(known, revision);
  const links = linkList(
    linkTo.deployment(known.service, known.environment, deployment),
    ...linksOf(known, revision, true),
  );
  const verdict: DeliveryEvent = {
    type: 'verification.finished',
    id: eventId('verification.finished', SOURCE, deployment, 'health', outcome),
    at,
    source: SOURCE,
    suite: `${known.name} health`,
    outcome,
    ...commit,
    artifact: artifactOf(known),
    links,
  };
  if (!setting.settings.incidents || !health?.lastTransitionTime) return [verdict];
  const type = outcome === 'failure' ? 'incident.opened' : 'incident.resolved';
  const incident: DeliveryEvent = {
    type,
    id: eventId(type, SOURCE, deployment),
    at,
    source: SOURCE,
    incident: `${SOURCE}:${deployment}`,
    service: known.service,
    environment: known.environment,
    title: health.message ?? `${known.name} is ${health.status?.toLowerCase()}`,
    links,
  };
  return [verdict, incident];
};
