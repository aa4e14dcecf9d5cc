import type { Actor } from '../../events/vocabulary.js';
import { at, type Fields, fieldsOf, listOf, nameOf } from '../reading.js';
import type { StackstormSetting } from './settings.js';

/** The same login on another StackStorm may be somebody else, so there the source is named. */
export const personId = ({ source }: { source: string }, login: string): string => `${source}:${login}`;

const DEEPEST = 8;

/** The contexts of an execution and of what it is a part of, the nearest first. */
const contextsOf = (record: Fields): Fields[] => {
  const contexts: Fields[] = [];
  for (const start of [record['context'], at(record, 'liveaction.context')]) {
    let context = fieldsOf(start);
    for (let depth = 0; depth < DEEPEST && Object.keys(context).length > 0; depth += 1) {
      contexts.push(context);
      context = fieldsOf(context['parent']);
    }
  }
  return contexts;
};

/** Whom the notification of the result is for: ChatOps puts the human there. */
const notifiedUser = (record: Fields): string | undefined =>
  Object.values(fieldsOf(at(record, 'liveaction.notify') ?? record['notify']))
    .map((told) => nameOf(at(told, 'data.user')))
    .find((user) => user !== undefined);

const firstName = (contexts: readonly Fields[], key: string): string | undefined =>
  contexts.map((context) => nameOf(context[key])).find((name) => name !== undefined);

/**
 * Who ran it, and the human behind: ChatOps and rules act under an account of their own, and name the human only in
 * `api_user`. Anybody who knows the bot's key can put a name there, so that name is asserted.
 */
export const peopleOf = (
  record: Fields,
  setting: StackstormSetting,
): { actor?: Actor; initiator?: Actor } => {
  const contexts = contextsOf(record);
  const user = nameOf(contexts[0]?.['user']) ?? firstName(contexts, 'user');
  const isBot = (login: string): boolean => setting.settings.bots.includes(login);
  const behind = [
    firstName(contexts, 'api_user'),
    isBotOrNobody(user, isBot) ? notifiedUser(record) : undefined,
  ]
    .filter((login) => login !== undefined)
    .find((login) => login !== user && !isBot(login));
  return {
    actor: user ? accountOf(setting, user, isBot(user)) : undefined,
    initiator: behind ? assertedPerson(setting, behind) : undefined,
  };
};

const isBotOrNobody = (user: string | undefined, isBot: (login: string) => boolean): boolean =>
  user === undefined || isBot(user);

const accountOf = (setting: StackstormSetting, login: string, bot: boolean): Actor => ({
  id: personId(setting, login),
  name: login,
  ...(bot ? { kind: 'bot', confidence: 'bot' } : { kind: 'human', confidence: 'authenticated' }),
});

const assertedPerson = (setting: StackstormSetting, login: string): Actor => ({
  id: login.includes('@') ? `mailto:${login.toLowerCase()}` : personId(setting, login),
  name: login,
  kind: 'human',
  confidence: 'asserted',
});

/** StackStorm does not record who answered an inquiry; a name that stands in the answer is all there is. */
export const responderOf = (response: unknown, setting: StackstormSetting): Actor | undefined => {
  const name = setting.settings.responders
    .map((member) => nameOf(at(response, member)))
    .find((told) => told !== undefined);
  return name ? assertedPerson(setting, name) : undefined;
};

/** Who may answer an inquiry: persons and roles. */
export const askedBy = (parameters: unknown, setting: StackstormSetting): string[] => [
  ...listOf(at(parameters, 'users')).flatMap((user) => {
    const login = nameOf(user);
    return login ? [personId(setting, login)] : [];
  }),
  ...listOf(at(parameters, 'roles')).flatMap((role) => {
    const name = nameOf(role);
    return name ? [personId(setting, `role/${name}`)] : [];
  }),
];

export const channelOf = (record: Fields): string | undefined =>
  firstName(contextsOf(record), 'source_channel');

export const traceTagOf = (record: Fields): string | undefined =>
  contextsOf(record)
    .map((context) => nameOf(at(context, 'trace_context.trace_tag')))
    .find((tag) => tag !== undefined) ?? nameOf(record['trace_tag']);

/** The execution that this one is a part of. */
export const parentOf = (record: Fields): string | undefined =>
  nameOf(record['parent']) ??
  nameOf(at(record, 'context.parent.execution_id')) ??
  nameOf(at(record, 'liveaction.context.parent.execution_id'));
