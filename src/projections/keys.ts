import type { DeliveryEvent } from '../events/vocabulary.js';

/** What a key is of, for example `commit`. */
export const prefixOf = (key: string): string => key.slice(0, key.indexOf(':'));

export const commitKey = (repo: string, sha: string): string => `commit:${repo}@${sha}`;
export const changeKey = (repo: string, change: string): string => `change:${repo}#${change}`;
/** The change request of a key that `changeKey` made. */
export const changeIdOf = (repo: string, key: string): string => key.slice(changeKey(repo, '').length);
export const deploymentKey = (service: string, environment: string, id: string): string =>
  `deployment:${service}/${environment}/${id}`;

/** Which aggregates an event touches: those that are folded from it, and those whose story it belongs to. */
export const keysOf = (event: DeliveryEvent): string[] => [
  ...new Set([...ownKeys(event), ...(event.links ?? [])]),
];

/** What tells of a commit, a change or a deployment that it was approved, checked or packed: it is evidence for it. */
export const isAbout = ({ type }: DeliveryEvent): boolean =>
  type.startsWith('approval.') || type === 'verification.finished' || type === 'artifact.published';

/** What is told of a thing under the name of another is part of its fold all the same: by the prefix of the thing's keys. */
const TOLD_OF: Readonly<Record<string, (event: DeliveryEvent) => boolean>> = {
  commit: isAbout,
  change: (event) => isAbout(event) || event.type === 'build.finished',
  deployment: isAbout,
  item: ({ type }) => type.startsWith('approval.'),
  // So its few edits are read without its very many runs.
  definition: ({ type }) => type.startsWith('resource.'),
};

/**
 * Whether an event only links to one of its keys: it is part of the story, but no fold of the key takes account of it.
 * A ticket that a hundred thousand runs name is folded from its own few events.
 */
export const onlyLinks = (event: DeliveryEvent, key: string): boolean =>
  !TOLD_OF[prefixOf(key)]?.(event) && !ownKeys(event).includes(key);

/** The key of the aggregate that an event is of; all its events have it, whatever else they are linked with. */
export const homeKeyOf = (event: DeliveryEvent): string => ownKeys(event)[0]!;

const ownKeys = (event: DeliveryEvent): string[] => {
  switch (event.type) {
    case 'commit.recorded':
      return [commitKey(event.repo, event.sha)];
    case 'change.opened':
    case 'change.updated':
    case 'change.reviewed':
    case 'change.merged':
    case 'change.abandoned':
      return [changeKey(event.repo, event.change)];
    case 'deployment.started':
    case 'deployment.finished':
      return [deploymentKey(event.service, event.environment, event.deployment), ...artifactKeysOf(event)];
    case 'artifact.published':
      return [...artifactKeysOf(event), ...aboutCommit(event)];
    case 'build.finished':
      return [`build:${event.build}`, ...aboutCommit(event)];
    case 'verification.finished':
      return [`verification:${event.suite}`, ...aboutCommit(event)];
    case 'approval.requested':
    case 'approval.decided':
      return [`approval:${event.approval}`, ...aboutApproved(event)];
    case 'incident.opened':
    case 'incident.resolved':
      return [`incident:${event.incident}`];
    case 'execution.started':
    case 'execution.finished':
      return [`execution:${event.execution}`];
    case 'access.opened':
    case 'access.closed':
      return [`access:${event.access}`];
    case 'resource.created':
    case 'resource.changed':
    case 'resource.removed':
      return [`resource:${event.resource}`];
    case 'host.reported':
      return [`host:${event.host}`];
    case 'person.declared':
      return [`person:${event.person}`];
    case 'identity.merged':
    case 'identity.split':
      return [`identity:${event.identity}`];
    case 'team.declared':
    case 'team.joined':
    case 'team.left':
      return [`team:${event.team}`];
    case 'service.owned':
    case 'service.disowned':
    case 'service.mapped':
    case 'service.unmapped':
      return [`service:${event.service}`];
    default:
      return [`item:${event.item}`];
  }
};

const DIGEST = /sha256:[0-9a-f]{64}/;

/** By its name, and by its digest: a registry and a cluster may name the same artifact differently. */
export const artifactKeysOf = (event: DeliveryEvent): string[] => {
  const artifact = 'artifact' in event ? event.artifact : undefined;
  const told = 'digest' in event ? event.digest : undefined;
  // In a package URL the colon of the digest is escaped.
  const digest = DIGEST.exec(told ?? '')?.[0] ?? DIGEST.exec(artifact?.replace('%3A', ':') ?? '')?.[0];
  return [
    ...(artifact ? [`artifact:${artifact}`] : []),
    ...(digest ? [`digest:${digest}`] : []),
    ...(event.links ?? []).filter((link) => link.startsWith('artifact:') || link.startsWith('digest:')),
  ];
};

const aboutCommit = ({ repo, sha }: { repo?: string; sha?: string }): string[] =>
  repo && sha ? [commitKey(repo, sha)] : [];

interface Approved {
  repo?: string;
  change?: string;
  service?: string;
  environment?: string;
  deployment?: string;
}

const aboutApproved = ({ repo, change, service, environment, deployment }: Approved): string[] => [
  ...(repo && change ? [changeKey(repo, change)] : []),
  ...(service && environment && deployment ? [deploymentKey(service, environment, deployment)] : []),
];
