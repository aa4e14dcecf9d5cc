import type { EventOf } from '../../events/vocabulary.js';
import { at, type Fields, fieldsOf, instantOf, isFields, isoOf, listOf, nameOf, pageOf } from '../reading.js';

/** One execution, however it was told: by a notification, the API, an exported archive or its state. */
export interface Told {
  readonly record: Fields;
  readonly id: string;
  /** Why it was told: `start`, `success`, `failure`, `avgduration`; undefined for a record that was read. */
  readonly trigger: string | undefined;
  readonly outcome: EventOf<'execution.finished'>['outcome'] | undefined;
  readonly startedAt: string | undefined;
  readonly endedAt: string | undefined;
  readonly project: string | undefined;
  readonly user: string | undefined;
  /** `group/name`; undefined for a command that somebody ran without a job. */
  readonly job: string | undefined;
  /** The job's own id, which it keeps when it is renamed. */
  readonly jobId: string | undefined;
  readonly options: Fields;
  readonly hosts: string[] | undefined;
  readonly url: string | undefined;
}

const OUTCOMES = new Map<string, NonNullable<Told['outcome']>>([
  ['succeeded', 'success'],
  ['success', 'success'],
  ['succeed', 'success'],
  ['true', 'success'],
  ['failed', 'failure'],
  ['failure', 'failure'],
  ['fail', 'failure'],
  ['false', 'failure'],
  ['timedout', 'failure'],
  ['timeout', 'failure'],
  ['failed-with-retry', 'failure'],
  ['aborted', 'cancelled'],
  ['abort', 'cancelled'],
  ['missed', 'error'],
]);

export const toldOf = (record: Fields, trigger?: string): Told | undefined => {
  const id = nameOf(at(record, 'execution.id')) ?? nameOf(record['id']) ?? nameOf(record['executionId']);
  if (!id) return undefined;
  return {
    record,
    id,
    trigger,
    outcome: outcomeOf(record),
    startedAt: timeOf(record, ['date-started', 'dateStarted', 'startTime', 'starttime']),
    endedAt: timeOf(record, ['date-ended', 'dateCompleted', 'endTime', 'endtime']),
    project: nameOf(record['project']) ?? nameOf(at(record, 'job.project')),
    user: nameOf(record['user']),
    job: jobOf(record),
    jobId: jobIdOf(record),
    options: optionsOf(record),
    hosts: hostsOf(record),
    url: pageOf(record['permalink']) ?? pageOf(record['href']) ?? pageOf(at(record, 'execution.permalink')),
  };
};

const outcomeOf = (record: Fields): Told['outcome'] => {
  if (nameOf(record['cancelled']) === 'true' || record['cancelled'] === true) return 'cancelled';
  const status = nameOf(record['status']) ?? nameOf(record['executionState']);
  return status === undefined ? undefined : OUTCOMES.get(status.toLowerCase());
};

const timeOf = (record: Fields, names: readonly string[]): string | undefined =>
  names.map((name) => instantIn(record[name])).find((time) => time !== undefined);

/** Milliseconds where they are told, since the text beside them is cut to the second. */
const instantIn = (told: unknown): string | undefined => {
  const milliseconds = isFields(told) ? told['unixtime'] : told;
  const known =
    typeof milliseconds === 'string' && /^\d{1,15}$/.test(milliseconds) ? Number(milliseconds) : milliseconds;
  if (typeof known === 'number') return isoOf(known);
  return instantOf(told) ?? instantOf(at(told, 'date')) ?? instantOf(at(told, 'text'));
};

const jobOf = (record: Fields): string | undefined => {
  const job = record['job'];
  const [group, name] = [nameOf(at(job, 'group')), nameOf(at(job, 'name')) ?? nameOf(record['title'])];
  if (name && name !== 'adhoc') return group ? `${group}/${name}` : name;
  return (
    nameOf(record['fullJobId']) ??
    nameOf(at(job, 'id')) ??
    nameOf(record['jobId']) ??
    nameOf(record['jobUuid'])
  );
};

const jobIdOf = (record: Fields): string | undefined =>
  ['job.id', 'job.uuid', 'jobId', 'jobUuid']
    .map((path) => nameOf(at(record, path)))
    .find((id) => id !== undefined && id !== '-' && id !== 'null');

const LONGEST_LINE = 10_000;
const ARGUMENT = /-([\w.-]{1,200})\s+(?:"([^"]{0,1000})"|'([^']{0,1000})'|(\S{1,1000}))/g;

/** What the job was run with: by name where the API tells it, else from the line of arguments. */
const optionsOf = (record: Fields): Fields => {
  const told = at(record, 'job.options');
  const listed = [at(told, 'option')].flat().filter(isFields);
  if (listed.length > 0) {
    return Object.fromEntries(listed.map((one) => [nameOf(one['name']) ?? '', one['value']]));
  }
  if (isFields(told)) return told;
  const line = nameOf(record['argstring'], LONGEST_LINE) ?? nameOf(record['argString'], LONGEST_LINE) ?? '';
  return Object.fromEntries(
    Array.from(line.matchAll(ARGUMENT), ([, name, quoted, single, plain]) => [
      name,
      quoted ?? single ?? plain,
    ]),
  );
};

const MOST_HOSTS = 1_000;

const hostsOf = (record: Fields): string[] | undefined => {
  const hosts = [
    'successfulNodes',
    'failedNodes',
    'succeededNodeList',
    'failedNodeList',
    'targetNodes',
  ].flatMap((name) => nodesIn(record[name]));
  return hosts.length > 0 ? [...new Set(hosts)].slice(0, MOST_HOSTS) : undefined;
};

/** A list of names, a line of names, or the elements of an XML list. */
const nodesIn = (told: unknown): string[] => {
  if (typeof told === 'string') return told.split(',').flatMap((node) => nameOf(node) ?? []);
  const list = isFields(told) ? [fieldsOf(told)['node']].flat() : listOf(told);
  return list.flatMap((node) => nameOf(node) ?? nameOf(at(node, 'name')) ?? []);
};
