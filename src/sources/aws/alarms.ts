import { linkList, linksIn } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { lookUp } from '../../support/look-up.js';
import { instantOf } from '../../support/loose.js';
import { ignored, type Told, told } from '../records.js';
import { base, type EventRules, type Facts } from './facts.js';
import { arnOf, factId, SOURCE } from './ids.js';
import { textAt } from './json.js';
import type { Alarm } from './payload.js';
import { type AwsSettings, environmentOf } from './settings.js';

interface State {
  readonly arn: string;
  readonly name: string;
  readonly to: string | undefined;
  readonly at: string;
  /** Since when it was in the state before. */
  readonly since?: string | undefined;
  readonly text: string | undefined;
  readonly settings: AwsSettings;
  readonly account: string | undefined;
}

/**
 * One incident from the alarm to its end. Both ends know when the alarm rang, so its time tells one incident of an alarm
 * from the next; where a message does not say it, the alarm itself stands for all of its incidents.
 */
const incidentOf = (state: State, rang: string | undefined): string =>
  `aws:${state.arn}${rang ? `@${rang.slice(0, 19)}` : ''}`;

const moved = (state: State, timed: boolean): Told => {
  const { at, to, name, settings, account, text } = state;
  const known = account && Object.hasOwn(settings.environments, account) ? account : undefined;
  const common = {
    ...base({ at }),
    service: lookUp(settings.services, name),
    environment: environmentOf(settings, known),
    title: name,
    links: linkList(...linksIn(name, text)),
  };
  const tell = (type: 'incident.opened' | 'incident.resolved', incident: string): DeliveryEvent => ({
    ...common,
    type,
    id: factId(type, incident, at),
    incident,
  });
  if (to === 'ALARM') return told(tell('incident.opened', incidentOf(state, timed ? at : undefined)));
  if (to === 'OK') return told(tell('incident.resolved', incidentOf(state, timed ? state.since : undefined)));
  return ignored(
    `The alarm went to ${to ?? 'a state that is not told'}, which is neither an incident nor its end.`,
  );
};

const stateChanged = (facts: Facts): Told => {
  const { detail, place, event, settings } = facts;
  const name = textAt(detail, 'alarmName');
  if (!name) return ignored('The event names no alarm.');
  const to = textAt(detail, 'state', 'value');
  if (to === 'OK' && textAt(detail, 'previousState', 'value') !== 'ALARM')
    return ignored('The alarm had not rung before, so nothing is resolved.');
  return moved(
    {
      arn: event.resources[0] ?? arnOf(place, 'cloudwatch', `alarm:${name}`),
      name,
      to,
      at: instantOf(textAt(detail, 'state', 'timestamp') ?? '') ?? facts.at,
      since: instantOf(textAt(detail, 'previousState', 'timestamp') ?? ''),
      text: textAt(detail, 'configuration', 'description'),
      settings,
      account: place.account,
    },
    true,
  );
};

/** An alarm as a topic tells it: it does not say since when the state before lasted. */
export const interpretAlarm = (alarm: Alarm, settings: AwsSettings): Told => {
  const { AlarmName: name, StateChangeTime: at, AWSAccountId: account } = alarm;
  if (!at) return ignored('The alarm does not say when its state changed.');
  if (alarm.NewStateValue === 'OK' && alarm.OldStateValue && alarm.OldStateValue !== 'ALARM')
    return ignored('The alarm had not rung before, so nothing is resolved.');
  const arn = alarm.AlarmArn ?? `${SOURCE}:${account ?? ''}:alarm:${name}`;
  return moved(
    { arn, name, to: alarm.NewStateValue, at, text: alarm.AlarmDescription, settings, account },
    false,
  );
};

export const alarmEvents: EventRules<Told> = [['CloudWatch Alarm State Change', stateChanged]];
