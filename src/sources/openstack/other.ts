import { ignored, type Told, told } from '../records.js';
import type { Setting } from '../source.js';
import { actorOf, factId, SOURCE } from './instance.js';
import type { Notification, OpenstackSettings } from './payload.js';

const DEEDS =
  /^(?:[a-z_]+\.)?(volume|snapshot|image|network|subnet|port|router|security_group|floatingip|stack|keypair|flavor|project|user|role)\.(create|delete|update|import|resize|attach|detach)(?:\.end|d)?$/;
const TYPES = { create: 'resource.created', delete: 'resource.removed' } as const;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Volumes, networks, images and the like, which Cinder, Neutron, Glance and Keystone tell of in much the same way. */
export const interpretOther = (note: Notification, setting: Setting<OpenstackSettings>): Told => {
  const [, kind, deed] = DEEDS.exec(note.event_type) ?? [];
  if (!kind || !deed) return ignored(`Nothing is derived from ${note.event_type}.`);
  const own = note.payload[kind];
  const inner = typeof own === 'object' && own !== null ? (own as Record<string, unknown>) : {};
  const id =
    textOf(note.payload[`${kind}_id`]) ??
    textOf(inner['id']) ??
    textOf(note.payload['id']) ??
    textOf(note.payload['resource_info']);
  if (!id || !note.timestamp) return ignored(`${note.event_type} names neither a thing nor a time.`);
  const type = deed === 'create' || deed === 'delete' ? TYPES[deed] : 'resource.changed';
  const fact =
    type === 'resource.changed' ? factId(type, kind, id, deed, note.timestamp) : factId(type, kind, id);
  return told({
    type,
    id: fact,
    at: note.timestamp,
    source: SOURCE,
    actor: actorOf(note, { action_initiator_user: undefined }, setting),
    resource: `openstack:${kind}/${id}`,
    kind,
    name: textOf(inner['name']) ?? textOf(note.payload['name']) ?? textOf(note.payload['display_name']),
    detail: deed,
  });
};
