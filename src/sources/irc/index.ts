import { z } from 'zod';
import type { Actor } from '../../events/vocabulary.js';
import { shortHash } from '../../support/hash.js';
import { authenticateBearer } from '../bearer.js';
import { chatSettings, toldInChat } from '../chat.js';
import {
  type Fields,
  instantOf,
  isoOf,
  listOf,
  millisecondsOf,
  nameOf,
  records,
  type Told,
  together,
} from '../reading.js';
import type { RawRequest, Setting, Source } from '../source.js';
import { type IrcMessage, parseLine, parseSender } from './message.js';

const ircSettings = z.strictObject(chatSettings);
type IrcSettings = z.output<typeof ircSettings>;

const SOURCE = 'irc';

/**
 * IRC sends nothing by itself: a bridge that sits in the channels posts the lines as they came, as text or as
 * `{"lines": [...]}`; a line that has no `time` tag as `{"time": ..., "line": ...}`.
 */
export const irc: Source<Fields[], IrcSettings> = {
  id: 'irc',
  title: 'IRC',
  about: {
    transport: 'a bridge posts lines',
    authentication: 'bearer token',
    deliveryKey: 'hash of the body',
  },
  bearer: true,
  headers: ['content-type'],
  payload: records,
  settings: ircSettings,
  authenticate: authenticateBearer,
  read: (request) => read(request),
  interpret: (told, setting) =>
    together(
      told.map((record) => interpretLine(record, setting)),
      'No line was sent',
    ),
};

const read = ({ body }: RawRequest): unknown => {
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  if (!/^\s*[[{"]/.test(text)) return text.split(/\r?\n/).map((line) => ({ line }));
  const value: unknown = JSON.parse(text);
  const lines = listOf(Array.isArray(value) ? value : (value as Fields)['lines']);
  if (lines.length === 0) return value;
  return lines.map((line) => (typeof line === 'string' ? { line } : line));
};

const LEAP_SECOND = /^(\d{4}-\d\d-\d\dT\d\d:\d\d):60(.*)$/;

/** A leap second (`23:59:60`) is the first second of the next minute for every clock that counts without it. */
const timeOf = (told: unknown): string | undefined => {
  const leap = typeof told === 'string' ? LEAP_SECOND.exec(told) : null;
  if (!leap) return instantOf(told);
  const before = millisecondsOf(`${leap[1]}:59${leap[2]}`);
  return before === undefined ? undefined : isoOf(before + 1_000);
};

const interpretLine = (record: Fields, setting: Setting<IrcSettings>): Told => {
  const line = typeof record['line'] === 'string' ? record['line'].slice(0, 10_000) : undefined;
  const message = line === undefined ? undefined : parseLine(line);
  if (message?.verb.toUpperCase() !== 'PRIVMSG') return 'The line is no message to a channel';
  const [channel, text = ''] = message.params;
  const sentAt = timeOf(message.tags.get('time') ?? record['time']);
  if (!channel || !sentAt)
    return 'The message says no time: let the bridge ask for the capability server-time';
  const who = senderOf(message, setting);
  const key =
    nameOf(message.tags.get('msgid')) ?? shortHash(JSON.stringify([sentAt, who?.id, channel, text]));
  return toldInChat(
    { system: SOURCE, source: setting.source, key, at: sentAt, who, channel, text },
    setting.settings,
  );
};

/** Anybody may take a nick; only an account was signed in to. */
const senderOf = ({ tags, source }: IrcMessage, setting: Setting<IrcSettings>): Actor | undefined => {
  const account = nameOf(tags.get('account'));
  const nick = source === undefined ? undefined : nameOf(parseSender(source).nick);
  if (tags.has('bot') && nick)
    return { id: `${setting.source}:${nick}`, name: nick, kind: 'bot', confidence: 'bot' };
  if (account) {
    return {
      id: `${setting.source}:${account}`,
      name: nick ?? account,
      kind: 'human',
      confidence: 'authenticated',
    };
  }
  return nick
    ? { id: `${setting.source}:~${nick}`, name: nick, kind: 'human', confidence: 'asserted' }
    : undefined;
};
