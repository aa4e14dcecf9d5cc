import { linkList, linksIn, linkTo } from '../../events/links.js';
import type { EventOf } from '../../events/vocabulary.js';
import { at, type Fields, fieldsOf, instantOf, listOf, nameOf, pageOf } from '../reading.js';
import { channelOf, parentOf, peopleOf, traceTagOf } from './people.js';
import { executionId, SOURCE, type StackstormSetting, triggerInstanceId } from './settings.js';

/** What one record of an execution tells, whether it came by the API, a trigger or a notification. */
export interface Run {
  readonly record: Fields;
  readonly id: string;
  readonly execution: string;
  readonly action: string | undefined;
  readonly status: string;
  /** Undefined while it runs, and where the status is not one that StackStorm has. */
  readonly outcome: EventOf<'execution.finished'>['outcome'] | undefined;
  readonly startedAt: string | undefined;
  /** When it ended, as the source says; the trigger of an ended action does not say it. */
  readonly endedAt: string | undefined;
  readonly parent: string | undefined;
  readonly parameters: Fields;
  readonly result: unknown;
  readonly hosts: string[] | undefined;
}

const OUTCOMES = new Map<string, NonNullable<Run['outcome']>>([
  ['succeeded', 'success'],
  ['failed', 'failure'],
  ['timeout', 'failure'],
  ['abandoned', 'error'],
  ['canceled', 'cancelled'],
]);

export const runOf = (record: Fields, setting: StackstormSetting): Run | undefined => {
  const id = nameOf(record['execution_id']) ?? nameOf(record['id']);
  if (!id) return undefined;
  const status = (nameOf(record['status']) ?? '').toLowerCase();
  const outcome = OUTCOMES.get(status);
  const parent = parentOf(record);
  const run = {
    record,
    id,
    execution: executionId(setting, id),
    action: actionOf(record),
    status,
    outcome,
    startedAt: instantOf(record['start_timestamp']) ?? loggedAt(record),
    endedAt: outcome && (instantOf(record['end_timestamp']) ?? loggedAt(record, status)),
    parent: parent && executionId(setting, parent),
    parameters: fieldsOf(record['parameters'] ?? at(record, 'liveaction.parameters')),
    result: record['result'],
  };
  return { ...run, hosts: hostsOf(run) };
};

/** When the execution came into a status, or first of all. */
export const loggedAt = (record: Fields, status?: string): string | undefined =>
  listOf(record['log'])
    .filter((entry) => status === undefined || at(entry, 'status') === status)
    .map((entry) => instantOf(at(entry, 'timestamp')))
    .find((time) => time !== undefined);

const actionOf = (record: Fields): string | undefined => {
  const action = record['action'];
  const ref = nameOf(action) ?? nameOf(at(action, 'ref')) ?? nameOf(record['action_ref']);
  if (ref) return ref;
  const [pack, name] = [nameOf(at(action, 'pack')), nameOf(at(action, 'name'))];
  if (name) return pack ? `${pack}.${name}` : name;
  return nameOf(at(record, 'liveaction.action')) ?? nameOf(record['action_name']);
};

export const runnerOf = (record: Fields): string =>
  nameOf(at(record, 'runner.name')) ??
  nameOf(at(record, 'action.runner_type')) ??
  nameOf(record['runner_ref']) ??
  '';

const WORKFLOW = /^(?:orquesta|mistral(?:-v2)?|action-chain|cloudslang)$/;
const MOST_HOSTS = 1_000;

export const kindOf = ({ record }: Run): string => {
  const runner = runnerOf(record);
  const parts = listOf(record['children']);
  return WORKFLOW.test(runner) || parts.length > 0 ? 'workflow' : 'action';
};

/** Where it was applied: the hosts that the command was for. The worker is one only where it runs the command itself. */
const hostsOf = (run: Omit<Run, 'hosts'>): string[] | undefined => {
  const { record, parameters, result } = run;
  const runner = runnerOf(record);
  const told = parameters['hosts'] ?? parameters['host'];
  const asked = Array.isArray(told) ? told : (nameOf(told)?.split(',') ?? []);
  const reached = runner.startsWith('remote-') ? Object.keys(fieldsOf(result)) : [];
  const local = /^(?:local|run-local)/.test(runner) || run.action?.startsWith('core.local');
  const worker = local ? [at(record, 'liveaction.runner_info.hostname')] : [];
  const hosts = [...asked, ...(asked.length > 0 ? [] : reached), ...worker].flatMap(
    (host) => nameOf(host) ?? [],
  );
  return hosts.length > 0 ? [...new Set(hosts)].slice(0, MOST_HOSTS) : undefined;
};

const LONGEST_SEARCH = 20_000;

const textOf = (value: unknown): string => JSON.stringify(value ?? '').slice(0, LONGEST_SEARCH);

/** What every event that is derived from an execution says of it. */
export const common = (run: Run, setting: StackstormSetting) => {
  const { record } = run;
  return {
    source: SOURCE,
    ...peopleOf(record, setting),
    url: pageOf(record['web_url']),
    links: linksOf(run, setting),
  };
};

/** Whatever the execution names: its family, what set it off, its trace, and what its parameters speak of. */
export const linksOf = (run: Run, setting: StackstormSetting): string[] | undefined => {
  const { record, parent } = run;
  const instance = nameOf(at(record, 'trigger_instance.id')) ?? nameOf(record['trigger_instance']);
  const tag = traceTagOf(record);
  const children = listOf(record['children'])
    .flatMap((child) => nameOf(at(child, 'id')) ?? nameOf(child) ?? [])
    .slice(0, 500);
  return linkList(
    parent && linkTo.execution(parent),
    ...children.map((child) => linkTo.execution(executionId(setting, child))),
    instance && linkTo.execution(triggerInstanceId(setting, instance)),
    tag && linkTo.trace(tag),
    ...linksIn(tag, textOf(run.parameters)),
  );
};

/** The rule, or the channel, that set it off. */
export const triggerOf = ({ record }: Run): string | undefined => {
  const rule =
    nameOf(at(record, 'rule.ref')) ?? nameOf(at(record, 'rule.name')) ?? nameOf(at(record, 'rule.id'));
  if (rule) return `rule ${rule}`;
  const channel = channelOf(record);
  return channel ? `chat ${channel}` : undefined;
};
