import { uriPart } from '../../support/text.js';
import type { DeliveryEvent, EventOf, EventType } from '../vocabulary.js';
import { isHost, isPage } from './uri.js';

/** The standard part of an exported event. */
export interface Standard {
  /** Subject, predicate and version: `service.deployed.0.3.0`. */
  readonly type: string;
  /** Id of the subject. */
  readonly id: string;
  readonly content: Readonly<Record<string, unknown>>;
}

type Writers = { readonly [T in EventType]?: (event: EventOf<T>) => Standard | undefined };

/** CDEvents demand an environment or a person where we may know none. */
const UNKNOWN = 'unknown';

/**
 * The standard telling of an event in the types of CDEvents 0.5.1.
 *
 * @returns undefined where the specification has no type for it: commits, handoffs, executions, access, failed
 *   deployments, resources other than environments, host reports, and approvals (only drafted so far).
 */
export const standardOf = (event: DeliveryEvent): Standard | undefined => {
  const write = writers[event.type] as ((event: DeliveryEvent) => Standard | undefined) | undefined;
  return write?.(event);
};

type ChangeEvent = EventOf<
  'change.opened' | 'change.updated' | 'change.reviewed' | 'change.merged' | 'change.abandoned'
>;

const change =
  (type: string) =>
  ({ repo, change: id }: ChangeEvent): Standard => ({
    type,
    id,
    content: { repository: repositoryRef(repo) },
  });

/** `github.com/octo/hello` is `octo/hello` at `https://github.com`. */
const repositoryRef = (repo: string) => {
  const slash = repo.indexOf('/');
  const host = repo.slice(0, Math.max(slash, 0));
  return isHost(host) ? { id: repo.slice(slash + 1) || repo, source: `https://${host}` } : { id: repo };
};

const opened = (event: EventOf<'change.opened'>): Standard => {
  const { type, id, content } = change('change.created.0.4.0')(event);
  return { type, id, content: { ...content, ...(event.title && { description: event.title }) } };
};

const verified = ({ id, suite, outcome }: EventOf<'verification.finished'>): Standard => ({
  type: 'testsuiterun.finished.0.3.0',
  id,
  content: {
    outcome: cdOutcome(outcome),
    environment: { id: UNKNOWN },
    testSuite: { id: suite, name: suite },
  },
});

const cdOutcome = (outcome: EventOf<'verification.finished'>['outcome']): string =>
  outcome === 'cancelled' ? 'cancel' : outcome;

const DEPLOYMENT_TYPES = {
  deploy: 'service.deployed.0.3.0',
  upgrade: 'service.upgraded.0.3.0',
  rollback: 'service.rolledback.0.3.0',
  remove: 'service.removed.0.3.0',
} as const;

const deployed = (event: EventOf<'deployment.finished'>): Standard | undefined => {
  if (event.outcome !== 'success') return undefined;
  const environment = { id: event.environment };
  const content = event.kind === 'remove' ? { environment } : { environment, artifactId: artifactOf(event) };
  return { type: DEPLOYMENT_TYPES[event.kind], id: event.service, content };
};

/** The artifact, or a generic package URL that names what was deployed by its version and commit. */
const artifactOf = ({ artifact, service, version, repo, sha }: EventOf<'deployment.finished'>): string => {
  if (artifact) return artifact;
  const name = uriPart(service);
  const at = version || sha ? `@${uriPart(version || sha || '')}` : '';
  const vcs = repo && sha ? `?vcs_url=${uriPart(`git+https://${repo}@${sha}`)}` : '';
  return `pkg:generic/${name}${at}${vcs}`;
};

type ItemEvent = EventOf<'item.created' | 'item.moved' | 'item.assigned' | 'item.closed' | 'item.reopened'>;

const ticket = (type: string, event: ItemEvent, more: Readonly<Record<string, unknown>>): Standard => ({
  type,
  id: event.item,
  content: {
    uri: event.url && isPage(event.url) ? event.url : uriPart(event.item),
    ...(event.title && { summary: event.title }),
    ...more,
  },
});

const updatedBy = ({ actor }: ItemEvent) => (actor ? { updatedBy: actor.id } : {});

const ticketUpdated = (event: ItemEvent): Standard => ticket('ticket.updated.0.2.0', event, updatedBy(event));

const ticketCreated = (event: EventOf<'item.created'>): Standard =>
  ticket('ticket.created.0.2.0', event, {
    summary: event.title ?? event.item,
    creator: event.actor?.id ?? UNKNOWN,
  });

const ticketAssigned = (event: EventOf<'item.assigned'>): Standard =>
  ticket('ticket.updated.0.2.0', event, {
    ...updatedBy(event),
    ...(event.person && { assignees: [event.person] }),
    ...(event.team && { group: event.team }),
  });

const ticketClosed = (event: EventOf<'item.closed'>): Standard =>
  ticket('ticket.closed.0.2.0', event, { ...updatedBy(event), resolution: event.resolution || 'completed' });

const incident =
  (type: string) =>
  (event: EventOf<'incident.opened' | 'incident.resolved'>): Standard => ({
    type,
    id: event.incident,
    content: {
      environment: { id: event.environment ?? UNKNOWN },
      ...(event.service && { service: { id: event.service } }),
      ...(event.title && { description: event.title }),
    },
  });

type ResourceEvent = EventOf<'resource.created' | 'resource.changed' | 'resource.removed'>;

const environment =
  (type: string) =>
  ({ kind, resource, detail }: ResourceEvent): Standard | undefined =>
    kind === 'environment' ? { type, id: resource, content: detail ? { name: detail } : {} } : undefined;

const writers: Writers = {
  'change.opened': opened,
  'change.updated': change('change.updated.0.3.0'),
  'change.reviewed': change('change.reviewed.0.3.0'),
  'change.merged': change('change.merged.0.3.0'),
  'change.abandoned': change('change.abandoned.0.3.0'),
  'build.finished': ({ build }) => ({ type: 'build.finished.0.3.0', id: build, content: {} }),
  'artifact.published': ({ artifact }) => ({ type: 'artifact.published.0.3.0', id: artifact, content: {} }),
  'verification.finished': verified,
  'deployment.finished': deployed,
  'item.created': ticketCreated,
  'item.moved': ticketUpdated,
  'item.assigned': ticketAssigned,
  'item.closed': ticketClosed,
  'item.reopened': ticketUpdated,
  'incident.opened': incident('incident.detected.0.3.0'),
  'incident.resolved': incident('incident.resolved.0.3.0'),
  'resource.created': environment('environment.created.0.3.0'),
  'resource.changed': environment('environment.modified.0.3.0'),
  'resource.removed': environment('environment.deleted.0.3.0'),
};
