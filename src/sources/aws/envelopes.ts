import { recordsIn } from '../records.js';
import type { RawRequest } from '../source.js';

/** One thing that AWS tells, out of the envelopes in which it came. */
export interface AwsRecord {
  readonly kind: 'event' | 'trail' | 'alarm' | 'scaling' | 'item' | 'compliance' | 'codecommit' | 'nothing';
  readonly value: unknown;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A message in a topic in a queue in a function's input: no more than these are found in each other. */
const DEEPEST = 6;

const nothing = (reason: string): AwsRecord[] => [{ kind: 'nothing', value: { reason } }];

/** A text inside an envelope is what somebody published: mostly JSON, but it need not be. */
const within = (body: unknown, depth: number): AwsRecord[] => {
  if (typeof body !== 'string') return unpack(body, depth);
  try {
    return unpack(JSON.parse(body) as unknown, depth);
  } catch {
    return nothing('The message is a text that somebody published, no event of AWS.');
  }
};

const LISTS = ['Records', 'Messages', 'Events', 'events'];

type Shape = readonly [fits: (value: Json) => boolean, unpacked: (value: Json, depth: number) => AwsRecord[]];

const is =
  (kind: AwsRecord['kind']) =>
  (value: Json): AwsRecord[] => [{ kind, value }];

const about = (value: Json): Json => (isObject(value['detail']) ? value['detail'] : {});

/** From the outermost envelope to what is inside; the first that fits counts. */
const SHAPES: readonly Shape[] = [
  [(one) => one['Type'] === 'Notification', (one, depth) => within(one['Message'], depth)],
  [
    (one) => one['Type'] === 'SubscriptionConfirmation',
    () => nothing('SNS asked whether its messages are wanted, and was told so.'),
  ],
  [
    (one) => one['Type'] === 'UnsubscribeConfirmation',
    () => nothing('The subscription at SNS was ended: subscribe again if that was not meant.'),
  ],
  [(one) => isObject(one['Sns']), (one, depth) => unpack(one['Sns'], depth)],
  [
    (one) => isObject(one['detail']) && typeof one['detail-type'] === 'string' && 'eventID' in about(one),
    (one) => [{ kind: 'trail', value: one['detail'] }],
  ],
  [(one) => isObject(one['detail']) && typeof one['detail-type'] === 'string', is('event')],
  [
    (one) => typeof one['CloudTrailEvent'] === 'string',
    (one, depth) => within(one['CloudTrailEvent'], depth),
  ],
  [(one) => typeof one['eventID'] === 'string' && typeof one['eventName'] === 'string', is('trail')],
  [(one) => isObject(one['codecommit']), is('codecommit')],
  [(one) => typeof one['body'] === 'string', (one, depth) => within(one['body'], depth)],
  [(one) => typeof one['Body'] === 'string', (one, depth) => within(one['Body'], depth)],
  [(one) => typeof one['AlarmName'] === 'string' && 'NewStateValue' in one, is('alarm')],
  [
    (one) => typeof one['AutoScalingGroupName'] === 'string' && typeof one['Event'] === 'string',
    is('scaling'),
  ],
  [(one) => typeof one['invokingEvent'] === 'string', (one, depth) => within(one['invokingEvent'], depth)],
  [(one) => one['messageType'] === 'ComplianceChangeNotification', is('compliance')],
  [(one) => isObject(one['configurationItem']), is('item')],
  [
    (one) => 'LifecycleEventHookExecutionId' in one,
    () =>
      nothing(
        'CodeDeploy asks a function to check a deployment; what comes of it is told by the deployment.',
      ),
  ],
];

const unpack = (value: unknown, depth: number): AwsRecord[] => {
  if (depth <= 0) return nothing('Messages are nested deeper in each other than AWS does.');
  if (Array.isArray(value)) return value.flatMap((one) => unpack(one, depth - 1));
  if (!isObject(value)) return nothing('The record is no event of AWS.');
  const list = LISTS.find((name) => Array.isArray(value[name]));
  if (list) return unpack(value[list], depth - 1);
  const shape = SHAPES.find(([fits]) => fits(value));
  return shape ? shape[1](value, depth - 1) : nothing(unknownShape(value));
};

const unknownShape = (value: Json): string =>
  typeof value['eventSource'] === 'string'
    ? `Nothing is derived from records of ${value['eventSource']}.`
    : 'The record has no shape in which AWS tells what happened.';

/** Records of every kind of envelope: a topic's message, a queue's messages, a trail's file, one event or a list of them. */
export const read = ({ body }: RawRequest): AwsRecord[] =>
  recordsIn(body).flatMap(({ value }) => unpack(value, DEEPEST * 2));

const KEYS = ['eventID', 'id', 'MessageId', 'messageId'];

/** The sender's own id, which stays the same when it sends again. */
export const deliveryKey = ({ headers, body }: RawRequest): string | undefined => {
  const ofTopic = headers['x-amz-sns-message-id'];
  if (ofTopic) return ofTopic;
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (!isObject(value)) return undefined;
    const key = KEYS.map((name) => value[name]).find((one) => typeof one === 'string' && one !== '');
    return key as string | undefined;
  } catch {
    return undefined;
  }
};
