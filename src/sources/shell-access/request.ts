import { instantFromAny } from '../instants.js';
import { isJson, type Json, jsonValues, unwrapped } from '../parts.js';
import type { RawRequest } from '../source.js';

/**
 * Events of Teleport, entries of journald, what a shipper wraps around lines, or the lines themselves; one or many.
 *
 * @throws Error when it begins like JSON and is none.
 */
export const read = ({ headers, body }: RawRequest): unknown => {
  const content = body.toString('utf8').trim();
  if (content === '') throw new Error('it is empty');
  const isText = !/^[[{"\uFEFF]|^(?:null|true|false|-?\d+)$/.test(content) || /^\[\w+ ?\d/.test(content);
  const values = isText ? [content] : jsonValues(content).map(unwrapped);
  return {
    teleport: values.filter(isJson).flatMap(eventsIn),
    lines: values.flatMap(linesIn),
    sentAt: httpDate(headers['date']),
    zone: headers['x-throughline-zone'],
    what: isJson(values[0]) ? Object.keys(values[0]).slice(0, 5).join(', ') : '',
  };
};

const httpDate = (text: string | undefined): string | undefined => {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};

/** Teleport's event handler may send a list below `events`. */
const eventsIn = (value: Json): Json[] => {
  if (Array.isArray(value['events'])) return value['events'].filter(isJson);
  return typeof value['event'] === 'string' ? [value] : [];
};

const text = (value: Json, ...names: readonly string[]): string | undefined => {
  for (const name of names) {
    const member = value[name];
    const told = isJson(member) ? (member['name'] ?? member['hostname']) : member;
    if (typeof told === 'string' && told !== '') return told;
    if (typeof told === 'number') return String(told);
  }
  return undefined;
};

const linesIn = (value: unknown): Json[] => {
  if (typeof value === 'string')
    return value.split(/\r?\n/).flatMap((line) => (line.trim() ? [{ line }] : []));
  if (!isJson(value) || typeof value['event'] === 'string') return [];
  const around = {
    host: text(value, '_HOSTNAME', 'host', 'hostname'),
    program: text(value, 'SYSLOG_IDENTIFIER', '_COMM', 'ident', 'program', 'appname'),
    pid: text(value, '_PID', 'SYSLOG_PID', 'pid', 'procid'),
    at: microseconds(value['_SOURCE_REALTIME_TIMESTAMP'] ?? value['__REALTIME_TIMESTAMP']) ?? timeOf(value),
    boot: text(value, '_BOOT_ID'),
  };
  if (Array.isArray(value['lines'])) {
    return value['lines'].filter((line) => typeof line === 'string').map((line) => ({ ...around, line }));
  }
  const line = text(value, 'MESSAGE', 'message', 'log', 'msg', 'line');
  return line === undefined ? [] : line.split(/\r?\n/).map((one) => ({ ...around, line: one }));
};

const timeOf = (value: Json): string | undefined =>
  ['@timestamp', 'timestamp', 'time', 'ts'].map((name) => instantFromAny(value[name])).find((at) => at);

/** journald counts microseconds. */
const microseconds = (value: unknown): string | undefined => {
  const count = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  return Number.isNaN(count) ? undefined : instantFromAny(Math.floor(count / 1_000));
};
