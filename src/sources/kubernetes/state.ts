import { eventId } from '../../events/event-id.js';
import { linkList } from '../../events/links.js';
import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { ignored, type Told, told } from '../records.js';
import type { Place } from './audit.js';
import type { ClusterObject } from './payload.js';
import { environmentOf, imagesOf, linksOfObject, SOURCE, serviceOf, versionOf } from './workload.js';

type Finished = EventOf<'deployment.finished'>['outcome'];

/** How far a Deployment has come, by the condition `Progressing`, which is the only one that speaks of the rollout. */
const progressOf = ({ status }: ClusterObject): { at: string; outcome?: Finished } | undefined => {
  const progressing = status?.conditions.find(({ type }) => type === 'Progressing');
  const at = progressing?.lastUpdateTime ?? progressing?.lastTransitionTime;
  if (!at) return undefined;
  if (progressing?.reason === 'NewReplicaSetAvailable') return { at, outcome: 'success' };
  if (progressing?.status === 'False') return { at, outcome: 'failure' };
  return { at };
};

/** An object of kind Deployment with its state: what a watch of the cluster sees. */
export const interpretObject = (object: ClusterObject, place: Place): Told => {
  const { kind = '', metadata } = object;
  if (kind !== 'Deployment') return ignored(`An object of kind ${kind.slice(0, 100)} tells no rollout.`);
  if (!metadata?.name) return ignored('The Deployment has no name.');
  const progress = progressOf(object);
  if (!progress) return ignored('The Deployment does not say how far it has come, or when.');
  const { uid, generation = 0, namespace, name } = metadata;
  const observed = object.status?.observedGeneration ?? generation;
  if (observed < generation) return ignored('The state is that of an older generation of the Deployment.');
  const deployment = uid ? `${uid}/${generation}` : `${place.cluster}/${namespace}/${name}/${generation}`;
  const images = imagesOf(object);
  const common = {
    source: SOURCE,
    at: progress.at,
    service: serviceOf(place.settings, { namespace, name, object }),
    environment: environmentOf(place.settings, place.cluster, namespace),
    deployment,
    ...versionOf(images),
    hosts: [place.cluster],
    links: linkList(...linksOfObject(object, images)),
  };
  const started: DeliveryEvent = {
    ...common,
    type: 'deployment.started',
    id: eventId('deployment.started', SOURCE, deployment),
  };
  if (!progress.outcome) return told(started);
  return told({
    ...common,
    type: 'deployment.finished',
    id: eventId('deployment.finished', SOURCE, deployment),
    outcome: progress.outcome,
    kind: generation > 1 ? 'upgrade' : 'deploy',
    // It knows better than an audit log, which only saw that the cluster took it.
    revision: Date.parse(progress.at),
  });
};
