import { linkList, linksIn } from '../../events/links.js';
import type { EventType } from '../../events/vocabulary.js';
import { whoOf } from './identity.js';
import { arnParts, factId, type Place, SOURCE, thingId } from './ids.js';
import type { TrailRecord } from './payload.js';
import type { AwsSettings } from './settings.js';

/** One call of the API of AWS, ready to be told. */
export interface Call {
  readonly record: TrailRecord;
  readonly settings: AwsSettings;
  readonly at: string;
  readonly place: Place;
  /** `ec2`, `ssm`: the part of AWS that was called. */
  readonly service: string;
  /** Without the version of the API that Lambda appends. */
  readonly action: string;
  readonly who: ReturnType<typeof whoOf>;
}

const API_VERSION = /\d{8}(?:v\d)?$/;

export const callOf = (record: TrailRecord, at: string, settings: AwsSettings): Call => ({
  record,
  settings,
  at,
  place: {
    account:
      record.recipientAccountId ??
      record.userIdentity?.accountId ??
      arnParts(record.userIdentity?.arn).account,
    region: record.awsRegion,
  },
  service: record.eventSource?.replace(/\.amazonaws\.com.*$/, '') ?? 'unknown',
  action: record.eventName.replace(API_VERSION, ''),
  who: whoOf(record, settings),
});

/** What every event of a call has in common. */
export const common = ({ at, who }: Call) => ({
  at,
  source: SOURCE,
  actor: who.actor,
  initiator: who.initiator,
});

/** The id of what a call did; by CloudTrail and by EventBridge it has the same `eventID`. */
export const callId = (type: EventType, { record }: Call, ...parts: readonly string[]): string =>
  factId(type, record.eventID, ...parts);

export const nameOfCall = ({ service, action }: Call): string => `${service}:${action}`;

/** A call stands for itself as an execution, where it names nothing that it changed. */
export const executionOfCall = (call: Call): string => thingId(call.place, 'cloudtrail', call.record.eventID);

export const mentioned = (...texts: readonly (string | undefined)[]): string[] | undefined =>
  linkList(...linksIn(...texts));
