import { createHmac } from 'node:crypto';
import { sameSecret } from '../../support/hash.js';
import { type Raw, recordsIn } from '../records.js';
import type { Authenticity, RawRequest, Secret } from '../source.js';
import { deliveredAt } from './delivery-time.js';
import { isUsed } from './payload.js';
import { isKnownRecord } from './record.js';

const SIGNATURE = 'x-hub-signature-256';
/** Says that the body was pulled. */
const RECORD = 'x-throughline-record';

/** Any of the valid secrets may have signed; how many there are is no secret, so all are always tried. */
export const authenticate = ({ headers, body }: RawRequest, secret: Secret): Authenticity => {
  const signature = headers[SIGNATURE];
  if (!signature)
    return { ok: false, reason: 'The header X-Hub-Signature-256 is missing: give the webhook a secret' };
  const matches = secret.values
    .filter((value) => value !== '')
    .map((value) => sameSecret(signature, signatureOf(body, value)));
  return matches.includes(true)
    ? { ok: true }
    : {
        ok: false,
        reason: "The signature does not match: compare the webhook's secret with the one of this source",
      };
};

const signatureOf = (body: Buffer, secret: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/**
 * A webhook names its kind of event in a header. Without it the body must be records of the API or of the audit log.
 *
 * @throws Error when it is neither, or the body is neither JSON nor a form with JSON in `payload`.
 */
export const read = (request: RawRequest): unknown => {
  const name = request.headers['x-github-event'];
  if (!name) return { event: 'records', records: knownRecords(request) };
  const body: unknown = JSON.parse(jsonOf(request));
  return isUsed(name)
    ? { event: name, body, deliveredAt: deliveredAt(request.headers['x-github-delivery']) }
    : { event: 'unused', name };
};

const knownRecords = (request: RawRequest): Raw[] => {
  const records = recordsIn(request.body);
  if (records.length > 0 && (request.headers[RECORD] || records.some(({ value }) => isKnownRecord(value))))
    return records;
  throw new Error('the header X-GitHub-Event, which tells the kind of event, is missing');
};

/** A webhook whose content type is left at its default sends a form. */
const jsonOf = ({ headers, body }: RawRequest): string => {
  const content = body.toString('utf8');
  if (!headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded')) return content;
  const payload = new URLSearchParams(content).get('payload');
  if (payload === null) throw new Error('the form has no field named payload');
  return payload;
};
