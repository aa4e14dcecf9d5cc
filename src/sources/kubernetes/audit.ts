import { eventId } from '../../events/event-id.js';
import { imagePurl } from '../../events/image.js';
import { linkList } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { ignored, type Told, told } from '../records.js';
import type { AuditEvent, ClusterObject } from './payload.js';
import type { KubernetesSettings } from './settings.js';
import { authorityOf, isController, peopleOf } from './who.js';
import {
  environmentOf,
  imagesOf,
  linksOfObject,
  SOURCE,
  serviceOf,
  versionOf,
  WORKLOADS,
} from './workload.js';

export interface Place {
  readonly cluster: string;
  readonly settings: KubernetesSettings;
}

const SESSIONS: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward']);
const CHANGES = new Map<string, 'resource.created' | 'resource.changed' | 'resource.removed'>([
  ['create', 'resource.created'],
  ['update', 'resource.changed'],
  ['patch', 'resource.changed'],
  ['delete', 'resource.removed'],
  ['deletecollection', 'resource.removed'],
]);
/** Resources that clusters write by themselves all the time, and questions that look like writing. */
const NOISE =
  /^(?:events|leases|endpoints|endpointslices|tokenreviews|subjectaccessreviews|selfsubject\w+|localsubject\w+|componentstatuses|certificatesigningrequests)$/;
const SUBRESOURCES: ReadonlySet<string> = new Set(['scale', 'ephemeralcontainers', 'rollback']);

export const interpretAudit = (event: AuditEvent, place: Place): Told => {
  const { verb = '', objectRef } = event;
  if (event.stage === 'RequestReceived')
    return ignored('A request that has no answer yet has done nothing yet.');
  if (!objectRef?.resource) return ignored('The request is about no object.');
  const code = event.responseStatus?.code ?? 200;
  if (code >= 400 || event.stage === 'Panic') return ignored(`The cluster refused the request (${code}).`);
  if (!timeOf(event)) return ignored('The audit event does not say when it happened.');
  if (SESSIONS.has(objectRef.subresource ?? '')) return interpretSession(event, place);
  const type = CHANGES.get(verb);
  if (!type) return ignored(`Reading (${verb || 'no verb'}) changes nothing.`);
  if (NOISE.test(objectRef.resource)) return ignored(`Clusters write ${objectRef.resource} by themselves.`);
  if (objectRef.subresource && !SUBRESOURCES.has(objectRef.subresource))
    return ignored(`The part ${objectRef.subresource} of an object is not what somebody asked for.`);
  if (isController(event)) return ignored('A part of the cluster carries out what somebody else asked for.');
  return interpretChange(event, type, place);
};

const timeOf = (event: AuditEvent): string | undefined =>
  event.requestReceivedTimestamp ?? event.stageTimestamp ?? event.timestamp;

/** The audit id; a trimmed event is known by everything that it tells. */
const keyOf = (event: AuditEvent, { cluster }: Place): string =>
  event.auditID ??
  JSON.stringify([
    cluster,
    timeOf(event),
    event.verb,
    event.requestURI,
    event.objectRef,
    event.user?.username,
  ]);

const commonOf = (event: AuditEvent, { cluster }: Place) => ({
  at: timeOf(event)!,
  source: SOURCE,
  ...peopleOf(event, cluster),
  authorizer: authorityOf(event, cluster),
});

/** `command=sh&command=-c&command=ls` of the address of a session. */
const commandOf = (uri: string | undefined): string | undefined => {
  const question = uri?.indexOf('?') ?? -1;
  if (question < 0) return undefined;
  const words = new URLSearchParams(uri!.slice(question)).getAll('command');
  return words.length > 0 ? words.join(' ') : undefined;
};

/** A shell, or a way in, that somebody opened; the answer that completes tells when it was closed. */
const interpretSession = (event: AuditEvent, place: Place): Told => {
  const { namespace = 'default', name = 'unknown', subresource } = event.objectRef!;
  const key = keyOf(event, place);
  const common = {
    ...commonOf(event, place),
    access: `${SOURCE}:${place.cluster}/${event.auditID ?? eventId('access.opened', SOURCE, key)}`,
    host: `${place.cluster}/${namespace}/${name}`,
    environment: environmentOf(place.settings, place.cluster, namespace),
    command: commandOf(event.requestURI) ?? subresource,
    from: event.sourceIPs[0],
  };
  const closed = event.stage === 'ResponseComplete' && event.stageTimestamp;
  return told(
    { ...common, type: 'access.opened', id: eventId('access.opened', SOURCE, key) },
    closed
      ? { ...common, type: 'access.closed', id: eventId('access.closed', SOURCE, key), at: closed }
      : undefined,
  );
};

const nameOf = (event: AuditEvent): string | undefined =>
  event.objectRef?.name ?? event.responseObject?.metadata?.name ?? event.requestObject?.metadata?.name;

const interpretChange = (
  event: AuditEvent,
  type: 'resource.created' | 'resource.changed' | 'resource.removed',
  place: Place,
): Told => {
  const { resource = '', subresource, namespace } = event.objectRef!;
  const name = nameOf(event);
  const object = event.requestObject;
  const images = object ? imagesOf(object) : [];
  const workload = WORKLOADS.has(resource) && name !== undefined;
  if (workload && (images.length > 0 || type === 'resource.removed' || subresource === 'rollback'))
    return interpretDeployment(event, { name, object, place });
  const what = [resource, name ?? '*', subresource].filter((part) => part !== undefined).join('/');
  return told({
    ...commonOf(event, place),
    type,
    id: eventId(type, SOURCE, keyOf(event, place)),
    resource: `${SOURCE}:${[place.cluster, namespace, what].filter((part) => part !== undefined).join('/')}`,
    kind: object?.kind ?? resource,
    environment: environmentOf(place.settings, place.cluster, namespace),
    detail: detailOf(object, event),
    links: linkList(...linksOfObject(object, images)),
  });
};

/** Who may do what from now on, or which images run; never a value of a configuration, which may be a secret. */
const detailOf = (object: ClusterObject | undefined, { verb }: AuditEvent): string | undefined => {
  if (object?.roleRef) {
    const subjects = object.subjects.map(({ kind, namespace, name }) =>
      [kind, [namespace, name].filter((part) => part !== undefined).join('/')].join(' '),
    );
    return `${object.roleRef.kind ?? 'role'} ${object.roleRef.name ?? ''} for ${subjects.join(', ') || 'nobody'}`;
  }
  const images = object ? imagesOf(object) : [];
  return images.length > 0 ? images.map(imagePurl).join(' ') : verb;
};

interface Rollout {
  readonly name: string;
  readonly object: ClusterObject | undefined;
  readonly place: Place;
}

/** The same generation of an object told by its state meets this one. */
const interpretDeployment = (event: AuditEvent, { name, object, place }: Rollout): Told => {
  const { namespace, subresource } = event.objectRef!;
  const { uid, generation } = event.responseObject?.metadata ?? {};
  const removed = event.verb?.startsWith('delete');
  const deployment = uid && generation && !removed ? `${uid}/${generation}` : keyOf(event, place);
  const images = object && !removed ? imagesOf(object) : [];
  const common = {
    ...commonOf(event, place),
    service: serviceOf(place.settings, { namespace, name, object }),
    environment: environmentOf(place.settings, place.cluster, namespace),
    deployment,
    ...versionOf(images),
    hosts: [place.cluster],
    links: linkList(...linksOfObject(object, images)),
  };
  const kind = removed
    ? 'remove'
    : subresource === 'rollback'
      ? 'rollback'
      : event.verb === 'create'
        ? 'deploy'
        : 'upgrade';
  const events: DeliveryEvent[] = [
    { ...common, type: 'deployment.started', id: eventId('deployment.started', SOURCE, deployment) },
  ];
  if (removed || place.settings.deployed === 'accepted') {
    const at = event.stageTimestamp ?? common.at;
    const id = eventId('deployment.finished', SOURCE, deployment);
    events.push({ ...common, type: 'deployment.finished', id, at, outcome: 'success', kind });
  }
  return told(...events);
};
