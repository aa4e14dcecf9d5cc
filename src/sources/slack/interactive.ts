import { eventId } from '../../events/event-id.js';
import { linkList, linksIn, linkTo } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { approvalsCount, type Decision, decisionOf, executionNamed, placeOf, toldInChat } from '../chat.js';
import { at, type Fields, isFields, listOf, nameOf, type Told } from '../reading.js';
import { botOf, personOf, plainText, timeOf } from './parts.js';
import { type SlackSetting, SOURCE } from './settings.js';

/** A button below a message: `block_actions`, or `interactive_message` as it was called before. */
export const interpretInteraction = (told: Fields, setting: SlackSetting): Told => {
  const actions = listOf(told['actions']).filter(isFields);
  const decided = actions.flatMap((action) => pressed(action, told, setting) ?? []);
  if (decided.length > 0) return decided;
  return `Nothing is derived from the interaction ${nameOf(told['type']) ?? 'without a type'}: no button of it decides`;
};

/** The word of decision stands in the button's id, its name, its value or its text. */
const decisionOfButton = (action: Fields, setting: SlackSetting): Decision | undefined =>
  [action['action_id'], action['name'], action['value'], at(action, 'text.text') ?? action['text']]
    .flatMap((label) => (nameOf(label) ?? '').split(/[^A-Za-z]+/))
    .map((word) => decisionOf(word, setting.settings))
    .find((decision) => decision !== undefined);

const pressed = (action: Fields, told: Fields, setting: SlackSetting): DeliveryEvent | undefined => {
  const decision = decisionOfButton(action, setting);
  const pressedAt = timeOf(action['action_ts']) ?? timeOf(told['action_ts']);
  const channel = nameOf(at(told, 'channel.id')) ?? nameOf(at(told, 'container.channel_id'));
  const message =
    nameOf(at(told, 'message.ts')) ??
    nameOf(at(told, 'container.message_ts')) ??
    nameOf(told['message_ts']) ??
    nameOf(told['trigger_id']);
  const who = personOf(told['user']);
  if (!decision || !pressedAt || !message || !who) return undefined;
  const channels = [channel, nameOf(at(told, 'channel.name'))];
  if (!channels.some((one) => approvalsCount(one, setting.settings))) return undefined;
  const value = nameOf(action['value']) ?? '';
  const execution = executionNamed(value, setting.settings);
  const place = placeOf({ system: SOURCE, source: setting.source, key: `${channel ?? 'view'}/${message}` });
  const text = plainText(at(told, 'message.text') ?? at(told, 'original_message.text'));
  return {
    type: 'approval.decided',
    id: eventId('approval.decided', place, who.id, decision, nameOf(action['action_id']) ?? value),
    source: SOURCE,
    at: pressedAt,
    actor: who,
    approval: execution ?? place,
    decision,
    links: linkList(
      execution && linkTo.execution(execution),
      linkTo.approval(place),
      ...linksIn(value, text, nameOf(told['callback_id'])),
    ),
  };
};

/** A slash command says no time of its own; the time that Slack signed is when it was sent. */
export const interpretSlashCommand = (told: Fields, setting: SlackSetting): Told => {
  const command = (nameOf(told['command']) ?? '').replace(/^\//, '');
  const sentAt = timeOf(told['signed_at']);
  const key = nameOf(told['trigger_id']);
  if (!command) return 'The slash command has no name';
  if (!sentAt || !key) return 'The slash command says no time or no id';
  const who = personOf({ id: told['user_id'], name: told['user_name'] });
  return toldInChat(
    {
      system: SOURCE,
      source: setting.source,
      key: `commands/${key}`,
      at: sentAt,
      who,
      bot: botOf(nameOf(told['api_app_id'])),
      channel: nameOf(told['channel_name']) ?? nameOf(told['channel_id']),
      text: `${command} ${plainText(told['text'])}`.trim(),
      addressed: true,
    },
    setting.settings,
  );
};
