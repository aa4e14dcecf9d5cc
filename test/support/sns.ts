import { createSign } from 'node:crypto';
import type { RawRequest } from '../../src/sources/source.js';
import { type SelfSigned, selfSigned } from './certificate.js';

export const TOPIC = 'arn:aws:sns:eu-west-1:204813579246:deliveries';
export const CERTIFICATE_URL =
  'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem';
export const CONFIRM_URL = `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=2336412f`;

export const certificateAt = (now: Date): SelfSigned => {
  const day = 24 * 60 * 60 * 1_000;
  return selfSigned('sns.amazonaws.com', new Date(now.getTime() - day), new Date(now.getTime() + day));
};

const MESSAGE = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'];
const QUESTION = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

/** What SNS posts, signed with this key. */
export const signedBySns = ({ key }: SelfSigned, content: Readonly<Record<string, string>>): RawRequest => {
  const fields: Record<string, string> = {
    Type: 'Notification',
    MessageId: '2f3e4d5c-6b7a-5899-a8b7-c6d5e4f3a2b1',
    TopicArn: TOPIC,
    Message: 'The tide turns',
    SignatureVersion: '2',
    SigningCertURL: CERTIFICATE_URL,
    ...content,
  };
  const names = fields['Type'] === 'Notification' ? MESSAGE : QUESTION;
  const text = names
    .flatMap((name) => (fields[name] === undefined ? [] : [`${name}\n${fields[name]}\n`]))
    .join('');
  const signature = createSign(fields['SignatureVersion'] === '1' ? 'RSA-SHA1' : 'RSA-SHA256').update(text);
  return {
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'x-amz-sns-message-type': fields['Type'] ?? '',
      'x-amz-sns-message-id': fields['MessageId'] ?? '',
    },
    body: Buffer.from(JSON.stringify({ ...fields, Signature: signature.sign(key, 'base64') })),
  };
};
