import { sameSecret } from '../support/hash.js';
import { authenticateBasic, authenticateToken, firstOf } from './signatures.js';
import type { Authenticity, RawRequest, Reception, Secret } from './source.js';

/** For senders that cannot sign: the secret itself travels, so only TLS keeps it and the body honest. */

const HEADER = 'x-throughline-token';
const BEARER = /^Bearer +([^\s]+) *$/i;

/** The secret as bearer token, password, `X-Throughline-Token`, or `?token=` of the address. */
export const authenticateSharedSecret = (
  request: RawRequest,
  secret: Secret,
  reception: Reception,
): Authenticity => {
  const token = BEARER.exec(request.headers['authorization'] ?? '')?.[1];
  const headers: Record<string, string> = token === undefined ? {} : { bearer: token };
  const bearer = { headers, body: request.body };
  const attempts = [
    authenticateToken(HEADER, request, secret),
    authenticateToken('bearer', bearer, secret),
    authenticateBasic(request, secret),
    authenticateUrl(secret, reception),
  ];
  const shown = firstOf(...attempts);
  if (shown.ok || !/missing|has no/.test(shown.reason)) return shown;
  return {
    ok: false,
    reason: `The request has no secret: send it as password, as bearer token, in ${HEADER}, or as ?token= of the address`,
  };
};

/** For systems that can be given an address and nothing else. */
export const authenticateUrl = (secret: Secret, { url }: Reception): Authenticity => {
  const given = URL.canParse(url) ? new URL(url).searchParams.get('token') : null;
  if (!given) return { ok: false, reason: 'The address has no ?token=' };
  const matches = secret.values.filter((value) => value !== '').map((value) => sameSecret(value, given));
  return matches.includes(true)
    ? { ok: true }
    : { ok: false, reason: 'The token in the address is not the one of this source' };
};
