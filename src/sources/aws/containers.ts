import { imageLinks, imageOf, isDigest } from '../../events/image.js';
import { linkList, linkTo } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { instantOf } from '../../support/loose.js';
import { ignored, type Told, told } from '../records.js';
import { base, type EventRules, type Facts } from './facts.js';
import { factId, lastName } from './ids.js';
import { listAt, textAt } from './json.js';
import { environmentOf, serviceOf } from './settings.js';

/** `arn:aws:ecs:...:service/cluster/shop`; old services do not name their cluster. */
const serviceIn = (facts: Facts) => {
  const arn = facts.event.resources.find((one) => one.includes(':service/'));
  const [cluster, service] = arn?.split(':service/')[1]?.split('/') ?? [];
  if (!cluster) return undefined;
  return service
    ? { cluster, service }
    : { cluster: lastName(textAt(facts.detail, 'clusterArn')), service: cluster };
};

type Started = Extract<DeliveryEvent, { type: 'deployment.started' }>;

const deploymentMoved = (facts: Facts): Told => {
  const found = serviceIn(facts);
  const deployment = textAt(facts.detail, 'deploymentId');
  if (!found || !deployment) return ignored('The event names no deployment of a service.');
  const { settings, place, detail } = facts;
  const deployed: Omit<Started, 'type' | 'id'> = {
    ...base({ at: instantOf(textAt(detail, 'updatedAt') ?? '') ?? facts.at }),
    service: serviceOf(settings, found.service),
    environment: environmentOf(settings, found.cluster, place.account) ?? 'default',
    deployment,
  };
  const state = textAt(detail, 'eventName')?.replace('SERVICE_DEPLOYMENT_', '');
  if (state === 'IN_PROGRESS')
    return told({
      ...deployed,
      type: 'deployment.started',
      id: factId('deployment.started', 'ecs', deployment),
    });
  if (state !== 'COMPLETED' && state !== 'FAILED')
    return ignored(`The state ${state ?? 'that is not told'} is none of a deployment of ECS.`);
  const id = factId('deployment.finished', 'ecs', deployment);
  const outcome = state === 'COMPLETED' ? 'success' : 'failure';
  return told({ ...deployed, type: 'deployment.finished', id, outcome, kind: 'deploy' });
};

const imagesIn = ({ detail }: Facts): string[] =>
  listAt(detail, 'containers').flatMap((container) => {
    const [image, digest] = [textAt(container, 'image'), textAt(container, 'imageDigest')];
    return image ? imageLinks({ ...imageOf(image), ...(isDigest(digest) ? { digest } : {}) }) : [];
  });

/** The deployment of the service that started the task. */
const deploymentOf = (
  { detail, settings }: Facts,
  environment: string | undefined,
  startedBy: string | undefined,
) => {
  const service = textAt(detail, 'group')?.replace(/^service:/, '');
  return service && environment && startedBy?.startsWith('ecs-svc/')
    ? linkTo.deployment(serviceOf(settings, service), environment, startedBy)
    : undefined;
};

/** A task that runs or has ended; the states between say nothing about what is there. */
const taskMoved = (facts: Facts): Told => {
  const { detail, settings, place } = facts;
  const resource = textAt(detail, 'taskArn');
  const status = textAt(detail, 'lastStatus');
  if (!resource) return ignored('The event names no task.');
  if (status !== 'RUNNING' && status !== 'STOPPED')
    return ignored(`A task that is ${status ?? 'somewhere'} neither runs nor has ended.`);
  const type = status === 'RUNNING' ? 'resource.created' : 'resource.removed';
  const moment = textAt(detail, status === 'RUNNING' ? 'startedAt' : 'stoppedAt');
  const startedBy = textAt(detail, 'startedBy');
  const environment = environmentOf(settings, lastName(textAt(detail, 'clusterArn')), place.account);
  return told({
    ...base({ at: instantOf(moment ?? '') ?? facts.at }),
    type,
    id: factId(type, resource),
    resource,
    kind: 'task',
    name: textAt(detail, 'group'),
    host: lastName(resource),
    environment,
    detail: textAt(detail, 'stoppedReason') ?? textAt(detail, 'taskDefinitionArn'),
    links: linkList(...imagesIn(facts), deploymentOf(facts, environment, startedBy)),
  });
};

const instanceMoved = (facts: Facts): Told => {
  const { detail, settings, place } = facts;
  const resource = textAt(detail, 'containerInstanceArn');
  const to = textAt(detail, 'status');
  if (!resource || !to) return ignored('The event names neither a container instance nor its status.');
  const at = instantOf(textAt(detail, 'updatedAt') ?? '') ?? facts.at;
  return told({
    ...base({ at }),
    type: 'resource.changed',
    id: factId('resource.changed', resource, textAt(detail, 'version') ?? at),
    resource,
    kind: 'container-instance',
    host: textAt(detail, 'ec2InstanceId'),
    environment: environmentOf(settings, lastName(textAt(detail, 'clusterArn')), place.account),
    to,
  });
};

export const containerEvents: EventRules<Told> = [
  ['ECS Deployment State Change', deploymentMoved],
  ['ECS Task State Change', taskMoved],
  ['ECS Container Instance State Change', instanceMoved],
  ['ECS Service Action', () => ignored('That a service is steady or not is told by its deployments.')],
];
