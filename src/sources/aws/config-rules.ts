import { linkList } from '../../events/links.js';
import { ignored, type Told, told } from '../records.js';
import { base, type EventRules, type Facts } from './facts.js';
import { arnOf, factId, isInstanceId, type Place, thingId } from './ids.js';
import { type Compliance, type ConfigItem, compliance, item } from './payload.js';
import { environmentByTags, serverCreatedId, serverOf, serverRemovedId } from './server.js';
import type { AwsSettings } from './settings.js';

const OUTCOMES = new Map([
  ['COMPLIANT', 'success'],
  ['NON_COMPLIANT', 'failure'],
] as const);

const resourceAt = (place: Place, type: string | undefined, id: string): string =>
  isInstanceId(id)
    ? arnOf(place, 'ec2', `instance/${id}`)
    : thingId(place, type?.split('::')[1]?.toLowerCase() ?? 'config', id);

/** A rule of AWS Config judged a resource: a verification of what is there, not of code. */
export const interpretCompliance = (judged: Compliance, otherwise: string | undefined): Told => {
  const result = judged.newEvaluationResult;
  const outcome = OUTCOMES.get((result?.complianceType ?? '') as 'COMPLIANT');
  const at = result?.resultRecordedTime ?? judged.notificationCreationTime ?? otherwise;
  if (!outcome) return ignored(`The verdict ${result?.complianceType ?? 'that is not told'} judges nothing.`);
  if (!at || !judged.resourceId) return ignored('The verdict names neither a time nor a resource.');
  const place = { account: judged.awsAccountId, region: judged.awsRegion };
  const resource = resourceAt(place, judged.resourceType, judged.resourceId);
  return told({
    ...base({ at }),
    type: 'verification.finished',
    id: factId('verification.finished', judged.configRuleName, resource, at),
    suite: `aws-config:${judged.configRuleName}`,
    outcome,
    resource,
    hosts: isInstanceId(judged.resourceId) ? [judged.resourceId] : undefined,
  });
};

const TYPES = new Map([
  ['ResourceDiscovered', 'resource.created'],
  ['CREATE', 'resource.created'],
  ['ResourceDeleted', 'resource.removed'],
  ['DELETE', 'resource.removed'],
  ['OK', 'resource.changed'],
  ['UPDATE', 'resource.changed'],
] as const);
type Sign = typeof TYPES extends ReadonlyMap<infer K, unknown> ? K : never;

/** The state of a resource as Config recorded it, with the calls of CloudTrail that led to it. */
export const interpretItem = (
  { configurationItem: found, configurationItemDiff: diff }: ConfigItem,
  settings: AwsSettings,
): Told => {
  const sign = diff?.changeType ?? found.configurationItemStatus ?? '';
  const type = TYPES.get(sign as Sign);
  const at = found.configurationItemCaptureTime;
  if (!type) return ignored(`The status ${sign || 'that is not told'} of a resource changes nothing.`);
  if (!at || !found.resourceId) return ignored('The state names neither a time nor a resource.');
  const place = { account: found.awsAccountId, region: found.awsRegion };
  const isServer = found.resourceType === 'AWS::EC2::Instance';
  const resource = found.ARN ?? resourceAt(place, found.resourceType, found.resourceId);
  const tags = Object.entries(found.tags).map(([key, value]) => ({ key, value }));
  const server = isServer ? serverOf(place, found.resourceId) : undefined;
  return told({
    ...base({ at }),
    resource,
    kind: found.resourceType?.split('::').at(-1)?.toLowerCase(),
    ...server,
    type,
    id: idOf(type, isServer, found.resourceId, at),
    name: found.resourceName,
    environment: environmentByTags(settings, tags, place.account),
    links: linkList(...found.relatedEvents.map((id) => `cloudtrail:${id}`)),
  });
};

const idOf = (
  type: 'resource.created' | 'resource.changed' | 'resource.removed',
  isServer: boolean,
  id: string,
  at: string,
) => {
  if (isServer && type === 'resource.created') return serverCreatedId(id);
  if (isServer && type === 'resource.removed') return serverRemovedId(id);
  return factId(type, 'config', id, at);
};

const ruleJudged = ({ detail, place, at }: Facts): Told => {
  const judged = compliance.safeParse({ awsAccountId: place.account, awsRegion: place.region, ...detail });
  return judged.success ? interpretCompliance(judged.data, at) : ignored('The event names no rule.');
};

const itemChanged = ({ detail, settings }: Facts): Told => {
  const found = item.safeParse(detail);
  return found.success
    ? interpretItem(found.data, settings)
    : ignored('The event tells no state of a resource.');
};

export const complianceEvents: EventRules<Told> = [
  ['Config Rules Compliance Change', ruleJudged],
  ['Config Configuration Item Change', itemChanged],
];
