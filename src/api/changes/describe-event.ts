import type { DeliveryEvent } from '../../events/vocabulary.js';

const OUTCOME = { success: 'succeeded', failure: 'failed', cancelled: 'was cancelled', error: 'broke off' };
const DEPLOYED = { deploy: 'Deployment', upgrade: 'Upgrade', rollback: 'Rollback', remove: 'Removal' };
const DECIDED = {
  approved: 'Approved',
  changes_requested: 'Changes requested',
  commented: 'Commented',
  dismissed: 'Review dismissed',
  granted: 'Allowed',
  rejected: 'Refused',
  expired: 'Request expired',
};

const short = (sha: string): string => sha.slice(0, 8);
const named = (title: string | undefined): string => (title ? `: ${title}` : '');

/** One line for a person who reads a change's story. */
export const describeEvent = (event: DeliveryEvent): string => {
  switch (event.type) {
    case 'commit.recorded':
      return `Committed ${short(event.sha)}${named(event.title)}`;
    case 'change.opened':
      return `Opened #${event.change}${named(event.title)}`;
    case 'change.updated':
      return `Updated #${event.change}: ${event.action.replaceAll('_', ' ')}`;
    case 'change.reviewed':
      return `${DECIDED[event.decision]} in the review of #${event.change}`;
    case 'change.merged':
      return `Merged #${event.change}${named(event.title)}`;
    case 'change.abandoned':
      return `Closed #${event.change} without merging`;
    case 'approval.decided':
      return `${DECIDED[event.decision]}${named(event.comment)}`;
    case 'build.finished':
      return `Build ${event.build} ${OUTCOME[event.outcome]}`;
    case 'verification.finished':
      return `${event.suite} ${OUTCOME[event.outcome]}`;
    case 'artifact.published':
      return `Published ${artifactName(event.artifact)}`;
    case 'deployment.started':
      return `Deployment ${event.version ?? event.deployment} of ${event.service} to ${event.environment} started`;
    case 'deployment.finished':
      return `${DEPLOYED[event.kind]} ${event.version ?? event.deployment} of ${event.service} to ${event.environment} ${OUTCOME[event.outcome]}`;
    case 'approval.requested':
      return `Approval asked for${event.environment ? ` on ${event.environment}` : ''}`;
    case 'execution.started':
      return `${runName(event)} started${on(event.hosts)}`;
    case 'execution.finished':
      return `${runName(event)} ${OUTCOME[event.outcome]}${on(event.hosts)}`;
    case 'access.opened':
      return `Shell opened${event.host ? ` on ${event.host}` : ''}${event.account ? ` as ${event.account}` : ''}`;
    case 'access.closed':
      return `Shell closed${event.host ? ` on ${event.host}` : ''}`;
    case 'resource.created':
    case 'resource.changed':
    case 'resource.removed':
      return describeResource(event);
    case 'host.reported':
      return `${event.host} reported what runs on it`;
    case 'item.assigned':
      return `${event.item} given to ${event.person ?? event.team ?? event.line ?? 'nobody'}`;
    case 'item.created':
      return `Item ${event.item} created${named(event.title)}`;
    case 'item.closed':
      return `${event.item} closed${named(event.resolution)}`;
    case 'item.reopened':
      return `${event.item} reopened`;
    case 'item.moved':
      return `${event.item} moved to ${event.to}`;
    case 'incident.opened':
      return `Incident opened: ${event.title ?? event.incident}`;
    case 'incident.resolved':
      return `Incident resolved: ${event.title ?? event.incident}`;
    default:
      return (
        plain(event.type) +
        named('title' in event && typeof event.title === 'string' ? event.title : undefined)
      );
  }
};

type Resource = Extract<DeliveryEvent, { type: `resource.${string}` }>;

const RESOURCE = {
  'resource.created': 'created',
  'resource.changed': 'changed',
  'resource.removed': 'removed',
};

const describeResource = (event: Resource): string => {
  const what = `${event.kind ?? 'Resource'} ${event.name ?? event.resource}`;
  const values =
    event.type === 'resource.changed' && event.to !== undefined
      ? ` from ${event.from ?? 'unknown'} to ${event.to}`
      : '';
  return `${what} ${RESOURCE[event.type]}${values}${event.host && event.host !== (event.name ?? event.resource) ? ` on ${event.host}` : ''}`;
};

/** A digest is for machines: its beginning is enough for a person. */
const artifactName = (artifact: string): string =>
  artifact.replace(/(sha256(?:%3A|:)[0-9a-f]{8})[0-9a-f]{56}/i, '$1…').replace(/[?].*$/, '');

const runName = ({ action, execution }: { action?: string; execution: string }): string =>
  action ?? execution;

const HOSTS_SHOWN = 3;

const on = (hosts: readonly string[] = []): string => {
  if (hosts.length === 0) return '';
  const more = hosts.length > HOSTS_SHOWN ? ` and ${hosts.length - HOSTS_SHOWN} more` : '';
  return ` on ${hosts.slice(0, HOSTS_SHOWN).join(', ')}${more}`;
};

/** `item.closed` as `Item closed`. */
const plain = (type: string): string => {
  const words = type.replace('.', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
