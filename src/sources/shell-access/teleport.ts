import { eventId } from '../../events/event-id.js';
import { linkList, linksIn, linkTo, mentionsIn } from '../../events/links.js';
import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import type { Teleport } from './payload.js';
import type { ShellAccessSettings } from './settings.js';

const SOURCE = 'shell-access';

/** A session's id is unique in the world. */
const accessId = (sid: string): string => `teleport:${sid}`;

const BOT = 2;

const actorOf = ({ user, user_kind, bot_name }: Teleport): Actor | undefined => {
  if (!user) return undefined;
  const who = { id: `teleport:${user}`, name: user };
  return user_kind === BOT || bot_name || user.startsWith('bot-')
    ? { ...who, kind: 'bot', confidence: 'bot' }
    : { ...who, kind: 'human', confidence: 'authenticated' };
};

/** Under which ticket: from the reason that was given, else from what the login or the command names. */
const ticketOf = ({ reason, login, initial_command: command }: Teleport): string | undefined =>
  mentionsIn(reason).items[0] ?? mentionsIn(login, command.join(' ')).items[0];

const hostOf = (told: Teleport): string | undefined =>
  told.server_hostname ??
  told.kubernetes_cluster ??
  told.db_service ??
  told.desktop_name ??
  told.app_name ??
  told.server_id;

type Reader = (told: Teleport, at: string, settings: ShellAccessSettings) => DeliveryEvent[];

const accessOf = (told: Teleport, at: string) => {
  const ticket = ticketOf(told);
  return {
    source: SOURCE,
    at,
    actor: actorOf(told),
    access: accessId(told.sid!),
    host: hostOf(told),
    account: told.login,
    ticket,
    links: linkList(...linksIn(told.reason, told.login, told.initial_command.join(' '))),
  };
};

const openedAt: Reader = (told, at) =>
  told.sid
    ? [{ ...accessOf(told, at), type: 'access.opened', id: eventId('access.opened', accessId(told.sid)) }]
    : [];

/** The end tells the beginning too, so that a session is whole even when its first event was lost. */
const closedAt: Reader = (told, at, settings) => {
  if (!told.sid) return [];
  const closed: DeliveryEvent = {
    ...accessOf(told, told.session_stop ?? at),
    type: 'access.closed',
    id: eventId('access.closed', accessId(told.sid)),
  };
  return told.session_start ? [...openedAt(told, told.session_start, settings), closed] : [closed];
};

/** A command inside a session knows neither host nor reason: it hangs on its session. */
const executionOf = (told: Teleport, at: string, settings: ShellAccessSettings) => {
  const action = told.command ?? [told.path ?? told.program ?? '', ...told.argv].join(' ').trim();
  const environment = told.server_labels?.[settings.environmentLabel];
  const ticket = ticketOf(told);
  return {
    source: SOURCE,
    at,
    actor: actorOf(told),
    execution: `teleport:${told.uid ?? `${told.sid}/${told.ei}`}`,
    action: action || undefined,
    hosts: told.server_hostname ? [told.server_hostname] : undefined,
    environment: typeof environment === 'string' && environment !== '' ? environment : undefined,
    links: linkList(
      told.sid && linkTo.access(accessId(told.sid)),
      ...linksIn(action),
      ticket && linkTo.item(ticket),
    ),
  };
};

/** Teleport sees that a program was started, and no more: its code is that of starting it. */
const command: Reader = (told, at, settings) => {
  const { return_code: code } = told;
  const about = executionOf(told, at, settings);
  const id = about.execution;
  return [
    { ...about, type: 'execution.started', id: eventId('execution.started', id) },
    ...(code !== undefined && code !== 0
      ? [
          {
            ...about,
            type: 'execution.finished' as const,
            id: eventId('execution.finished', id),
            outcome: 'error' as const,
          },
        ]
      : []),
  ];
};

/** One command without a session of its own, `tsh ssh host command`: here the outcome is known. */
const exec: Reader = (told, at, settings) => {
  const about = executionOf(told, at, settings);
  const failed = told.exitError !== undefined || (told.exitCode ?? '0') !== '0';
  return [
    {
      ...about,
      type: 'execution.finished',
      id: eventId('execution.finished', about.execution),
      outcome: failed ? 'failure' : 'success',
    },
  ];
};

const requestOf = (told: Teleport, at: string) => ({
  source: SOURCE,
  at,
  approval: `teleport:${told.id}`,
  links: linkList(...linksIn(told.reason)),
});

const requested: Reader = (told, at) =>
  told.id
    ? [
        {
          ...requestOf(told, at),
          type: 'approval.requested',
          id: eventId('approval.requested', 'teleport', told.id),
          actor: actorOf(told),
        },
      ]
    : [];

const DECISIONS = new Map<string, 'granted' | 'rejected' | 'expired'>([
  ['APPROVED', 'granted'],
  ['DENIED', 'rejected'],
  ['EXPIRED', 'expired'],
]);

const reviewed: Reader = (told, at) => {
  const decision = DECISIONS.get((told.proposed_state ?? told.state ?? '').toUpperCase());
  const reviewer = told.reviewer ?? told.user;
  if (!told.id || !decision) return [];
  return [
    {
      ...requestOf(told, at),
      type: 'approval.decided',
      id: eventId('approval.decided', 'teleport', told.id, decision, reviewer ?? ''),
      actor: actorOf({ ...told, user: reviewer }),
      decision,
      comment: told.reason,
    },
  ];
};

const READERS = new Map<string, Reader>([
  ['session.start', openedAt],
  ['session.end', closedAt],
  ['db.session.start', openedAt],
  ['db.session.end', closedAt],
  ['windows.desktop.session.start', openedAt],
  ['windows.desktop.session.end', closedAt],
  ['session.command', command],
  ['exec', exec],
  ['access_request.create', requested],
  ['access_request.review', reviewed],
  ['access_request.update', reviewed],
]);

/** @returns why nothing is derived, when nothing is. */
export const teleportEvents = (told: Teleport, settings: ShellAccessSettings): DeliveryEvent[] | string => {
  const reader = READERS.get(told.event);
  if (!reader) return `Nothing is derived from Teleport's event ${told.event}`;
  if (!told.time) return `Teleport's event ${told.event} does not tell when it happened`;
  const events = reader(told, told.time, settings);
  return events.length > 0 ? events : `Teleport's event ${told.event} does not tell what it is about`;
};
