import { createHmac } from 'node:crypto';
import { sameSecret } from '../support/hash.js';
import type { Authenticity, RawRequest, Secret } from './source.js';

/** The kinds of proof that many systems share. All valid secrets are always tried, each in constant time. */

const usable = ({ values }: Secret): string[] => values.filter((value) => value !== '');

const accept = (matches: readonly boolean[], otherwise: string): Authenticity =>
  matches.includes(true) ? { ok: true } : { ok: false, reason: otherwise };

const MISMATCH =
  'The signature does not match: compare the secret that the sender uses with the one of this source';

export interface HmacScheme {
  /** In lower case. */
  readonly header: string;
  readonly algorithm: 'sha1' | 'sha256' | 'sha512';
  readonly encoding: 'hex' | 'base64';
  /** What stands before the digest, such as `sha256=` or `v1=`. */
  readonly prefix?: string;
  /** The header holds several signatures, of which one has to match. */
  readonly separator?: string;
  /** The bytes that are signed; default: the body. */
  readonly signed?: (request: RawRequest) => Buffer;
  /** The key that the secret stands for; default: its text. */
  readonly key?: (secret: string) => string | Buffer;
}

/** An HMAC over the raw bytes, in a header. */
export const authenticateHmac = (scheme: HmacScheme, request: RawRequest, secret: Secret): Authenticity => {
  const given = request.headers[scheme.header];
  if (!given)
    return { ok: false, reason: `The header ${scheme.header} is missing: give the sender a secret` };
  const told = scheme.separator ? given.split(scheme.separator).map((one) => one.trim()) : [given];
  const signed = scheme.signed?.(request) ?? request.body;
  const right = usable(secret).map(
    (value) =>
      (scheme.prefix ?? '') +
      createHmac(scheme.algorithm, scheme.key?.(value) ?? value)
        .update(signed)
        .digest(scheme.encoding),
  );
  const matches = right.flatMap((one) => told.map((other) => sameSecret(one, other)));
  return accept(matches, MISMATCH);
};

/** The secret itself in a header. The body is not protected, so only TLS keeps it honest. */
export const authenticateToken = (header: string, request: RawRequest, secret: Secret): Authenticity => {
  const given = request.headers[header];
  if (!given) return { ok: false, reason: `The header ${header} is missing: give the sender a token` };
  const matches = usable(secret).map((value) => sameSecret(value, given));
  return accept(matches, `The token in ${header} is not the one of this source`);
};

const BASIC = /^Basic +([A-Za-z0-9+/=]+) *$/i;

/** HTTP basic authentication; the password is the secret, the user name is free. */
export const authenticateBasic = (request: RawRequest, secret: Secret): Authenticity => {
  const given = BASIC.exec(request.headers.authorization ?? '')?.[1];
  if (!given) return { ok: false, reason: 'The request has no "Authorization: Basic" header' };
  const decoded = Buffer.from(given, 'base64').toString('utf8');
  const password = decoded.slice(decoded.indexOf(':') + 1);
  const matches = usable(secret).map((value) => sameSecret(value, password));
  return accept(matches, 'The password is not the secret of this source');
};

/** Any one of several proofs is enough; the first refusal that is not about a missing header tells why. */
export const firstOf = (...attempts: readonly Authenticity[]): Authenticity =>
  attempts.find(({ ok }) => ok) ??
  attempts.find((one) => !one.ok && !/missing|has no/.test(one.reason)) ??
  attempts[0]!;

const OLDEST_SECONDS = 5 * 60;

/** @param seconds the time that the sender signed. @returns a refusal when it is more than five minutes away from now. */
export const refuseOld = (seconds: number, now: Date): Authenticity | undefined =>
  Math.abs(now.getTime() / 1_000 - seconds) <= OLDEST_SECONDS
    ? undefined
    : { ok: false, reason: 'The request was signed more than five minutes ago: it may be a replay' };

const BEARER = /^Bearer +(\S+) *$/i;

/**
 * The secret in the header `Authorization`, as a bearer token or as the password of basic authentication: for senders
 * that can be given no more than a fixed header. Other than in `bearer.ts` the secret is the token itself.
 */
export const authenticateAuthorization = (request: RawRequest, secret: Secret): Authenticity => {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return authenticateBasic(request, secret);
  const matches = usable(secret).map((value) => sameSecret(value, token));
  return accept(matches, 'The bearer token is not the secret of this source');
};
