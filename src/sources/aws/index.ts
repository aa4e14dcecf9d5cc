import { ignored, type Told, together } from '../records.js';
import type { Source } from '../source.js';
import { interpretAlarm } from './alarms.js';
import { interpretTrail } from './cloudtrail.js';
import { interpretTrigger } from './code-commit.js';
import { interpretCompliance, interpretItem } from './config-rules.js';
import { deliveryKey, read } from './envelopes.js';
import { interpretEvent } from './eventbridge.js';
import { type AwsPayload, awsPayload } from './payload.js';
import { pull } from './pull.js';
import { interpretScaling } from './server-events.js';
import { type AwsSettings, awsSettings } from './settings.js';
import { authenticate, certificateUrl, confirmUrl } from './sns.js';

/** EventBridge (an API destination), SNS, what a consumer of SQS forwards, and the files of CloudTrail. */
export const aws: Source<AwsPayload, AwsSettings> = {
  id: 'aws',
  title: 'AWS',
  about: {
    transport: 'EventBridge API destination, SNS, SQS envelopes, CloudTrail files',
    authentication: 'SNS signature (X.509) and topic, or key as token, bearer or basic',
    deliveryKey: '`id`, `MessageId` or `eventID`',
    pull: 'CloudTrail LookupEvents (calls that change something), 90 days',
  },
  resends: true,
  retentionDays: 90,
  headers: ['content-type', 'x-amz-sns-message-type', 'x-amz-sns-message-id', 'x-amz-sns-topic-arn'],
  payload: awsPayload,
  settings: awsSettings,
  authenticate,
  certificateUrl,
  confirmUrl,
  deliveryKey,
  read,
  interpret: (payload, { settings }) => together(payload.map((record) => tellOf(record, settings))),
  pull,
};

const tellOf = (record: AwsPayload[number], settings: AwsSettings): Told => {
  switch (record.kind) {
    case 'event':
      return interpretEvent(record.value, settings);
    case 'trail':
      return interpretTrail(record.value, settings);
    case 'alarm':
      return interpretAlarm(record.value, settings);
    case 'scaling':
      return interpretScaling(record.value, settings);
    case 'item':
      return interpretItem(record.value, settings);
    case 'compliance':
      return interpretCompliance(record.value, undefined);
    case 'codecommit':
      return interpretTrigger(record.value);
    case 'nothing':
      return ignored(record.value.reason);
  }
};
