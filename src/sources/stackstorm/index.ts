import { yamlValue } from '../../support/yaml.js';
import { authenticateBearer } from '../bearer.js';
import { type Fields, fieldsOf, isFields, listOf, nameOf, records, type Told, together } from '../reading.js';
import type { RawRequest, Source } from '../source.js';
import { interpretEnforcement, interpretTrace, interpretTriggerInstance } from './engine.js';
import { interpretExecution } from './execution.js';
import { pull } from './pull.js';
import { type StackstormSetting, type StackstormSettings, stackstormSettings } from './settings.js';

/** StackStorm, told by a rule or an action of its own that posts to us, and by its API. */
export const stackstorm: Source<Fields[], StackstormSettings> = {
  id: 'stackstorm',
  title: 'StackStorm',
  about: {
    transport: 'a rule or an action posts executions',
    authentication: 'bearer token or `St2-Api-Key`',
    deliveryKey: 'hash of the body (execution and status make the event)',
    pull: 'executions, inquiries, traces, rule enforcements, trigger instances',
  },
  bearer: true,
  headers: ['content-type', 'x-throughline-record'],
  payload: records,
  settings: stackstormSettings,
  authenticate: authenticateApiKey,
  read,
  interpret: (told, setting) =>
    together(
      told.map((record) => interpretRecord(record, setting)),
      'Nothing was sent',
    ),
  pull,
};

/** `core.http` sends a bearer token, or the header that StackStorm's own people are used to. */
function authenticateApiKey(...[request, secret]: Parameters<Source['authenticate']>) {
  const key = request.headers['st2-api-key'];
  if (!key || request.headers['authorization']) return authenticateBearer(request, secret);
  return authenticateBearer({ ...request, headers: { authorization: `Bearer ${key}` } }, secret);
}

/** JSON as it is posted; YAML as an export or a backup has it. */
function read({ body }: RawRequest): unknown {
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  if (/^\s*[[{]/.test(text)) return JSON.parse(text);
  return yamlValue(text, { schema: 'core', logLevel: 'error' });
}

/** A trigger that was posted whole (`{trigger, payload}`) stands around what it tells. */
const interpretRecord = (record: Fields, setting: StackstormSetting, depth = 0): Told => {
  if (record['trace_tag'] !== undefined && !record['status']) return interpretTrace(record, setting);
  if (record['enforced_at'] !== undefined) return interpretEnforcement(record, setting);
  if (record['occurrence_time'] !== undefined) return interpretTriggerInstance(record, setting);
  const inner = innerOf(record);
  if (inner.length > 0 && depth < 2) {
    const told = inner.map((one) => interpretRecord(one, setting, depth + 1));
    const events = told.flatMap((one) => (typeof one === 'string' ? [] : one));
    return events.length > 0 ? events : (told.find((one) => typeof one === 'string') ?? []);
  }
  if (isExecution(record)) return interpretExecution(record, setting);
  return unused(record);
};

const innerOf = (record: Fields): Fields[] => {
  if (isFields(record['execution']) && !record['status']) return [record['execution']];
  if (isFields(record['payload']) && record['payload']['execution_id']) return [record['payload']];
  return listOf(record['executions']).filter(isFields);
};

const isExecution = (record: Fields): boolean =>
  nameOf(record['status']) !== undefined &&
  (record['execution_id'] !== undefined || (record['id'] !== undefined && !record['trigger']));

const unused = (record: Fields): string => {
  if ('criteria' in record) return 'A rule as it is defined tells nothing that happened; its enforcements do';
  if ('ttl' in record || 'schema' in record)
    return 'The list of inquiries says no times; the execution of the same id tells the inquiry';
  if ('formats' in record) return 'An alias as it is defined tells nothing that happened';
  const parts = Object.values(record).map(fieldsOf);
  if (parts.some((part) => 'start_timestamp' in part))
    return 'The executions have no ids, so nothing can be tied to them';
  return 'The record is no execution, trigger instance, rule enforcement or trace';
};
