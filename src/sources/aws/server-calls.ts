import { ignored, type Told, told } from '../records.js';
import { type Call, callId, common, nameOfCall } from './call.js';
import { listAt, objectAt, textAt } from './json.js';
import { BY_CALL, launched, serverCreatedId, serverOf, serverRemovedId } from './server.js';

const instancesIn = ({ record }: Call) => [
  ...listAt(record.responseElements, 'instancesSet'),
  ...listAt(objectAt(record.responseElements, 'RunInstancesResponse'), 'instancesSet'),
];

const runInstances = (call: Call): Told => {
  const events = instancesIn(call).flatMap((instance) => {
    const server = launched(call.place, instance, call.settings);
    return server ? [{ ...server, ...common(call), id: serverCreatedId(server.host ?? '') }] : [];
  });
  return events.length > 0
    ? told(...events)
    : ignored('RunInstances tells no instance; the group or fleet that asked for it does.');
};

const idsIn = (call: Call): string[] => {
  const { requestParameters: asked } = call.record;
  const ids = [...instancesIn(call), ...listAt(asked, 'instancesSet')].map((one) =>
    textAt(one, 'instanceId'),
  );
  const known = [...ids, textAt(asked, 'instanceId')].filter((id): id is string => id !== undefined);
  return [...new Set(known)];
};

const terminateInstances = (call: Call): Told => {
  const events = idsIn(call).map((instanceId) => ({
    ...common(call),
    ...serverOf(call.place, instanceId),
    type: 'resource.removed' as const,
    id: serverRemovedId(instanceId),
    revision: BY_CALL,
  }));
  return events.length > 0 ? told(...events) : ignored('The call names no instance.');
};

const changeInstances = (call: Call): Told => {
  const states = new Map(
    instancesIn(call).map((one) => [
      textAt(one, 'instanceId'),
      [textAt(one, 'previousState', 'name'), textAt(one, 'currentState', 'name')] as const,
    ]),
  );
  const events = idsIn(call).map((instanceId) => ({
    ...common(call),
    ...serverOf(call.place, instanceId),
    type: 'resource.changed' as const,
    id: callId('resource.changed', call, instanceId),
    detail: nameOfCall(call),
    from: states.get(instanceId)?.[0],
    to: states.get(instanceId)?.[1],
  }));
  return events.length > 0 ? told(...events) : ignored('The call names no instance.');
};

/** What is done to servers of EC2. */
export const serverCalls: readonly [string, (call: Call) => Told][] = [
  ['ec2:RunInstances', runInstances],
  ['ec2:TerminateInstances', terminateInstances],
  ['autoscaling:TerminateInstanceInAutoScalingGroup', terminateInstances],
  ['ec2:StartInstances', changeInstances],
  ['ec2:StopInstances', changeInstances],
  ['ec2:RebootInstances', changeInstances],
  ['ec2:ModifyInstanceAttribute', changeInstances],
];
