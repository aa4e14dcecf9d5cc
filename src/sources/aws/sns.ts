import { createVerify, X509Certificate } from 'node:crypto';
import { sameSecret } from '../../support/hash.js';
import { authenticateAuthorization, authenticateToken, firstOf } from '../signatures.js';
import type { Authenticity, RawRequest, Reception, Secret } from '../source.js';

/** SNS sends at most 256 KiB; a body larger than this needs no look into it before its sender is known. */
const MOST_BYTES = 512 * 1024;
const CERTIFICATE_URL = /^https:\/\/sns\.[a-z0-9-]{1,30}\.amazonaws\.com(?:\.cn)?\/[\w-]{1,100}\.pem$/;
const CONFIRM_URL = /^https:\/\/sns\.[a-z0-9-]{1,30}\.amazonaws\.com(?:\.cn)?\/\?[\w%:.~&=+-]{1,2000}$/;
/** The longest that SNS goes on trying to deliver a message by HTTPS; the time that it signed stays that of the first try. */
const OLDEST_MS = 60 * 60 * 1_000;

const SIGNED_OF_MESSAGE = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'];
const SIGNED_OF_QUESTION = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
const ALGORITHMS = new Map([
  ['1', 'RSA-SHA1'],
  ['2', 'RSA-SHA256'],
]);

type Envelope = Readonly<Record<string, unknown>>;

const text = (envelope: Envelope, name: string): string | undefined => {
  const value = envelope[name];
  return typeof value === 'string' ? value : undefined;
};

/** The envelope of a message by SNS, as long as its headers say that it is one. */
const envelopeOf = ({ headers, body }: RawRequest): Envelope | undefined => {
  if (!headers['x-amz-sns-message-type'] || body.length > MOST_BYTES) return undefined;
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    const isEnvelope = typeof value === 'object' && value !== null && 'Signature' in value;
    return isEnvelope ? (value as Envelope) : undefined;
  } catch {
    return undefined;
  }
};

const matching = (pattern: RegExp, url: string | undefined): string | undefined =>
  url && pattern.test(url) ? url : undefined;

/** Only an address of SNS itself: whoever may name any address can sign anything. */
export const certificateUrl = (request: RawRequest): string | undefined => {
  const envelope = envelopeOf(request);
  return (
    envelope &&
    matching(CERTIFICATE_URL, text(envelope, 'SigningCertURL') ?? text(envelope, 'SigningCertUrl'))
  );
};

export const confirmUrl = (request: RawRequest): string | undefined => {
  const envelope = envelopeOf(request);
  return envelope && text(envelope, 'Type') === 'SubscriptionConfirmation'
    ? matching(CONFIRM_URL, text(envelope, 'SubscribeURL'))
    : undefined;
};

const refused = (reason: string): Authenticity => ({ ok: false, reason });

/** The bytes that SNS signs: names and values of the fields that are there, each on a line of its own. */
const signedText = (envelope: Envelope): string => {
  const names = text(envelope, 'Type') === 'Notification' ? SIGNED_OF_MESSAGE : SIGNED_OF_QUESTION;
  return names
    .map((name) => [name, text(envelope, name)] as const)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('');
};

const signatureHolds = (envelope: Envelope, certificate: string, now: Date): boolean => {
  const algorithm = ALGORITHMS.get(text(envelope, 'SignatureVersion') ?? '');
  const signature = Buffer.from(text(envelope, 'Signature') ?? '', 'base64');
  if (!algorithm) return false;
  try {
    const { publicKey, validFrom, validTo } = new X509Certificate(certificate);
    if (now < new Date(validFrom) || now > new Date(validTo)) return false;
    return createVerify(algorithm).update(signedText(envelope)).verify(publicKey, signature);
  } catch {
    return false;
  }
};

const authenticateEnvelope = (envelope: Envelope, { now, certificate }: Reception): Authenticity => {
  if (!certificate)
    return refused(
      'The certificate that SNS signed with cannot be had from an address of SNS: send it again',
    );
  if (!signatureHolds(envelope, certificate, now))
    return refused('The signature of the SNS message does not match, or its certificate is out of date');
  const age = now.getTime() - Date.parse(text(envelope, 'Timestamp') ?? '');
  return Math.abs(age) <= OLDEST_MS
    ? { ok: true }
    : refused('The SNS message was signed more than an hour ago: it may be a replay');
};

/** Everybody can have SNS sign a message, so the signature counts only for a topic that is the source's secret. */
const authenticateTopic = (envelope: Envelope, secret: Secret): Authenticity => {
  const topic = text(envelope, 'TopicArn') ?? '';
  const known = secret.values.filter((value) => value !== '').map((value) => sameSecret(value, topic));
  return known.includes(true)
    ? { ok: true }
    : refused(
        `The header with the key is missing, and ${topic || 'the topic'} is not the topic that is the secret of this source`,
      );
};

/** A secret in a header, in the address (`?token=`, for SNS can send no header) or as the password of the address. */
const authenticateKey = (request: RawRequest, secret: Secret, { url }: Reception): Authenticity => {
  const token = URL.canParse(url) ? new URL(url).searchParams.get('token') : null;
  const inAddress =
    token === null ? [] : [authenticateToken('token', { ...request, headers: { token } }, secret)];
  const header = request.headers['x-api-key'] ? [authenticateToken('x-api-key', request, secret)] : [];
  return firstOf(authenticateAuthorization(request, secret), ...header, ...inAddress);
};

/**
 * EventBridge shows a key in a header (`x-api-key`, or `Authorization`). A message of SNS needs both: its signature, and
 * either a key or a topic that is the secret.
 */
export const authenticate = (request: RawRequest, secret: Secret, reception: Reception): Authenticity => {
  const byKey = authenticateKey(request, secret, reception);
  const envelope = envelopeOf(request);
  if (!envelope) return byKey;
  const signed = authenticateEnvelope(envelope, reception);
  return signed.ok ? firstOf(authenticateTopic(envelope, secret), byKey) : signed;
};
