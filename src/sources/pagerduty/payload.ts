import { z } from 'zod';
import { idText, listOf, maybe, maybeId, maybeInstant, maybeText, name } from '../parts.js';

/** A person, a service, a team, a policy: PagerDuty calls it a reference. Versions before 3 wrote `name` or `email`. */
const reference = z.object({
  id: name,
  type: maybeText,
  summary: maybeText,
  name: maybeText,
  html_url: maybeText,
});
export type Reference = z.output<typeof reference>;

const assignment = z.union([
  z.object({ assignee: reference }).transform(({ assignee }) => assignee),
  reference,
]);

export const incident = z.object({
  id: name,
  number: maybeId,
  incident_number: maybeId,
  status: maybeText,
  title: maybeText,
  summary: maybeText,
  description: maybeText,
  html_url: maybeText,
  created_at: maybeInstant,
  /** Version 1 wrote times so. */
  created_on: maybeInstant,
  last_status_change_at: maybeInstant,
  last_status_change_by: maybe(reference),
  resolved_at: maybeInstant,
  service: maybe(reference),
  assignees: listOf(reference),
  assignments: listOf(assignment),
  assigned_to_user: maybe(reference),
  teams: listOf(reference),
  escalation_policy: maybe(reference),
  priority: maybe(reference),
  urgency: maybeText,
  resolve_reason: maybe(z.object({ incident: maybe(reference) })),
  log_entries: z.unknown().optional(),
});
export type Incident = z.output<typeof incident>;

/** One line of an incident's timeline. */
export const logEntry = z.object({
  id: idText,
  type: name,
  created_at: maybeInstant,
  agent: maybe(reference),
  incident: maybe(incident),
  service: maybe(reference),
  assignees: listOf(reference),
  /** Where several were assigned at once, each has an entry: its text alone names the person. */
  summary: maybeText,
});
export type LogEntry = z.output<typeof logEntry>;

const webhookEvent = z.object({
  id: maybeId,
  event_type: name,
  resource_type: maybeText,
  occurred_at: maybeInstant,
  agent: maybe(reference),
  data: z.unknown().optional(),
});
export type WebhookEvent = z.output<typeof webhookEvent>;

/** Versions 1 and 2 sent several at once, and named the kind in `type` or in `event`. */
const message = z.object({
  id: maybeId,
  type: maybeText,
  event: maybeText,
  created_on: maybeInstant,
  incident: maybe(incident),
  data: maybe(z.object({ incident: maybe(incident) })),
  log_entries: listOf(logEntry),
});
export type Message = z.output<typeof message>;

export const pagerdutyPayload = z.discriminatedUnion('form', [
  z.object({ form: z.literal('webhook'), event: webhookEvent }),
  z.object({ form: z.literal('messages'), messages: z.array(message) }),
  z.object({ form: z.literal('incidents'), incidents: z.array(incident) }),
  z.object({ form: z.literal('log-entries'), entries: z.array(logEntry) }),
  z.object({ form: z.literal('other'), what: z.string() }),
]);
export type PagerdutyPayload = z.output<typeof pagerdutyPayload>;
