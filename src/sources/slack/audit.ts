import { eventId } from '../../events/event-id.js';
import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import { at, type Fields, fieldsOf, isoOf, nameOf, type Told } from '../reading.js';
import { personOf } from './parts.js';
import { type SlackSetting, SOURCE } from './settings.js';

/** One entry of the Audit Logs API of an Enterprise Grid. */
export const interpretAuditEntry = (entry: Fields, setting: SlackSetting): Told => {
  const [id, action] = [nameOf(entry['id']), nameOf(entry['action'])];
  const created = entry['date_create'];
  const happenedAt = typeof created === 'number' ? isoOf(created * 1_000) : undefined;
  if (!id || !action || !happenedAt) return 'The entry of the audit log says no id, no action or no time';
  const person = personOf(at(entry, 'actor.user'));
  const email = nameOf(at(entry, 'actor.user.email'));
  const shared = {
    source: SOURCE,
    at: happenedAt,
    actor: person && ({ ...person, name: person.name ?? email } satisfies Actor),
  };
  const place = `${SOURCE}:${setting.source}/audit/${id}`;
  if (action === 'user_login' || action === 'user_logout') {
    const type = action === 'user_login' ? 'access.opened' : 'access.closed';
    const host = nameOf(at(entry, 'context.location.domain'));
    return [{ ...shared, type, id: eventId(type, place), access: place, host }];
  }
  const type = changeOf(action);
  return type
    ? [{ ...shared, type, id: eventId(type, place), ...entityOf(entry), detail: action }]
    : `The action ${action} changes nothing`;
};

type Change = 'resource.created' | 'resource.changed' | 'resource.removed';

const ENDINGS: readonly [RegExp, Change][] = [
  [/_(?:created|added|installed|invited|joined|uploaded)$/, 'resource.created'],
  [/_(?:deleted|removed|uninstalled|deactivated|revoked|archived|left)$/, 'resource.removed'],
  [
    /(?:_changed|_updated|_approved|_restricted|_renamed|_enabled|_disabled|_set|_expanded|^role_change|^pref\.)/,
    'resource.changed',
  ],
];

const changeOf = (action: string): Change | undefined => ENDINGS.find(([ending]) => ending.test(action))?.[1];

const entityOf = (entry: Fields): Pick<Extract<DeliveryEvent, { type: Change }>, 'resource' | 'kind'> => {
  const kind = nameOf(at(entry, 'entity.type'));
  const entity = fieldsOf(kind && at(entry, `entity.${kind}`));
  const id = nameOf(entity['id']) ?? nameOf(entity['name']) ?? 'unknown';
  return { resource: `slack:${kind ?? 'entity'}/${id}`, kind };
};
