import { z } from 'zod';
import { isZone } from '../instants.js';
import { listOf, maybe, maybeId, maybeInstant, maybeText, name } from '../parts.js';

/** An event of Teleport's audit log. Its times are UTC, with or without saying so. */
const teleport = z.object({
  event: name,
  code: maybeText,
  uid: maybeText,
  ei: maybe(z.number()),
  time: maybeInstant,
  sid: maybeText,
  user: maybeText,
  login: maybeText,
  cluster_name: maybeText,
  server_id: maybeText,
  server_hostname: maybeText,
  server_addr: maybeText,
  server_labels: maybe(z.record(z.string(), z.unknown())),
  kubernetes_cluster: maybeText,
  db_service: maybeText,
  desktop_name: maybeText,
  app_name: maybeText,
  reason: maybeText,
  id: maybeText,
  state: maybeText,
  proposed_state: maybeText,
  reviewer: maybeText,
  roles: listOf(z.string()),
  session_start: maybeInstant,
  session_stop: maybeInstant,
  program: maybeText,
  path: maybeText,
  argv: listOf(z.string()),
  command: maybeText,
  initial_command: listOf(z.string()),
  return_code: maybe(z.number()),
  exitCode: maybeId,
  exitError: maybeText,
  user_kind: maybe(z.number()),
  bot_name: maybeText,
});
export type Teleport = z.output<typeof teleport>;

/** One line of a log with what the shipper knew beside it. */
const logLine = z.object({
  line: z.string(),
  host: maybeText,
  program: maybeText,
  pid: maybeId,
  /** Where the line itself tells none, or a worse one. */
  at: maybeInstant,
  /** The boot in which the process ran: its number is unique only there. */
  boot: maybeText,
});
export type LogLine = z.output<typeof logLine>;

export const shellAccessPayload = z.object({
  teleport: listOf(teleport),
  lines: z.array(logLine),
  /** The sender's clock, by its request. */
  sentAt: maybeInstant,
  /** Where the clock hangs, as the sender says. */
  zone: maybe(z.string().refine(isZone)),
  what: z.string(),
});
export type ShellAccessPayload = z.output<typeof shellAccessPayload>;
