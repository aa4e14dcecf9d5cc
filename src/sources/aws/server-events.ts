import { ignored, type Told, told } from '../records.js';
import { mentioned } from './call.js';
import { base, type EventRules, type Facts } from './facts.js';
import { serviceActor } from './identity.js';
import { arnParts, factId, isInstanceId, lastName, type Place, thingId } from './ids.js';
import { textAt } from './json.js';
import type { Scaling } from './payload.js';
import { BY_GROUP, environmentByTags, serverCreatedId, serverOf, serverRemovedId } from './server.js';
import type { AwsSettings } from './settings.js';

const AUTOSCALING = serviceActor('autoscaling.amazonaws.com');

/** What an Auto Scaling group did, by EventBridge or by a topic. */
interface Activity {
  readonly place: Place;
  readonly settings: AwsSettings;
  readonly at: string;
  readonly group: string | undefined;
  readonly instanceId: string | undefined;
  readonly activity: string | undefined;
  readonly cause: string | undefined;
}

const causeOf = (group: string | undefined, cause: string | undefined): string | undefined =>
  [group, cause].filter(Boolean).join(': ') || undefined;

const about = ({ place, settings, at, group, cause }: Activity, instanceId: string) => ({
  ...base({ at }),
  ...serverOf(place, instanceId),
  actor: AUTOSCALING,
  environment: environmentByTags(settings, [], place.account),
  detail: causeOf(group, cause),
  revision: BY_GROUP,
  links: mentioned(cause),
});

const scaled = (activity: Activity, type: 'resource.created' | 'resource.removed'): Told => {
  const { instanceId } = activity;
  if (!isInstanceId(instanceId)) return ignored('The Auto Scaling group names no instance.');
  const id = type === 'resource.created' ? serverCreatedId(instanceId) : serverRemovedId(instanceId);
  return told({ ...about(activity, instanceId), type, id });
};

const inVain = ({ place, at, activity, group, cause }: Activity, action: string): Told => {
  const execution = thingId(place, 'autoscaling', activity ?? `${group ?? 'group'}@${at}`);
  return told({
    ...base({ at }),
    type: 'execution.finished',
    id: factId('execution.finished', execution),
    execution,
    actor: AUTOSCALING,
    action: causeOf(`autoscaling:${action} ${group ?? ''}`.trim(), cause),
    outcome: 'failure',
  });
};

const activityOf = ({ place, settings, at, detail }: Facts): Activity => ({
  place,
  settings,
  at,
  group: textAt(detail, 'AutoScalingGroupName'),
  instanceId: textAt(detail, 'EC2InstanceId'),
  activity: textAt(detail, 'ActivityId'),
  cause: textAt(detail, 'Cause') ?? textAt(detail, 'StatusMessage'),
});

/** A restart says `pending` and `running` as well, so a state alone never tells that a server is new. */
const stateChanged = ({ event, at, detail, place }: Facts): Told => {
  const instanceId =
    textAt(detail, 'instance-id') ?? textAt(detail, 'instance_id') ?? lastName(event.resources[0]);
  const to = textAt(detail, 'state');
  if (!isInstanceId(instanceId) || !to) return ignored('The event names neither an instance nor its state.');
  const server = { ...base({ at }), ...serverOf(place, instanceId) };
  if (to === 'terminated')
    return told({ ...server, type: 'resource.removed', id: serverRemovedId(instanceId) });
  return told({
    ...server,
    type: 'resource.changed',
    id: factId('resource.changed', 'server', instanceId, to, at),
    to,
  });
};

/** A topic's message of an Auto Scaling group; the same activity by EventBridge is the same fact. */
export const interpretScaling = (told: Scaling, settings: AwsSettings): Told => {
  const { region, account } = arnParts(told.AutoScalingGroupARN);
  const at = told.EndTime ?? told.Time;
  if (!at) return ignored('The Auto Scaling group does not say when it happened.');
  const activity: Activity = {
    place: { account: told.AccountId ?? account, region },
    settings,
    at,
    group: told.AutoScalingGroupName,
    instanceId: told.EC2InstanceId,
    activity: told.ActivityId,
    cause: told.Cause ?? told.StatusMessage,
  };
  const kind = told.Event.replace(/^autoscaling:EC2_INSTANCE_/, '');
  if (kind === 'LAUNCH') return scaled(activity, 'resource.created');
  if (kind === 'TERMINATE') return scaled(activity, 'resource.removed');
  if (kind === 'LAUNCH_ERROR') return inVain(activity, 'launch');
  if (kind === 'TERMINATE_ERROR') return inVain(activity, 'terminate');
  return ignored(`Nothing is derived from ${told.Event} of an Auto Scaling group.`);
};

export const serverEvents: EventRules<Told> = [
  ['EC2 Instance Launch Successful', (facts) => scaled(activityOf(facts), 'resource.created')],
  ['EC2 Instance Terminate Successful', (facts) => scaled(activityOf(facts), 'resource.removed')],
  ['EC2 Instance Launch Unsuccessful', (facts) => inVain(activityOf(facts), 'launch')],
  ['EC2 Instance Terminate Unsuccessful', (facts) => inVain(activityOf(facts), 'terminate')],
  ['EC2 Instance State-change Notification', stateChanged],
];
