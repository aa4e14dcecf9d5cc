import { RECEPTION } from '../../../test/support/samples.js';
import {
  CERTIFICATE_URL,
  CONFIRM_URL,
  certificateAt,
  signedBySns,
  TOPIC,
} from '../../../test/support/sns.js';
import type { RawRequest } from '../source.js';
import { aws } from './index.js';

const now = RECEPTION.now;
const certificate = certificateAt(now);
const Timestamp = now.toISOString();
const reception = { ...RECEPTION, certificate: certificate.pem };
const topic = { values: [TOPIC] };

const changed = (request: RawRequest, change: object): RawRequest => ({
  ...request,
  body: Buffer.from(JSON.stringify({ ...JSON.parse(request.body.toString()), ...change })),
});

describe('a message of SNS', () => {
  it.each(['1', '2'])(
    'with a signature of version %s is let in for the topic that is the secret',
    (version) => {
      const request = signedBySns(certificate, { Timestamp, SignatureVersion: version, Subject: 'Tides' });
      expect(aws.authenticate(request, topic, reception)).toEqual({ ok: true });
    },
  );

  it('is let in by a token in the address as well, whatever its topic', () => {
    const request = signedBySns(certificate, { Timestamp });
    const at = (url: string) => aws.authenticate(request, { values: ['salt'] }, { ...reception, url });
    expect(at(`${RECEPTION.url}?token=salt`)).toEqual({ ok: true });
    expect(at(`${RECEPTION.url}?token=sand`).ok).toBe(false);
    expect(at(RECEPTION.url)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('is not the topic'),
    });
  });

  it.each([
    ['another text', { Message: 'The tide stays' }],
    ['a subject that was not signed', { Subject: 'Tides' }],
    ['another topic', { TopicArn: `${TOPIC}-of-somebody-else` }],
    ['no version', { SignatureVersion: '3' }],
    ['no signature', { Signature: '' }],
  ])('with %s is refused, though the key is right', (_, change) => {
    const request = changed(signedBySns(certificate, { Timestamp }), change);
    const url = `${RECEPTION.url}?token=${TOPIC}`;
    expect(aws.authenticate(request, topic, { ...reception, url })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('signature'),
    });
  });

  it('is refused with each single bit of its signature turned over', () => {
    const request = signedBySns(certificate, { Timestamp });
    const signature = Buffer.from(JSON.parse(request.body.toString()).Signature, 'base64');
    for (let i = 0; i < signature.length; i += 8) {
      const bent = Buffer.from(signature);
      bent[i]! ^= 1;
      const body = changed(request, { Signature: bent.toString('base64') });
      expect(aws.authenticate(body, topic, reception).ok).toBe(false);
    }
  });

  it('is refused when it was signed more than an hour ago, or its certificate is out of date or missing', () => {
    const old = signedBySns(certificate, { Timestamp: new Date(now.getTime() - 61 * 60_000).toISOString() });
    expect(aws.authenticate(old, topic, reception)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('hour'),
    });
    const later = { ...reception, now: new Date('2027-03-02T10:00:00Z') };
    const request = signedBySns(certificate, { Timestamp });
    expect(aws.authenticate(request, topic, later).ok).toBe(false);
    expect(aws.authenticate(request, topic, RECEPTION)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('certificate'),
    });
  });

  it.each([
    'http://sns.eu-west-1.amazonaws.com/a.pem',
    'https://sns.eu-west-1.amazonaws.com.evil.example/a.pem',
    'https://evil.example/sns.eu-west-1.amazonaws.com/a.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.example/a.pem',
    'https://s3.eu-west-1.amazonaws.com/a.pem',
    'https://sns.eu-west-1.amazonaws.com/../a.pem?b',
  ])('may not name %s as the place of its certificate', (url) => {
    const request = signedBySns(certificate, { SigningCertURL: url, Timestamp });
    expect(aws.certificateUrl?.(request)).toBeUndefined();
    const question = signedBySns(certificate, {
      Type: 'SubscriptionConfirmation',
      SubscribeURL: url,
      Timestamp,
    });
    expect(aws.confirmUrl?.(question)).toBeUndefined();
  });

  it('names the place of its certificate, and only a question one to confirm at', () => {
    expect(aws.certificateUrl?.(signedBySns(certificate, { Timestamp }))).toBe(CERTIFICATE_URL);
    const china = CERTIFICATE_URL.replace('eu-west-1.amazonaws.com', 'cn-north-1.amazonaws.com.cn');
    expect(aws.certificateUrl?.(signedBySns(certificate, { Timestamp, SigningCertURL: china }))).toBe(china);
    const question = signedBySns(certificate, {
      Type: 'SubscriptionConfirmation',
      SubscribeURL: CONFIRM_URL,
      Token: '2336412f',
      Timestamp,
    });
    expect(aws.authenticate(question, topic, reception)).toEqual({ ok: true });
    expect(aws.confirmUrl?.(question)).toBe(CONFIRM_URL);
    expect(
      aws.confirmUrl?.(signedBySns(certificate, { Timestamp, SubscribeURL: CONFIRM_URL })),
    ).toBeUndefined();
  });
});

describe('an API destination of EventBridge', () => {
  const body = Buffer.from('{}');
  it.each<Record<string, string>>([
    { 'x-api-key': 'salt' },
    { authorization: 'Bearer salt' },
    { authorization: `Basic ${Buffer.from('events:salt').toString('base64')}` },
  ])('shows its key as %j', (headers) => {
    const request = { headers, body };
    expect(aws.authenticate(request, { values: ['pepper', 'salt'] }, RECEPTION)).toEqual({ ok: true });
    expect(aws.authenticate(request, { values: ['pepper'] }, RECEPTION).ok).toBe(false);
  });
});
