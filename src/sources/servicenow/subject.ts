import { eventId } from '../../events/event-id.js';
import { linksIn, linkTo } from '../../events/links.js';
import type { Actor, EventType } from '../../events/vocabulary.js';
import { isJson } from '../parts.js';
import { type Place, placeOf } from '../service-map.js';
import type { Setting } from '../source.js';
import type { Telling } from './payload.js';
import { countOf, fieldOf, nameOf, type Row, timeOf } from './record.js';
import type { ServicenowSettings } from './settings.js';

export const SOURCE = 'servicenow';

/** One row with what it takes to tell of it. */
export interface Subject {
  readonly row: Row;
  readonly table: string;
  readonly id: string;
  /** `CHG0030001`; the row's id where there is no number. */
  readonly number: string;
  readonly at: string;
  readonly count: number;
  readonly previous: Row | undefined;
  /** It was just inserted, so there is nothing that it held before. */
  readonly isNew: boolean;
  readonly by: Actor | undefined;
  readonly setting: Setting<ServicenowSettings>;
}

const PREFIXES: readonly (readonly [RegExp, string])[] = [
  [/^CHG/, 'change_request'],
  [/^CTASK/, 'change_task'],
  [/^INC/, 'incident'],
];

const tableOf = ({ table, record }: Telling): string => {
  if (table) return table;
  if (record['sysapproval'] !== undefined && record['approver'] !== undefined) return 'sysapproval_approver';
  const named = fieldOf(record, 'sys_class_name');
  if (named && /^[a-z_0-9]+$/.test(named)) return named;
  return PREFIXES.find(([prefix]) => prefix.test(fieldOf(record, 'number') ?? ''))?.[1] ?? named ?? 'unknown';
};

/** @returns undefined for a row without id or time: nothing can be said of it. */
export const subjectOf = (telling: Telling, setting: Setting<ServicenowSettings>): Subject | undefined => {
  const { record: row, previous } = telling;
  const id = fieldOf(row, 'sys_id');
  const at = timeOf(row, 'sys_updated_on', 'sys_created_on', 'opened_at');
  if (!id || !at) return undefined;
  return {
    row,
    table: tableOf(telling),
    id,
    number: fieldOf(row, 'number') ?? id,
    at,
    count: countOf(row),
    previous,
    isNew: telling.operation === 'insert',
    by: userActor(telling.user ?? fieldOf(row, 'sys_updated_by'), setting.source),
    setting,
  };
};

/** The same sys_id may be met on a clone of the server, so the configured source tells them apart. */
export const idIn = (
  { setting, id }: Subject,
  type: EventType,
  ...rest: readonly (string | number)[]
): string => eventId(type, SOURCE, setting.source, id, ...rest);

/** Accounts under which the server itself works. */
const MACHINES = new Set(['system', 'guest', 'admin.integration']);

/** Somebody who was signed in, by user name. */
export const userActor = (login: string | undefined, source: string): Actor | undefined => {
  if (!login) return undefined;
  const who = { id: personId(login, source), name: login };
  return MACHINES.has(login)
    ? { ...who, kind: 'service', confidence: 'authenticated' }
    : { ...who, kind: 'human', confidence: 'authenticated' };
};

const personId = (login: string, source: string): string => `${SOURCE}:${source}/${login}`;

/** A person whom a field refers to: by user name where the row brings it, else by the row's id. */
export const personIn = ({ row, setting }: Subject, field: string): string | undefined => {
  const told = row[field];
  const own = isJson(told) ? fieldOf(told, 'user_name') : undefined;
  const login = fieldOf(row, `${field}.user_name`) ?? own ?? fieldOf(row, field);
  return login && personId(login, setting.source);
};

export const actorIn = (subject: Subject, field: string): Actor | undefined => {
  const id = personIn(subject, field);
  return id === undefined
    ? undefined
    : { id, name: nameOf(subject.row, field), kind: 'human', confidence: 'authenticated' };
};

export const placeIn = ({ row, setting }: Subject): Place => {
  const { services, environment } = setting.settings;
  const sysIds = [fieldOf(row, 'business_service'), fieldOf(row, 'cmdb_ci')];
  const names = [nameOf(row, 'business_service'), nameOf(row, 'cmdb_ci')];
  const known = [...sysIds, ...names].find((one) => one !== undefined && Object.hasOwn(services, one));
  const { service, environment: there } = placeOf(services, known ?? names.find((one) => one !== undefined));
  return { service, environment: there ?? environment };
};

export const titleOf = ({ row }: Subject): string | undefined => fieldOf(row, 'short_description');

/** The change request that caused it, as whoever closed the incident says. */
export const causeOf = ({ row }: Subject): string[] | undefined => {
  const number = fieldOf(row, 'caused_by.number') ?? nameOf(row, 'caused_by', 'number');
  return number !== undefined && /^[A-Z]+\d+$/.test(number) ? [linkTo.item(number)] : undefined;
};

/** Tickets of other systems, digests and shas in what people wrote, and the rows that this one hangs on. */
export const linksOf = ({ row, number }: Subject): string[] => {
  const parents = ['change_request', 'parent', 'caused_by', 'rfc'].map(
    (field) => fieldOf(row, `${field}.number`) ?? nameOf(row, field, 'number'),
  );
  const numbers = parents.filter((one) => one !== undefined && /^[A-Z]+\d+$/.test(one) && one !== number);
  const texts = ['short_description', 'description', 'correlation_id', 'implementation_plan'];
  return [...numbers.map((one) => `item:${one}`), ...linksIn(...texts.map((field) => fieldOf(row, field)))];
};

/** Did this telling change the field? True also where that is not known. */
export const hasChanged = ({ row, previous, isNew }: Subject, field: string): boolean =>
  isNew ||
  previous === undefined ||
  (Object.hasOwn(previous, field) && fieldOf(previous, field) !== fieldOf(row, field));

/** An exact telling goes before a row, which shows only how things stood when it was last written. */
export const revisionOf = ({ previous }: Subject): number | undefined =>
  previous === undefined ? undefined : 1;
