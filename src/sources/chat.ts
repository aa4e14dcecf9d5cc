import { z } from 'zod';
import { eventId } from '../events/event-id.js';
import { linkList, linksIn, linkTo } from '../events/links.js';
import type { Actor, DeliveryEvent, EventOf } from '../events/vocabulary.js';
import { toldOnly } from './reading.js';
import { matchesAny } from './run-rules.js';

/** What people say in a chat that is more than talk: commands to a bot, and words by which they allow or refuse. */

const words = z.array(z.string().min(1).max(200)).max(200);

export const chatSettings = {
  /** What a command begins with. */
  prefixes: words.default(['!']),
  /** Names by which a bot is addressed: `hubot deploy till`. */
  botNames: words.default(['hubot']),
  /** First words that say yes, or no, to what the next word names: `approve SHOP-41`. */
  granted: words.default(['approve', 'approved']),
  rejected: words.default(['reject', 'rejected', 'deny', 'denied', 'decline']),
  /** Phrases that ask for a yes. */
  requests: words.default(['please approve', 'needs approval', 'approval needed', 'approval requested']),
  /** Where approvals count; none means everywhere. `*` stands for anything. */
  approvalChannels: words.default([]),
  /** Whose executions bare ids are: `stackstorm:st2` makes `approve 5e1f…` speak of `stackstorm:st2/5e1f…`. */
  executionsOf: z.string().min(1).max(200).optional(),
};
const anyChat = z.object(chatSettings);
export type ChatSettings = z.output<typeof anyChat>;

export interface Said {
  /** `slack`, `hubot`, `irc`. */
  readonly system: string;
  /** The configured source's name. */
  readonly source: string;
  /** What names the message among those of its source. */
  readonly key: string;
  readonly at: string;
  readonly who: Actor | undefined;
  /** The bot that was spoken to. */
  readonly bot?: Actor | undefined;
  readonly channel: string | undefined;
  readonly text: string;
  /** The chat itself says that a bot was addressed, so all of it is a command. */
  readonly addressed?: boolean | undefined;
  readonly url?: string | undefined;
  readonly links?: readonly string[] | undefined;
}

export type Decision = EventOf<'approval.decided'>['decision'];

const LONGEST = 4_000;

export const placeOf = ({ system, source, key }: Pick<Said, 'system' | 'source' | 'key'>): string =>
  `${system}:${source}/${key}`;

/** @returns a reason when it is only talk. */
export const toldInChat = (said: Said, settings: ChatSettings): readonly DeliveryEvent[] | string => {
  const text = said.text.slice(0, LONGEST).trim();
  const command = commandIn(text, said, settings);
  const decided = decisionIn(command ?? text, settings);
  if (decided) {
    return approvalsCount(said.channel, settings)
      ? [decisionEvent(said, decided, settings)]
      : 'Approvals do not count in this channel, as a person has set';
  }
  if (command) return [commandEvent(said, command)];
  if (asksForApproval(text, settings)) return [requestEvent(said)];
  return 'The message is no command, no approval and no request for one';
};

/** What stands behind the prefix or the name of the bot; undefined when no bot is spoken to. */
const commandIn = (text: string, { addressed }: Said, settings: ChatSettings): string | undefined => {
  const lower = text.toLowerCase();
  for (const prefix of settings.prefixes) {
    const rest = text.slice(prefix.length);
    if (text.startsWith(prefix) && /^\w/.test(rest)) return rest;
  }
  for (const name of settings.botNames) {
    for (const start of [name, `@${name}`].map((one) => one.toLowerCase())) {
      const rest = text.slice(start.length);
      if (lower.startsWith(start) && /^[:,]?\s+\S/.test(rest)) return rest.replace(/^[:,]?\s+/, '');
    }
  }
  return addressed && text !== '' ? text : undefined;
};

interface Decided {
  readonly decision: Decision;
  readonly subject: string;
  readonly comment: string | undefined;
}

const SUBJECT =
  /^(?:[A-Z][A-Z0-9_]{1,19}-[1-9]\d{0,7}|[0-9a-f]{24}|[a-z][a-z0-9-]{1,30}:[\w.-]{1,100}\/[\w./-]{1,200})$/;

/** A yes says to what: talk such as "approve this, please" names nothing, so it allows nothing. */
const decisionIn = (text: string, settings: ChatSettings): Decided | undefined => {
  const [first = '', second = '', ...rest] = text.split(/\s+/);
  const decision = decisionOf(first.replace(/[:,]$/, ''), settings);
  const subject = second.replace(/[.,;:!]$/, '');
  if (!decision || !SUBJECT.test(subject)) return undefined;
  return { decision, subject, comment: rest.length > 0 ? redacted(rest.join(' ')) : undefined };
};

export const decisionOf = (word: string, settings: ChatSettings): Decision | undefined => {
  const told = word.toLowerCase();
  if (settings.granted.some((one) => one.toLowerCase() === told)) return 'granted';
  return settings.rejected.some((one) => one.toLowerCase() === told) ? 'rejected' : undefined;
};

export const approvalsCount = (channel: string | undefined, { approvalChannels }: ChatSettings): boolean =>
  approvalChannels.length === 0 || matchesAny(approvalChannels, channel);

/** The execution that a bare or whole id names. */
export const executionNamed = (subject: string, { executionsOf }: ChatSettings): string | undefined => {
  if (/^[a-z][a-z0-9-]*:.+\/./.test(subject)) return subject;
  return executionsOf && /^[0-9a-f]{24}$/.test(subject) ? `${executionsOf}/${subject}` : undefined;
};

/** An execution's approval is known by the execution, as the system that waits for it calls it. */
const decisionEvent = (said: Said, decided: Decided, settings: ChatSettings): DeliveryEvent => {
  const { decision, subject, comment } = decided;
  const execution = executionNamed(subject, settings);
  return toldOnly({
    ...common(said),
    type: 'approval.decided',
    id: eventId('approval.decided', placeOf(said)),
    approval: execution ?? placeOf({ ...said, key: `approvals/${subject}` }),
    decision,
    comment,
    links: linkList(execution && linkTo.execution(execution), ...linksIn(said.text), ...(said.links ?? [])),
  });
};

const asksForApproval = (text: string, { requests }: ChatSettings): boolean => {
  const lower = text.toLowerCase();
  return requests.some((phrase) => lower.includes(phrase.toLowerCase()));
};

/** Its approval is known by the message, since a reaction to it names nothing else. */
const requestEvent = (said: Said): DeliveryEvent =>
  toldOnly({
    ...common(said),
    type: 'approval.requested',
    id: eventId('approval.requested', placeOf(said)),
    approval: placeOf(said),
  });

/** The bot runs it; the human who typed it started it. How it ended the system that ran it tells. */
const commandEvent = (said: Said, command: string): DeliveryEvent =>
  toldOnly({
    ...common(said),
    actor: said.bot ?? said.who,
    initiator: said.who?.kind === 'human' ? said.who : undefined,
    type: 'execution.started',
    id: eventId('execution.started', placeOf(said)),
    execution: placeOf(said),
    action: redacted(command),
    kind: 'command',
    trigger: said.channel ? `chat ${said.channel}` : 'chat',
  });

const common = (said: Said) => ({
  source: said.system,
  at: said.at,
  actor: said.who,
  url: said.url,
  links: linkList(...linksIn(said.text.slice(0, LONGEST)), ...(said.links ?? [])),
});

const SECRET = /\b(\w{0,30}(?:password|passwd|secret|token|api[_-]?key)\w{0,30})(\s*[=:]\s*|\s+)(\S+)/gi;
const LONGEST_COMMAND = 500;

/** People type secrets into chats; what stands beside such a word is not kept. */
export const redacted = (text: string): string => text.slice(0, LONGEST_COMMAND).replace(SECRET, '$1$2***');
