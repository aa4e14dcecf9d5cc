import { linkTo, mentionsIn } from '../../events/links.js';
import { ignored, type Told, told } from '../records.js';
import { type Call, callId, common, executionOfCall, mentioned, nameOfCall } from './call.js';
import { factId, lastName, thingId } from './ids.js';
import { textAt, textsAt } from './json.js';

const asked = ({ record }: Call, name: string): string | undefined => textAt(record.requestParameters, name);
const answered = ({ record }: Call, ...path: string[]): string | undefined =>
  textAt(record.responseElements, ...path);

const sessionOf = (call: Call): string | undefined => answered(call, 'sessionId') ?? asked(call, 'sessionId');

const opened = (call: Call, access: string, host: string | undefined, reason?: string): Told => {
  const ticket = mentionsIn(reason).items[0];
  return told({
    ...common(call),
    type: 'access.opened',
    id: factId('access.opened', access),
    access,
    host,
    ticket,
    links: ticket ? [linkTo.item(ticket)] : undefined,
  });
};

const startSession = (call: Call): Told => {
  const session = sessionOf(call);
  return session
    ? opened(call, thingId(call.place, 'session', session), asked(call, 'target'), asked(call, 'reason'))
    : ignored('StartSession tells no session.');
};

const terminateSession = (call: Call): Told => {
  const session = sessionOf(call);
  if (!session) return ignored('TerminateSession tells no session.');
  const access = thingId(call.place, 'session', session);
  return told({ ...common(call), type: 'access.closed', id: factId('access.closed', access), access });
};

/** A shell in a container: the task is the host. */
const executeCommand = (call: Call): Told => {
  const session = answered(call, 'session', 'sessionId') ?? call.record.eventID;
  const host = lastName(answered(call, 'taskArn') ?? asked(call, 'task'));
  return opened(call, thingId(call.place, 'session', session), host);
};

/** A key that opens a shell for a minute. */
const sendPublicKey = (call: Call): Told =>
  opened(call, thingId(call.place, 'ssh-key', call.record.eventID), asked(call, 'instanceId'));

const consoleLogin = (call: Call): Told =>
  answered(call, 'ConsoleLogin') === 'Failure'
    ? told({
        ...common(call),
        type: 'execution.finished',
        id: callId('execution.finished', call),
        execution: executionOfCall(call),
        action: nameOfCall(call),
        outcome: 'failure',
      })
    : opened(call, thingId(call.place, 'console', call.record.eventID), undefined);

export const commandId = (place: Call['place'], id: string): string => thingId(place, 'command', id);
export const automationId = (place: Call['place'], id: string): string => thingId(place, 'automation', id);

const sendCommand = (call: Call): Told => {
  const command = answered(call, 'command', 'commandId');
  if (!command) return ignored('SendCommand tells no command.');
  const execution = commandId(call.place, command);
  const hosts = textsAt(call.record.requestParameters, 'instanceIds');
  const comment = asked(call, 'comment') ?? answered(call, 'command', 'comment');
  return told({
    ...common(call),
    type: 'execution.started',
    id: factId('execution.started', execution),
    execution,
    action: asked(call, 'documentName'),
    hosts: hosts.length > 0 ? hosts : undefined,
    links: mentioned(comment),
  });
};

const startAutomation = (call: Call): Told => {
  const id = answered(call, 'automationExecutionId');
  if (!id) return ignored('StartAutomationExecution tells no execution.');
  const execution = automationId(call.place, id);
  return told({
    ...common(call),
    type: 'execution.started',
    id: factId('execution.started', execution),
    execution,
    action: asked(call, 'documentName'),
  });
};

/** Shells that were opened, and commands that were run on servers. */
export const accessCalls: readonly [string, (call: Call) => Told][] = [
  ['ssm:StartSession', startSession],
  ['ssm:TerminateSession', terminateSession],
  ['ssm:SendCommand', sendCommand],
  ['ssm:StartAutomationExecution', startAutomation],
  ['ecs:ExecuteCommand', executeCommand],
  ['ec2-instance-connect:SendSSHPublicKey', sendPublicKey],
  ['signin:ConsoleLogin', consoleLogin],
];
