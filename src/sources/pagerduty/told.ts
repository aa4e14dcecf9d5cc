import type { DeliveryEvent } from '../../events/vocabulary.js';
import { assigned } from '../incident-events.js';
import { acceptedOr, ignored } from '../outcome.js';
import { listOf } from '../parts.js';
import type { Interpretation } from '../source.js';
import { aboutOf, agentOf, holderOf } from './about.js';
import { eventsOf, kindOf } from './happening.js';
import {
  type Incident,
  incident,
  type LogEntry,
  logEntry,
  type Message,
  type WebhookEvent,
} from './payload.js';
import type { PagerdutySettings } from './settings.js';

export const interpretWebhook = (told: WebhookEvent, settings: PagerdutySettings): Interpretation => {
  const kind = kindOf(told.event_type);
  if (!kind || !told.event_type.startsWith('incident.'))
    return ignored(`Nothing is derived from PagerDuty's event ${told.event_type}`);
  const about = incident.safeParse(told.data);
  if (!about.success) return ignored(`The event ${told.event_type} names no incident`);
  if (!told.occurred_at) return ignored(`The event ${told.event_type} does not tell when it happened`);
  const events = eventsOf(
    { kind, at: told.occurred_at, agent: told.agent, incident: about.data, isSnapshot: true },
    settings,
  );
  return acceptedOr(
    `The event ${told.event_type} changes an incident of which it does not tell when it was opened`,
    events,
  );
};

/** Webhooks of versions 1 and 2. */
export const interpretMessages = (
  messages: readonly Message[],
  settings: PagerdutySettings,
): Interpretation => {
  const events = messages.flatMap((message) => {
    const type = message.event ?? message.type ?? '';
    const kind = type.startsWith('incident.') ? kindOf(type) : undefined;
    const about = message.incident ?? message.data?.incident;
    const at = message.created_on ?? message.log_entries[0]?.created_at ?? about?.last_status_change_at;
    if (!kind || !about || !at) return [];
    const agent = message.log_entries[0]?.agent ?? about.last_status_change_by;
    return eventsOf({ kind, at, agent, incident: about, isSnapshot: true }, settings);
  });
  return acceptedOr('None of the messages tells of an incident that changed', events);
};

/** Incidents as the API gives them, each with as much of its timeline as was asked for. */
export const interpretIncidents = (told: readonly Incident[], settings: PagerdutySettings): Interpretation =>
  acceptedOr(
    'The incidents tell no times',
    told.flatMap((one) => [...snapshotOf(one, settings), ...timelineOf(one, settings)]),
  );

const timelineOf = (told: Incident, settings: PagerdutySettings): DeliveryEvent[] =>
  listOf(logEntry)
    .parse(told.log_entries)
    .flatMap((entry) => eventsOfEntry({ ...entry, incident: told }, settings));

/** What an incident tells without its timeline: that it was opened, and how it stands since its last change. */
const snapshotOf = (told: Incident, settings: PagerdutySettings): DeliveryEvent[] => {
  const at = told.created_at ?? told.created_on;
  const changedAt = told.last_status_change_at ?? at;
  if (!at || !changedAt) return [];
  const agent = told.last_status_change_by;
  const status = kindOf(told.status ?? '') ?? 'changed';
  const kind = status === 'triggered' ? 'changed' : status;
  const end = kind === 'resolved' ? (told.resolved_at ?? changedAt) : changedAt;
  return eventsOf({ kind, at: end, agent, incident: told, isSnapshot: false }, settings);
};

export const interpretLogEntries = (
  entries: readonly LogEntry[],
  settings: PagerdutySettings,
): Interpretation =>
  acceptedOr(
    'None of the lines tells of an incident that changed',
    entries.flatMap((entry) => eventsOfEntry(entry, settings)),
  );

const eventsOfEntry = (entry: LogEntry, settings: PagerdutySettings): DeliveryEvent[] => {
  const { type, created_at: at, agent, assignees } = entry;
  const kind = kindOf(type);
  if (!kind || !at || !entry.incident) return [];
  const about = { ...entry.incident, service: entry.incident.service ?? entry.service };
  if (kind !== 'assigned') return eventsOf({ kind, at, agent, incident: about, isSnapshot: false }, settings);
  const then = { ...about, assignees, assignments: [], assigned_to_user: undefined };
  const moment = { at, actor: agentOf(agent), key: at.slice(0, 19) };
  return [
    ...eventsOf({ kind: 'changed', at, agent, incident: about, isSnapshot: false }, settings),
    assigned(aboutOf(about, settings), moment, holderOf(then, settings)),
  ];
};
