import { ignored, type Told, told } from '../records.js';
import { automationId, commandId } from './access-calls.js';
import { base, type EventRules, type Facts, outcomeOf } from './facts.js';
import { factId, isInstanceId } from './ids.js';
import { textAt } from './json.js';

const ended = (facts: Facts, execution: string, hosts: readonly string[]): Told => {
  const status = textAt(facts.detail, 'status') ?? textAt(facts.detail, 'Status');
  const outcome = outcomeOf(status?.replaceAll(' ', ''));
  if (!outcome) return ignored(`The status ${status ?? 'that is not told'} is no end of an execution.`);
  return told({
    ...base(facts),
    type: 'execution.finished',
    id: factId('execution.finished', execution),
    execution,
    action: textAt(facts.detail, 'document-name') ?? textAt(facts.detail, 'Definition'),
    hosts: hosts.length > 0 ? [...hosts] : undefined,
    outcome,
  });
};

const command = (facts: Facts): Told => {
  const id = textAt(facts.detail, 'command-id');
  return id ? ended(facts, commandId(facts.place, id), []) : ignored('The event names no command.');
};

/** A command on one of its servers: an execution of its own, below the command. */
const invocation = (facts: Facts): Told => {
  const id = textAt(facts.detail, 'command-id');
  const host = textAt(facts.detail, 'instance-id');
  return id && isInstanceId(host)
    ? ended(facts, `${commandId(facts.place, id)}/${host}`, [host])
    : ignored('The event names no command on an instance.');
};

const automation = (facts: Facts): Told => {
  const id = textAt(facts.detail, 'ExecutionId');
  return id ? ended(facts, automationId(facts.place, id), []) : ignored('The event names no automation.');
};

/** How commands and automations of Systems Manager ended. */
export const commandEvents: EventRules<Told> = [
  ['EC2 Command Status-change Notification', command],
  ['EC2 Command Invocation Status-change Notification', invocation],
  ['EC2 Automation Execution Status-change Notification', automation],
];
