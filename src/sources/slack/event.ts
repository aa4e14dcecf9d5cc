import { eventId } from '../../events/event-id.js';
import { approvalsCount, type Decision, placeOf, type Said, toldInChat } from '../chat.js';
import { at, type Fields, fieldsOf, nameOf, revisionAt, type Told } from '../reading.js';
import { botOf, personOf, plainText, timeOf } from './parts.js';
import { type SlackSetting, SOURCE } from './settings.js';

/** One callback of the Events API. */
export const interpretEvent = (callback: Fields, setting: SlackSetting): Told => {
  const event = fieldsOf(callback['event']);
  const type = nameOf(event['type']) ?? '';
  if (type === 'message' || type === 'app_mention') return interpretMessage(callback, event, setting);
  if (type === 'reaction_added' || type === 'reaction_removed') return interpretReaction(event, setting);
  return `Nothing is derived from Slack's event ${type || 'without a type'}`;
};

const SPOKEN = new Set(['', 'bot_message', 'thread_broadcast', 'me_message']);

const interpretMessage = (callback: Fields, event: Fields, setting: SlackSetting): Told => {
  const subtype = nameOf(event['subtype']) ?? '';
  if (!SPOKEN.has(subtype)) return `A message of the kind ${subtype} says nothing new`;
  const sentAt = timeOf(event['ts']) ?? timeOf(event['event_ts']);
  const channel = nameOf(event['channel']);
  if (!sentAt || !channel) return 'The message says no time or no channel';
  const isMention = event['type'] === 'app_mention';
  const said: Said = {
    system: SOURCE,
    source: setting.source,
    key: `${channel}/${nameOf(event['ts']) ?? nameOf(event['event_ts'])}`,
    at: sentAt,
    who: authorOf(event),
    bot: isMention ? botOf(nameOf(callback['api_app_id'])) : undefined,
    channel,
    text: withoutMention(plainText(event['text']), isMention),
    addressed: isMention,
  };
  return toldInChat(said, setting.settings);
};

const authorOf = (event: Fields) =>
  nameOf(event['bot_id'])
    ? botOf(nameOf(event['bot_id']), nameOf(event['username']) ?? nameOf(at(event, 'bot_profile.name')))
    : personOf(event['user']);

const withoutMention = (text: string, isMention: boolean): string =>
  isMention ? text.replace(/^\s*@\w{1,30}[:,]?\s*/, '') : text;

const reactionDecision = (reaction: string, { settings }: SlackSetting): Decision | undefined => {
  const [name = ''] = reaction.split('::');
  if (settings.grantedReactions.includes(name)) return 'granted';
  return settings.rejectedReactions.includes(name) ? 'rejected' : undefined;
};

/** A reaction says yes to the message below it. Taken away again, it was never said. */
const interpretReaction = (event: Fields, setting: SlackSetting): Told => {
  const reaction = nameOf(event['reaction']) ?? '';
  const decision = reactionDecision(reaction, setting);
  if (!decision) return `The reaction ${reaction || 'without a name'} neither allows nor refuses`;
  const [channel, message] = [nameOf(at(event, 'item.channel')), nameOf(at(event, 'item.ts'))];
  const who = personOf(event['user']);
  const reactedAt = timeOf(event['event_ts']);
  if (!channel || !message || !who || !reactedAt) return 'The reaction says no message, no person or no time';
  if (!approvalsCount(channel, setting.settings))
    return 'Approvals do not count in this channel, as a person has set';
  const approval = placeOf({ system: SOURCE, source: setting.source, key: `${channel}/${message}` });
  return [
    {
      type: 'approval.decided',
      id: eventId('approval.decided', approval, who.id, decision),
      source: SOURCE,
      at: reactedAt,
      actor: who,
      approval,
      decision,
      revision: revisionAt(reactedAt),
      retracted: event['type'] === 'reaction_removed' ? true : undefined,
    },
  ];
};
