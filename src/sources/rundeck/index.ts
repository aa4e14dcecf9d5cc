import { isZone } from '../instants.js';
import { type Fields, isFields, nameOf, records, type Told, together } from '../reading.js';
import type { Source } from '../source.js';
import { authenticate } from './authenticate.js';
import { interpretExecution } from './execution.js';
import { interpretLine } from './log-line.js';
import { pull } from './pull.js';
import { read } from './read.js';
import { type RundeckSetting, type RundeckSettings, rundeckSettings } from './settings.js';

/** Rundeck's notifications of jobs, its executions by its API or an exported archive, and its log files. */
export const rundeck: Source<Fields[], RundeckSettings> = {
  id: 'rundeck',
  title: 'Rundeck',
  about: {
    transport: 'webhook notification (XML or JSON), log files',
    authentication: '`X-RunDeck-Notification-SHA256-Digest`, bearer, token or basic',
    deliveryKey: 'hash of the body (execution and trigger make the event)',
    pull: 'executions, history, jobs',
  },
  numbersRuns: true,
  headers: [
    'content-type',
    'x-rundeck-notification-trigger',
    'x-rundeck-notification-execution-id',
    'x-rundeck-notification-execution-status',
    'x-throughline-record',
    'x-throughline-zone',
  ],
  payload: records,
  settings: rundeckSettings,
  authenticate,
  read,
  interpret: (told, setting) =>
    together(
      told.flatMap((record) => interpretRecord(record, setting)),
      'Nothing was sent',
    ),
  pull,
};

const interpretRecord = (record: Fields, setting: RundeckSetting): Told[] => {
  const line = record['line'];
  if (typeof line === 'string') return [interpretLine(line, inZone(setting, nameOf(record['zone'])))];
  if ('joblist' in record) return ['A job as it is defined says no time; the audit trail tells its edits'];
  const { trigger, executions } = unwrapped(record);
  if (executions.length === 0) return ['The record is no execution, notification or log line of Rundeck'];
  return executions.map((execution) => interpretExecution(execution, setting, trigger));
};

/** What the sender of a log says of its zone goes before what is set. */
const inZone = (setting: RundeckSetting, zone: string | undefined): RundeckSetting =>
  zone !== undefined && isZone(zone) ? { ...setting, settings: { ...setting.settings, zone } } : setting;

interface Unwrapped {
  readonly trigger: string | undefined;
  readonly executions: readonly Fields[];
}

const WRAPPERS = ['notification', 'result', 'executions', 'execution', 'events', 'event'];
const DEEPEST = 5;

/** Each transport wraps executions in its own way. A record of the history names its execution beside its own times. */
const unwrapped = (record: Fields, outer?: string, depth = 0): Unwrapped => {
  const trigger = nameOf(record['trigger']) ?? outer;
  const inner = WRAPPERS.flatMap((name) => record[name]).filter(isFields);
  if (inner.length > 0 && depth < DEEPEST && !('date-started' in record)) {
    const told = inner.map((one) => unwrapped(one, trigger, depth + 1));
    return { trigger: told[0]!.trigger, executions: told.flatMap(({ executions }) => executions) };
  }
  const isExecution = ['id', 'executionId', 'execution'].some((name) => record[name] != null);
  return { trigger, executions: isExecution ? [record] : [] };
};
