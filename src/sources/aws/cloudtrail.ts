import { ignored, type Told, told } from '../records.js';
import { accessCalls } from './access-calls.js';
import { type Call, callId, callOf, common, executionOfCall, mentioned, nameOfCall } from './call.js';
import { deliveryCalls } from './delivery-calls.js';
import { arnOf, isInstanceId, thingId } from './ids.js';
import { type Json, listAt, textAt, textsAt } from './json.js';
import type { TrailRecord } from './payload.js';
import { serverCalls } from './server-calls.js';
import type { AwsSettings } from './settings.js';

const CALLS: ReadonlyMap<string, (call: Call) => Told> = new Map([
  ...serverCalls,
  ...accessCalls,
  ...deliveryCalls,
]);

const READS = /^(?:Describe|Get|List|Lookup|Head|Search|Select|BatchGet|Check|Validate|Simulate|Query|Scan)/;

/** A call that CloudTrail recorded, from a trail or by EventBridge. */
export const interpretTrail = (record: TrailRecord, settings: AwsSettings): Told => {
  if (!record.eventTime) return ignored(`${record.eventName} does not say when it happened.`);
  const call = callOf(record, record.eventTime, settings);
  const own = CALLS.get(`${call.service}:${call.action}`);
  if (!own && (record.readOnly || READS.test(call.action)))
    return ignored(`${nameOfCall(call)} only reads, so it changes nothing.`);
  if (record.errorCode) return failed(call);
  return own ? own(call) : changedSomething(call);
};

/** Nothing was changed, but an auditor wants to see who tried. */
const failed = (call: Call): Told =>
  told({
    ...common(call),
    type: 'execution.finished',
    id: callId('execution.finished', call),
    execution: executionOfCall(call),
    action: `${nameOfCall(call)}: ${call.record.errorCode}`,
    hosts: hostsOf(call),
    outcome: 'failure',
  });

const hostsOf = ({ record: { requestParameters: asked } }: Call): string[] | undefined => {
  const ids = [
    ...listAt(asked, 'instancesSet').map((one) => textAt(one, 'instanceId')),
    ...textsAt(asked, 'instanceIds'),
    textAt(asked, 'target'),
    textAt(asked, 'instanceId'),
  ].filter(isInstanceId);
  return ids.length > 0 ? ids : undefined;
};

const VERBS: readonly [RegExp, 'resource.created' | 'resource.removed'][] = [
  [/^(?:Create|Allocate|Import|Register|Request|Copy|Launch|Publish)/, 'resource.created'],
  [/^(?:Delete|Terminate|Deregister|Release|Purge|Destroy)/, 'resource.removed'],
];

/** Any other call that writes: what it names was created, changed or removed. */
const changedSomething = (call: Call): Told => {
  const type = VERBS.find(([verb]) => verb.test(call.action))?.[1] ?? 'resource.changed';
  const found = resourceOf(call);
  if (!found)
    return told({
      ...common(call),
      type: 'execution.finished',
      id: callId('execution.finished', call),
      execution: executionOfCall(call),
      action: nameOfCall(call),
      outcome: 'success',
    });
  return told({
    ...common(call),
    ...found,
    type,
    id: callId(type, call, found.resource),
    kind: kindOf(call),
    detail: nameOfCall(call),
    links: mentioned(textAt(call.record.requestParameters, 'description')),
  });
};

/** `CreateSecurityGroup` is about a security-group. */
const kindOf = ({ action, service }: Call): string => {
  const words = action.match(/[A-Z]+(?![a-z])|[A-Z][a-z]+/g)?.slice(1) ?? [];
  return words.length > 0 ? words.join('-').toLowerCase() : service;
};

const NAMES = /^(?:name|id|arn|[A-Za-z]+(?:Name|Id|Arn|ARN|Identifier))$/;
const NO_NAME =
  /^(?:clientRequestToken|requestId|kmsKeyId|ownerId|accountId|x-amz.*|vpcId|subnetId|imageId)$/i;

const nameIn = (value: Json): string | undefined => {
  const key = Object.keys(value).find((one) => NAMES.test(one) && !NO_NAME.test(one) && textAt(value, one));
  return key && textAt(value, key);
};

const resourceOf = ({
  record,
  place,
  service,
}: Call): { resource: string; name?: string; host?: string } | undefined => {
  const instanceId = textAt(record.requestParameters, 'instanceId');
  if (service === 'ec2' && isInstanceId(instanceId))
    return { resource: arnOf(place, 'ec2', `instance/${instanceId}`), host: instanceId };
  const arn = record.resources.find(({ ARN }) => ARN)?.ARN;
  const name = nameIn(record.requestParameters) ?? nameIn(record.responseElements);
  if (arn) return { resource: arn, name };
  if (name?.startsWith('arn:')) return { resource: name };
  return name ? { resource: thingId(place, service, name), name } : undefined;
};
