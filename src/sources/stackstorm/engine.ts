import { eventId } from '../../events/event-id.js';
import { linkList, linksIn, linkTo } from '../../events/links.js';
import {
  at,
  type Fields,
  fieldsOf,
  instantOf,
  isFields,
  listOf,
  nameOf,
  revisionAt,
  type Told,
} from '../reading.js';
import { interpretExecution } from './execution.js';
import { enforcementId, executionId, SOURCE, type StackstormSetting, triggerInstanceId } from './settings.js';

/**
 * What the rules engine itself did: it received a trigger, a rule matched it, a trace ties all of it together. Each is
 * told as a run of its own, so that one can walk from an execution to what set it off.
 */

const ENDED = new Map<string, 'success' | 'error'>([
  ['processed', 'success'],
  ['processing_failed', 'error'],
]);

/** Triggers by which StackStorm tells of its own executions: their payload is the fact. */
const OWN = /^core\.st2\.generic\.(?:actiontrigger|notifytrigger)$/;
const INQUIRY = 'core.st2.generic.inquiry';

const searched = (value: unknown): string => JSON.stringify(value ?? '').slice(0, 50_000);

export const interpretTriggerInstance = (record: Fields, setting: StackstormSetting): Told => {
  const occurredAt = instantOf(record['occurrence_time']);
  const trigger =
    nameOf(record['trigger']) ?? nameOf(at(record, 'trigger.ref')) ?? nameOf(at(record, 'trigger.name'));
  const payload = fieldsOf(record['payload']);
  if (!occurredAt || !trigger) return 'The trigger instance says no time or no trigger';
  if (OWN.test(trigger)) return ownTrigger(trigger, payload, { occurredAt, setting });
  if (trigger === INQUIRY) return inquiryTrigger(payload, occurredAt, setting);
  const id = nameOf(record['id']);
  if (!id) return `The trigger instance of ${trigger} has no id, so nothing can be tied to it`;
  const execution = triggerInstanceId(setting, id);
  const outcome = ENDED.get(nameOf(record['status']) ?? '');
  const links = linkList(...linksIn(searched(payload)));
  const shared = { source: SOURCE, at: occurredAt, execution, action: trigger, kind: 'trigger', links };
  const type = outcome ? 'execution.finished' : 'execution.started';
  const event = { ...shared, id: eventId(type, execution) };
  return outcome
    ? [{ ...event, type: 'execution.finished', outcome }]
    : [{ ...event, type: 'execution.started' }];
};

interface Occurred {
  readonly occurredAt: string;
  readonly setting: StackstormSetting;
}

/** The trigger of an ended action says no end; the trigger occurred when it ended. */
const ownTrigger = (trigger: string, payload: Fields, { occurredAt, setting }: Occurred): Told => {
  if (!nameOf(payload['execution_id'])) return `The trigger instance of ${trigger} names no execution`;
  if (!nameOf(payload['status'])) return 'The trigger of an action says no status; its execution tells it';
  return interpretExecution({ end_timestamp: occurredAt, ...payload }, setting);
};

/** Told at the moment when an inquiry begins to wait, before anybody can be asked who and what. */
const inquiryTrigger = (payload: Fields, occurredAt: string, setting: StackstormSetting): Told => {
  const id = nameOf(payload['id']);
  if (!id) return 'The trigger of an inquiry names no inquiry';
  const pending = { id, status: 'pending', action: 'core.ask', start_timestamp: occurredAt };
  return interpretExecution(pending, setting);
};

export const interpretEnforcement = (record: Fields, setting: StackstormSetting): Told => {
  const [id, enforcedAt] = [nameOf(record['id']), instantOf(record['enforced_at'])];
  if (!id || !enforcedAt) return 'The rule enforcement says no id or no time';
  const rule = nameOf(at(record, 'rule.ref')) ?? nameOf(at(record, 'rule.id'));
  const started = nameOf(record['execution_id']) ?? nameOf(at(record, 'execution.id'));
  const instance = nameOf(record['trigger_instance_id']) ?? nameOf(at(record, 'trigger_instance.id'));
  const parent = instance && triggerInstanceId(setting, instance);
  const failed = nameOf(record['failure_reason']) !== undefined || record['status'] === 'failed';
  const execution = enforcementId(setting, id);
  return [
    {
      type: 'execution.finished',
      id: eventId('execution.finished', execution),
      source: SOURCE,
      at: enforcedAt,
      execution,
      action: rule,
      kind: 'rule',
      parent,
      trigger: nameOf(at(record, 'trigger_instance.trigger')),
      outcome: failed ? 'error' : 'success',
      links: linkList(
        parent && linkTo.execution(parent),
        started && linkTo.execution(executionId(setting, started)),
      ),
    },
  ];
};

const MOST_PARTS = 900;

/** A trace grows while its work goes on; the last time in it is its revision. */
export const interpretTrace = (record: Fields, setting: StackstormSetting): Told => {
  const tag = nameOf(record['trace_tag']);
  const parts = [
    ...partsOf(record['action_executions'], (id) => executionId(setting, id)),
    ...partsOf(record['trigger_instances'], (id) => triggerInstanceId(setting, id)),
  ];
  const times = [record, ...parts, ...listOf(record['rules']).filter(isFields)]
    .map((part) => instantOf(at(part, 'updated_at')) ?? instantOf(at(part, 'start_timestamp')))
    .filter((time) => time !== undefined)
    .sort();
  if (!tag || !times[0]) return 'The trace says no tag or no time';
  const execution = executionId(setting, `traces/${nameOf(record['id']) ?? tag}`);
  return [
    {
      type: 'execution.started',
      id: eventId('execution.started', execution),
      source: SOURCE,
      at: instantOf(record['start_timestamp']) ?? times[0],
      execution,
      action: tag,
      kind: 'trace',
      revision: revisionAt(...times),
      links: linkList(
        linkTo.trace(tag),
        ...linksIn(tag),
        ...parts.slice(0, MOST_PARTS).map((part) => linkTo.execution(part.execution)),
      ),
    },
  ];
};

const partsOf = (told: unknown, named: (id: string) => string) =>
  listOf(told).flatMap((part) => {
    const id = nameOf(at(part, 'object_id')) ?? nameOf(part);
    return id ? [{ execution: named(id), updated_at: at(part, 'updated_at') }] : [];
  });
