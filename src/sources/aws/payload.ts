import { z } from 'zod';
import {
  instantOf,
  looseFlag,
  looseInstant,
  looseList,
  looseObject,
  looseRecord,
  looseText,
} from '../../support/loose.js';

/** AWS means UTC where it names no zone. */
export const utcInstant = looseText.transform((value) => value && instantOf(value, 'utc'));

export const event = z.object({
  id: looseText,
  'detail-type': z.string(),
  source: looseText,
  account: looseText,
  time: looseInstant,
  region: looseText,
  resources: looseList(z.string().min(1)),
  detail: looseRecord,
});
export type AwsEvent = z.output<typeof event>;

export const userIdentity = looseObject({
  type: looseText,
  userName: looseText,
  arn: looseText,
  accountId: looseText,
  principalId: looseText,
  invokedBy: looseText,
  onBehalfOf: looseObject({ userId: looseText }),
  sessionContext: looseObject({
    sourceIdentity: looseText,
    attributes: looseObject({ mfaAuthenticated: looseText }),
    sessionIssuer: looseObject({
      type: looseText,
      arn: looseText,
      userName: looseText,
      accountId: looseText,
    }),
  }),
});
export type UserIdentity = z.output<typeof userIdentity>;

/** One record of CloudTrail: a call of the API, who made it, and what came of it. */
export const trail = z.object({
  eventID: z.string().min(1),
  eventName: z.string().min(1),
  eventSource: looseText,
  eventTime: utcInstant,
  awsRegion: looseText,
  recipientAccountId: looseText,
  sourceIPAddress: looseText,
  userAgent: looseText,
  userIdentity,
  readOnly: looseFlag,
  errorCode: looseText,
  errorMessage: looseText,
  requestParameters: looseRecord,
  responseElements: looseRecord,
  resources: looseList(z.object({ ARN: looseText, type: looseText })),
});
export type TrailRecord = z.output<typeof trail>;

/** An alarm of CloudWatch as a topic tells it. */
export const alarm = z.object({
  AlarmName: z.string().min(1),
  AlarmDescription: looseText,
  AlarmArn: looseText,
  AWSAccountId: looseText,
  Region: looseText,
  NewStateValue: looseText,
  NewStateReason: looseText,
  OldStateValue: looseText,
  StateChangeTime: utcInstant,
  Trigger: looseObject({ Dimensions: looseList(z.object({ name: looseText, value: looseText })) }),
});
export type Alarm = z.output<typeof alarm>;

/** What happened to a server, as an Auto Scaling group tells a topic. */
export const scaling = z.object({
  Event: z.string(),
  AccountId: looseText,
  AutoScalingGroupName: z.string(),
  AutoScalingGroupARN: looseText,
  ActivityId: looseText,
  EC2InstanceId: looseText,
  Cause: looseText,
  StatusMessage: looseText,
  Time: utcInstant,
  EndTime: utcInstant,
});
export type Scaling = z.output<typeof scaling>;

/** The state of a resource as AWS Config found it. */
export const item = z.object({
  configurationItem: z.object({
    configurationItemCaptureTime: utcInstant,
    configurationItemStatus: looseText,
    resourceType: looseText,
    resourceId: looseText,
    resourceName: looseText,
    ARN: looseText,
    awsAccountId: looseText,
    awsRegion: looseText,
    tags: looseRecord,
    configuration: looseRecord,
    relatedEvents: looseList(z.string().min(1)),
  }),
  configurationItemDiff: looseObject({ changeType: looseText, changedProperties: looseRecord }),
});
export type ConfigItem = z.output<typeof item>;

const evaluation = looseObject({ complianceType: looseText, resultRecordedTime: utcInstant });

export const compliance = z.object({
  configRuleName: z.string().min(1),
  resourceType: looseText,
  resourceId: looseText,
  awsAccountId: looseText,
  awsRegion: looseText,
  newEvaluationResult: evaluation,
  oldEvaluationResult: evaluation,
  notificationCreationTime: utcInstant,
});
export type Compliance = z.output<typeof compliance>;

/** What a trigger of a CodeCommit repository tells. */
export const codecommit = z.object({
  eventId: looseText,
  eventTime: utcInstant,
  eventName: looseText,
  eventSourceARN: looseText,
  userIdentityARN: looseText,
  awsRegion: looseText,
  codecommit: looseObject({
    references: looseList(
      z.object({ ref: looseText, commit: looseText, created: looseFlag, deleted: looseFlag }),
    ),
  }),
});
export type CodeCommitRecord = z.output<typeof codecommit>;

const record = <K extends string, T extends z.ZodType>(kind: K, value: T) =>
  z.object({ kind: z.literal(kind), value });

export const awsPayload = z.array(
  z.discriminatedUnion('kind', [
    record('event', event),
    record('trail', trail),
    record('alarm', alarm),
    record('scaling', scaling),
    record('item', item),
    record('compliance', compliance),
    record('codecommit', codecommit),
    record('nothing', z.object({ reason: z.string() })),
  ]),
);
export type AwsPayload = z.output<typeof awsPayload>;
