import { eventId } from '../../events/event-id.js';
import { linkList, linkTo } from '../../events/links.js';
import { ignored, type Told, told } from '../records.js';
import { type AwxSetting, accountOf, SOURCE, templateId } from './parts.js';
import type { Activity } from './payload.js';

const TYPES = new Map<string, 'resource.created' | 'resource.changed' | 'resource.removed'>([
  ['create', 'resource.created'],
  ['update', 'resource.changed'],
  ['associate', 'resource.changed'],
  ['disassociate', 'resource.changed'],
  ['delete', 'resource.removed'],
]);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** A member of `summary_fields`, which the API tells as an object or as a list of one. */
const summaryOf = ({ summary_fields: told }: Activity, name: string): Record<string, unknown> => {
  const value = Object.hasOwn(told, name) ? told[name] : undefined;
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return isObject(one) ? one : {};
};

const textOf = (value: unknown): string | undefined =>
  (typeof value === 'string' || typeof value === 'number') && value !== '' ? String(value) : undefined;

const nameOf = (entry: Activity, object: string): string => {
  const summary = summaryOf(entry, object);
  const { name, username, id } = { ...entry.changes, ...summary };
  return [object, textOf(id) ?? textOf(name) ?? textOf(username)]
    .filter((part) => part !== undefined)
    .join('/');
};

const TEMPLATE = /^(?:workflow_)?job_template$/;

/** The template that was edited, under the name by which its jobs know it. */
const definitionOf = (entry: Activity, { source }: AwxSetting): string | undefined => {
  const kind = entry.object1 ?? '';
  const id =
    textOf(summaryOf(entry, kind)['id']) ??
    textOf(entry.changes['id']) ??
    textOf(entry.changes['object1_pk']);
  return TEMPLATE.test(kind) && id !== undefined
    ? linkTo.definition(templateId(source, kind, id))
    : undefined;
};

/** Somebody changed AWX itself: a template, a credential, a role. Values are not told, for they may be secrets. */
export const interpretActivity = (entry: Activity, setting: AwxSetting): Told => {
  const type = TYPES.get(entry.operation);
  if (!type) return ignored(`Nothing is derived from the operation ${entry.operation.slice(0, 100)}.`);
  if (!entry.timestamp) return ignored('The entry does not say when it happened.');
  if (!entry.object1) return ignored('The entry does not say what was changed.');
  if (/^(?:job|ad_hoc_command|workflow_job|project_update|inventory_update)$/.test(entry.object1))
    return ignored('A job is told by its own record.');
  const login = textOf(summaryOf(entry, 'actor')['username']);
  const other = entry.object2 ? ` ${entry.operation} ${nameOf(entry, entry.object2)}` : '';
  return told({
    type,
    id: eventId(type, SOURCE, setting.source, 'activity', entry.id),
    at: entry.timestamp,
    source: SOURCE,
    actor: login ? accountOf(setting, login) : undefined,
    resource: `${SOURCE}:${setting.source}/${nameOf(entry, entry.object1)}`,
    kind: entry.object1,
    links: linkList(definitionOf(entry, setting)),
    detail: other.trim() || Object.keys(entry.changes).sort().join(', ').slice(0, 1_000) || undefined,
  });
};
