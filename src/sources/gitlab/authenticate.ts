import { authenticateHmac, authenticateToken, firstOf, refuseOld } from '../signatures.js';
import type { Authenticity, RawRequest, Reception, Secret } from '../source.js';

/** A signing token of a webhook, as GitLab shows it; any other secret is one that the sender shows. */
const SIGNING = /^whsec_/;

const SCHEME = {
  header: 'webhook-signature',
  algorithm: 'sha256',
  encoding: 'base64',
  prefix: 'v1,',
  separator: ' ',
  key: (secret: string): Buffer => Buffer.from(secret.replace(SIGNING, ''), 'base64'),
  signed: ({ headers, body }: RawRequest): Buffer =>
    Buffer.concat([
      Buffer.from(`${headers['webhook-id'] ?? ''}.${headers['webhook-timestamp'] ?? ''}.`),
      body,
    ]),
} as const;

/**
 * By a signature over the body and the time, where the secret is a signing token; otherwise by the token in a header. A
 * signed request that is sent again without its signature is not let in, because a signing token is never shown.
 */
export const authenticate = (request: RawRequest, secret: Secret, { now }: Reception): Authenticity => {
  const signing = secret.values.filter((value) => SIGNING.test(value));
  const tokens = { values: secret.values.filter((value) => !SIGNING.test(value)) };
  const isSigned = request.headers[SCHEME.header] !== undefined;
  if (signing.length === 0 || (!isSigned && tokens.values.length > 0)) return byToken(request, tokens);
  const signature = authenticateHmac(SCHEME, request, { values: signing });
  if (!signature.ok) return signature;
  return refuseOld(Number(request.headers['webhook-timestamp'] ?? Number.NaN), now) ?? signature;
};

/** Audit events that GitLab streams carry their token under a name of its own. */
const byToken = (request: RawRequest, secret: Secret): Authenticity =>
  firstOf(
    authenticateToken('x-gitlab-token', request, secret),
    authenticateToken('x-gitlab-event-streaming-token', request, secret),
  );
