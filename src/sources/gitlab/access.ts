import { eventId } from '../../events/event-id.js';
import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { textAt, timeAt } from '../forge.js';
import { ignored, type Told, told } from '../records.js';
import { type Record, repositoryIn, SOURCE } from './parts.js';

/** Who may do what: members, keys, accounts and tokens, as system hooks and webhooks of groups tell them. */

const MEMBER = /^user_(add_to|update_for|remove_from)_(team|group)$/;
const ACCOUNT = /^(user|key|project|group)_(create|destroy|rename|transfer|update|failed_login)$/;

export const interpretSystemHook = (record: Record): Told => {
  const { kind } = record;
  if (MEMBER.test(kind)) return membershipOf(record);
  if (ACCOUNT.test(kind)) return accountOf(record);
  return ignored(`Nothing is derived from GitLab's event ${kind.slice(0, 100)}.`);
};

export const isSystemHook = (kind: string): boolean => MEMBER.test(kind) || ACCOUNT.test(kind);

/** Nobody is named who gave the membership; of one that ends GitLab tells no time but that of its last change. */
const membershipOf = ({ value, kind, instance }: Record): Told => {
  const place =
    textAt(value, 'project_path_with_namespace') ??
    textAt(value, 'group_full_path') ??
    textAt(value, 'group_path') ??
    textAt(value, 'project_id') ??
    textAt(value, 'group_id');
  const who = textAt(value, 'user_username') ?? textAt(value, 'user_email') ?? textAt(value, 'user_id');
  const at = timeAt(value, 'updated_at', 'created_at');
  if (!place || !who || !at) return ignored('The membership does not tell whose it is, of what, or when.');
  const level =
    textAt(value, 'access_level') ?? textAt(value, 'project_access') ?? textAt(value, 'group_access');
  const expires = textAt(value, 'expires_at');
  const resource = `${instance}/${place}/members/${who}`;
  const action = MEMBER.exec(kind)![1]!;
  return told({
    type: 'resource.changed',
    id: eventId('resource.changed', resource, action, at),
    source: SOURCE,
    at,
    resource,
    kind: 'membership',
    name: who,
    from: action === 'add_to' ? 'absent' : undefined,
    to: action === 'remove_from' ? 'absent' : level,
    detail: [`${kind}: ${level ?? 'no role'}`, expires && `until ${expires}`].filter(Boolean).join(', '),
  });
};

const KINDS = new Map([
  ['user', 'account'],
  ['key', 'access-key'],
  ['project', 'repository'],
  ['group', 'group'],
]);

const nameIn = ({ value }: Record, what: string): string | undefined => {
  const named = { user: 'username', key: 'username', project: 'path_with_namespace', group: 'full_path' }[
    what
  ];
  return (named && textAt(value, named)) ?? textAt(value, 'path') ?? textAt(value, `${what}_id`);
};

const accountOf = (record: Record): Told => {
  const { value, kind, instance } = record;
  const [, what = '', action = ''] = ACCOUNT.exec(kind)!;
  const name = nameIn(record, what);
  const at = timeAt(value, 'updated_at', 'created_at');
  if (!name || !at) return ignored(`${kind} does not tell what it is about, or when it was.`);
  const id = textAt(value, 'id');
  const resource =
    what === 'key' && id ? `${instance}/users/${name}/keys/${id}` : `${instance}/${what}s/${name}`;
  const told_ = { source: SOURCE, at, resource, kind: KINDS.get(what), name, detail: kind };
  return told(resourceEvent(action, told_));
};

type About = Omit<EventOf<'resource.changed'>, 'type' | 'id'>;

const resourceEvent = (action: string, about: About): DeliveryEvent => {
  const { resource, at } = about;
  if (action === 'create')
    return { ...about, type: 'resource.created', id: eventId('resource.created', resource, at) };
  if (action === 'destroy')
    return { ...about, type: 'resource.removed', id: eventId('resource.removed', resource, at) };
  return { ...about, type: 'resource.changed', id: eventId('resource.changed', resource, action, at) };
};

/**
 * GitLab warns that a token will expire: nothing has changed then, and the warning tells no time. But it tells that there
 * is a token, and since when.
 */
export const interpretAccessToken = (record: Record): Told => {
  const { value, instance } = record;
  const repo = repositoryIn(record);
  const group = textAt(value, 'group.full_path') ?? textAt(value, 'group.group_path');
  const owner = repo?.id ?? (group && `${instance}/${group}`);
  const [id, at] = [textAt(value, 'object_attributes.id'), timeAt(value, 'object_attributes.created_at')];
  if (!owner || !id || !at) return ignored('The token does not tell whose it is, or since when it exists.');
  const resource = `${owner}/access_tokens/${id}`;
  const expires = textAt(value, 'object_attributes.expires_at');
  return told({
    type: 'resource.created',
    id: eventId('resource.created', resource),
    source: SOURCE,
    at,
    resource,
    kind: 'access-token',
    name: textAt(value, 'object_attributes.name'),
    detail: expires && `expires on ${expires}`,
  });
};
