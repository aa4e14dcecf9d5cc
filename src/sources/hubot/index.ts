import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import { linkTo } from '../../events/links.js';
import type { Actor, DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { sha256 } from '../../support/hash.js';
import { authenticateBearer } from '../bearer.js';
import { chatSettings, executionNamed, type Said, toldInChat } from '../chat.js';
import { at, type Fields, instantOf, isoOf, nameOf, records, type Told, together } from '../reading.js';
import type { Setting, Source } from '../source.js';

const hubotSettings = z.strictObject({
  ...chatSettings,
  /** The bot's own name, by which it is known as the one who acts. */
  bot: z.string().min(1).max(200).default('hubot'),
});
type HubotSettings = z.output<typeof hubotSettings>;

const SOURCE = 'hubot';
const LONGEST_TEXT = 10_000;

/** What a script of Hubot posts to us: `{id, time, user, room, text, execution, status, finishedAt}`. */
export const hubot: Source<Fields[], HubotSettings> = {
  id: 'hubot',
  title: 'Hubot',
  about: {
    transport: 'a script of yours posts messages',
    authentication: 'bearer token',
    deliveryKey: 'hash of the body',
  },
  bearer: true,
  headers: ['content-type'],
  payload: records,
  settings: hubotSettings,
  authenticate: authenticateBearer,
  interpret: (told, setting) =>
    together(
      told.map((record) => interpretMessage(record, setting)),
      'Nothing was sent',
    ),
};

const timeOf = (told: unknown): string | undefined =>
  typeof told === 'number' ? isoOf(told < 1e11 ? told * 1_000 : told) : instantOf(told);

const interpretMessage = (record: Fields, setting: Setting<HubotSettings>): Told => {
  if ('formats' in record) return 'An alias as it is defined tells nothing that happened';
  const command = nameOf(record['command'], LONGEST_TEXT);
  const text =
    command ??
    [record['text'], record['message'], at(record, 'message.text')]
      .map((told) => nameOf(told, LONGEST_TEXT))
      .find((told) => told !== undefined);
  const sentAt = timeOf(record['time'] ?? record['timestamp'] ?? record['at']);
  if (!text || !sentAt) return 'The message says no text or no time';
  const execution = nameOf(record['execution']) ?? nameOf(at(record, 'execution.id'));
  const known = execution && executionNamed(execution, setting.settings);
  const said = saidOf(record, { text, sentAt, addressed: command !== undefined }, setting);
  const told = toldInChat(
    { ...said, links: known ? [linkTo.execution(known)] : undefined },
    setting.settings,
  );
  if (typeof told === 'string') return told;
  return told.flatMap((event) =>
    event.type === 'execution.started' ? [event, ...finishedOf(event, record)] : [event],
  );
};

interface Message {
  readonly text: string;
  readonly sentAt: string;
  readonly addressed: boolean;
}

const saidOf = (record: Fields, message: Message, setting: Setting<HubotSettings>): Said => {
  const who = personOf(record['user'], setting);
  const channel = nameOf(record['room']) ?? nameOf(record['channel']) ?? nameOf(record['source_channel']);
  const bot = nameOf(record['bot']) ?? setting.settings.bot;
  return {
    system: SOURCE,
    source: setting.source,
    key:
      nameOf(record['id']) ??
      sha256(JSON.stringify([message.sentAt, who?.id, channel, message.text]))
        .toString('hex')
        .slice(0, 32),
    at: message.sentAt,
    who,
    bot: { id: `${setting.source}:${bot}`, name: bot, kind: 'bot', confidence: 'bot' },
    channel,
    text: message.text,
    addressed: message.addressed,
  };
};

/** The script says who typed it; nobody but the chat itself has seen that person sign in. */
const personOf = (told: unknown, { source }: Setting<HubotSettings>): Actor | undefined => {
  const email = nameOf(at(told, 'email')) ?? nameOf(at(told, 'email_address'));
  const login = nameOf(told) ?? nameOf(at(told, 'name')) ?? nameOf(at(told, 'id'));
  if (!login) return undefined;
  const id = email?.includes('@') ? `mailto:${email.toLowerCase()}` : `${source}:${login}`;
  return { id, name: login, kind: 'human', confidence: 'asserted' };
};

const OUTCOMES = new Map<unknown, EventOf<'execution.finished'>['outcome']>([
  ['succeeded', 'success'],
  ['success', 'success'],
  ['failed', 'failure'],
  ['failure', 'failure'],
  ['timeout', 'failure'],
  ['canceled', 'cancelled'],
  ['cancelled', 'cancelled'],
  ['error', 'error'],
]);

const finishedOf = (started: EventOf<'execution.started'>, record: Fields): DeliveryEvent[] => {
  const outcome = OUTCOMES.get(record['status']);
  const finishedAt = timeOf(record['finishedAt'] ?? record['finished_at']);
  if (!outcome || !finishedAt) return [];
  const id = eventId('execution.finished', started.execution);
  const { at: startedAt, ...told } = started;
  return [{ ...told, type: 'execution.finished', id, at: finishedAt, startedAt, outcome }];
};
