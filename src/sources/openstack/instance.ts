import { eventId } from '../../events/event-id.js';
import { linkList, linksIn } from '../../events/links.js';
import type { Actor, DeliveryEvent, EventType } from '../../events/vocabulary.js';
import { lookUp } from '../../support/look-up.js';
import { ignored, type Told, told } from '../records.js';
import type { Setting } from '../source.js';
import { type Instance, instance, type Notification, type OpenstackSettings } from './payload.js';

export const SOURCE = 'openstack';

export const factId = (type: EventType, ...natural: readonly (string | undefined)[]): string =>
  eventId(type, SOURCE, ...natural.map((part) => part ?? ''));

/** Keystone let the user in. Ids of users are only known to their own cloud, so the source's name belongs to them. */
export const actorOf = (
  note: Notification,
  found: Pick<Instance, 'action_initiator_user'>,
  { source, settings }: Setting<OpenstackSettings>,
): Actor | undefined => {
  const id = found.action_initiator_user ?? note._context_user_id ?? note._context_user;
  if (!id) return undefined;
  const name = note._context_user_name;
  const isBot = settings.bots.some((bot) => bot === id || bot === name);
  return {
    id: `openstack:${source}/${id}`,
    name,
    ...(isBot ? { kind: 'bot', confidence: 'bot' } : { kind: 'human', confidence: 'authenticated' }),
  };
};

const environmentOf = (
  found: Instance,
  note: Notification,
  settings: OpenstackSettings,
): string | undefined => {
  const keys = new Set(settings.environmentKeys.map((key) => key.toLowerCase()));
  const tagged = Object.entries(found.metadata).find(([key]) => keys.has(key.toLowerCase()))?.[1];
  if (typeof tagged === 'string' && tagged !== '')
    return lookUp(settings.environments, tagged) ?? tagged.toLowerCase();
  const projects = [
    found.tenant_id,
    found.action_initiator_project,
    note._context_project_id,
    note._context_tenant,
  ];
  return projects.map((project) => lookUp(settings.environments, project)).find(Boolean);
};

const MOST_ADDRESSES = 90;

const addresses = (found: Instance): (string | undefined)[] =>
  [...found.ip_addresses, ...found.fixed_ips].map(({ address }) =>
    typeof address === 'string' ? address : undefined,
  );

const ACTIONS = /^(?:compute\.)?instance\.(.+?)(?:\.(start|end|error))?$/;

/** What happened to one instance, ready to be told. */
interface Deed {
  readonly note: Notification;
  readonly found: Instance;
  readonly uuid: string;
  readonly action: string;
  readonly at: string;
  readonly setting: Setting<OpenstackSettings>;
}

const timeOf = (note: Notification, found: Instance, action: string): string | undefined => {
  const own =
    action === 'create'
      ? found.launched_at
      : action === 'delete'
        ? (found.deleted_at ?? found.terminated_at)
        : undefined;
  return note.timestamp ?? own ?? found.updated_at;
};

export const interpretInstance = (note: Notification, setting: Setting<OpenstackSettings>): Told => {
  const found = instance.parse(note.payload);
  const uuid = found.uuid ?? found.instance_id;
  const [, action = '', phase] = ACTIONS.exec(note.event_type) ?? [];
  if (!uuid) return ignored(`${note.event_type} names no instance.`);
  if (phase === 'start') return ignored(`How ${action} of an instance went is told by its end.`);
  if (action === 'exists')
    return ignored('That an instance is there is told for accounting; nothing happened to it.');
  const at = timeOf(note, found, action);
  if (!at) return ignored(`${note.event_type} does not say when it happened.`);
  const deed = { note, found, uuid, action, at, setting };
  if (phase === 'error') return told(failed(deed));
  if (action === 'create')
    return told({ ...serverOf(deed), type: 'resource.created', id: factId('resource.created', uuid) });
  if (action === 'delete' || action === 'soft_delete')
    return told({ ...serverOf(deed), type: 'resource.removed', id: factId('resource.removed', uuid) });
  return changed(deed);
};

const common = ({ note, found, at, setting }: Deed) => ({
  at,
  source: SOURCE,
  actor: actorOf(note, found, setting),
});

const requestOf = ({ note, found }: Deed): string | undefined => found.request_id ?? note._context_request_id;

const serverOf = (deed: Deed) => {
  const { note, found, uuid, setting } = deed;
  const name = found.host_name ?? found.hostname ?? found.display_name;
  const image = found.image_uuid ?? found.image_meta['base_image_ref'];
  const request = requestOf(deed);
  return {
    ...common(deed),
    resource: `openstack:server/${uuid}`,
    kind: 'server',
    name: found.display_name,
    host: name ?? uuid,
    aliases: linkList(uuid, found.display_name, ...addresses(found).slice(0, MOST_ADDRESSES)),
    environment: environmentOf(found, note, setting.settings),
    detail: typeof image === 'string' && image !== '' ? `image ${image}` : undefined,
    links: linkList(request && `openstack-request:${request}`, ...linksIn(found.display_name)),
  };
};

const stateText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** An update tells the state before and after, any other action only the one after. */
const changed = (deed: Deed): Told => {
  const { found, uuid, action, at } = deed;
  const from = stateText(found.state_update['old_state']) ?? found.old_state;
  const to = stateText(found.state_update['state']) ?? found.state;
  const renamed = found.old_display_name !== undefined && found.old_display_name !== found.display_name;
  if (action === 'update' && (from === undefined || from === to) && !renamed)
    return ignored('The update of the instance tells no change of its state or its name.');
  const event: DeliveryEvent = {
    ...serverOf(deed),
    type: 'resource.changed',
    id: factId('resource.changed', uuid, action, requestOf(deed), at),
    detail: renamed ? `renamed from ${found.old_display_name}` : action,
    from: action === 'update' ? from : undefined,
    to,
  };
  return told(event);
};

/** Nothing is there that was not there before, but somebody tried. */
const failed = (deed: Deed): DeliveryEvent => {
  const { uuid, action, at } = deed;
  const execution = `openstack:${requestOf(deed) ?? `${uuid}@${at}`}`;
  return {
    ...common(deed),
    type: 'execution.finished',
    id: factId('execution.finished', execution, uuid, action),
    execution,
    action: `instance.${action}`,
    hosts: [deed.found.host_name ?? deed.found.hostname ?? uuid],
    outcome: 'error',
  };
};
