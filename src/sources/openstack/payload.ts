import { z } from 'zod';
import { instantOf, looseList, looseRecord, looseText } from '../../support/loose.js';

/** OpenStack means UTC where it names no zone. */
const utcInstant = looseText.transform((value) => value && instantOf(value, 'utc'));

const fields = looseRecord.transform((value) => {
  const inner = value['nova_object.data'];
  const isMap = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  return isMap ? (inner as Record<string, unknown>) : value;
});

/** A notification as a service puts it on the bus; the names with `_context_` are those of the older envelope. */
export const notification = z.object({
  event_type: z.string().min(1),
  message_id: looseText,
  publisher_id: looseText,
  timestamp: utcInstant,
  payload: fields,
  _context_user_id: looseText,
  _context_user: looseText,
  _context_user_name: looseText,
  _context_project_id: looseText,
  _context_tenant: looseText,
  _context_request_id: looseText,
});
export type Notification = z.output<typeof notification>;

/** The fields of an instance that both kinds of notification have, under either name. */
export const instance = z.object({
  uuid: looseText,
  instance_id: looseText,
  display_name: looseText,
  host_name: looseText,
  hostname: looseText,
  host: looseText,
  image_uuid: looseText,
  image_meta: looseRecord,
  state: looseText,
  old_state: looseText,
  state_update: fields,
  old_display_name: looseText,
  tenant_id: looseText,
  user_id: looseText,
  request_id: looseText,
  action_initiator_user: looseText,
  action_initiator_project: looseText,
  launched_at: utcInstant,
  created_at: utcInstant,
  updated_at: utcInstant,
  deleted_at: utcInstant,
  terminated_at: utcInstant,
  metadata: looseRecord,
  ip_addresses: looseList(fields),
  fixed_ips: looseList(fields),
  fault: fields,
});
export type Instance = z.output<typeof instance>;

export const openstackPayload = z.array(
  z.union([z.object({ told: notification }), z.object({ nothing: z.string() })]),
);
export type OpenstackPayload = z.output<typeof openstackPayload>;

export const openstackSettings = z.object({
  /** From a project (its id or name) to the environment that it stands for. */
  environments: z.record(z.string(), z.string()).default({}),
  /** Keys of a server's metadata that name its environment. */
  environmentKeys: z.array(z.string()).default(['environment', 'env', 'stage']),
  /** Users behind which no human stands. */
  bots: z.array(z.string()).default(['nova', 'neutron', 'cinder', 'glance', 'heat', 'magnum']),
});
export type OpenstackSettings = z.output<typeof openstackSettings>;
