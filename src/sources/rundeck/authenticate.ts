import { sameSecret, sha256Hex } from '../../support/hash.js';
import { at, nameOf } from '../reading.js';
import { authenticateBasic, authenticateToken, firstOf } from '../signatures.js';
import type { Authenticity, RawRequest, Reception, Secret } from '../source.js';
import { read } from './read.js';

const DIGEST = 'x-rundeck-notification-sha256-digest';

/** Rundeck's digest, or the secret itself: as a token, as a bearer token, or as the password in the address. */
export const authenticate = (request: RawRequest, secret: Secret, reception: Reception): Authenticity => {
  if (request.headers[DIGEST]) return authenticateDigest(request, secret, reception);
  const bearer = /^Bearer +(\S+) *$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (bearer) return authenticateToken('bearer', { ...request, headers: { bearer } }, secret);
  return firstOf(
    authenticateToken('x-rundeck-auth-token', request, secret),
    authenticateBasic(request, secret),
  );
};

/**
 * `sha256(address + trigger + execution + secret)`. It does not cover the body, so whoever saw one can send it again with
 * another body; at least it must be about the same execution. What counts as evidence is read from the API.
 */
const authenticateDigest = (request: RawRequest, secret: Secret, { url }: Reception): Authenticity => {
  const trigger = request.headers['x-rundeck-notification-trigger'] ?? '';
  const execution = request.headers['x-rundeck-notification-execution-id'] ?? '';
  const told = request.headers[DIGEST]!;
  const matches = secret.values
    .filter((value) => value !== '')
    .map((value) => sameSecret(sha256Hex(url + trigger + execution + value), told));
  if (!matches.includes(true)) {
    return {
      ok: false,
      reason: 'The digest does not match: compare the webhook key of Rundeck, and the address that it calls',
    };
  }
  const about = executionOfBody(request);
  return about === undefined || about === execution
    ? { ok: true }
    : { ok: false, reason: `The digest is for execution ${execution}, but the body tells of ${about}` };
};

const executionOfBody = (request: RawRequest): string | undefined => {
  try {
    const body = read(request);
    return nameOf(at(body, 'executionId')) ?? nameOf(at(body, 'notification.executionId'));
  } catch {
    return undefined;
  }
};
