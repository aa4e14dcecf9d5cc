import { sameSecret, sha256Hex } from '../support/hash.js';
import type { Authenticity, RawRequest, Secret } from './source.js';

const BEARER = /^Bearer +([^\s]+) *$/i;

/**
 * Recognizes a sender by the bearer token of its `Authorization` header.
 *
 * @param secret tokens are kept only as hashes, so its values are SHA-256 in lower-case hex. All of them are compared,
 *   each in constant time: how long it takes does not tell which one fits.
 */
export const authenticateBearer = (request: RawRequest, secret: Secret): Authenticity => {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return { ok: false, reason: 'The request has no "Authorization: Bearer" header.' };
  const hash = sha256Hex(token);
  const known = secret.values.filter((value) => sameSecret(value, hash));
  return known.length > 0
    ? { ok: true }
    : { ok: false, reason: 'The bearer token is not one of this source.' };
};
