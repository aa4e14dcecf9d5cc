import { isJson, jsonValues, unwrapped } from '../parts.js';
import { authenticateSharedSecret } from '../shared-secret.js';
import { authenticateHmac } from '../signatures.js';
import type { Authenticity, RawRequest, Reception, Secret } from '../source.js';

const SIGNATURE = 'x-hub-signature';

/** The cloud signs. A server before version 10 cannot, so there the secret stands in the address or is a password. */
export const authenticate = (request: RawRequest, secret: Secret, reception: Reception): Authenticity =>
  request.headers[SIGNATURE]
    ? authenticateHmac(
        { header: SIGNATURE, algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' },
        request,
        secret,
      )
    : authenticateSharedSecret(request, secret, reception);

/**
 * A webhook, an issue as the API gives it, a page of a search, or a list of either.
 *
 * @throws Error when the body is no JSON.
 */
export const read = ({ body }: RawRequest): unknown => {
  const values = jsonValues(body.toString('utf8')).map(unwrapped);
  const [first] = values;
  if (values.length === 1 && isJson(first) && 'webhookEvent' in first)
    return { form: 'webhook', webhook: first };
  const records = values.flatMap(recordsIn);
  if (records.length > 0) return { form: 'records', records };
  return { form: 'other', what: isJson(first) ? Object.keys(first).slice(0, 5).join(', ') : typeof first };
};

const recordsIn = (value: unknown): unknown[] => {
  if (!isJson(value)) return [];
  if (Array.isArray(value['issues'])) return value['issues'].flatMap(recordsIn);
  if (isJson(value['issue'])) return [value];
  return typeof value['key'] === 'string' && isJson(value['fields']) ? [{ issue: value }] : [];
};
