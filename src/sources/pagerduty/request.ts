import { isJson, type Json, jsonValues, unwrapped } from '../parts.js';
import { authenticateHmac } from '../signatures.js';
import type { Authenticity, RawRequest, Secret } from '../source.js';

/** While a secret is being changed, the header holds a signature by each; those of other versions are none of ours. */
export const authenticate = (request: RawRequest, secret: Secret): Authenticity =>
  authenticateHmac(
    { header: 'x-pagerduty-signature', algorithm: 'sha256', encoding: 'hex', prefix: 'v1=', separator: ',' },
    request,
    secret,
  );

/**
 * A webhook of version 3, 2 or 1, or what the API gives: incidents, lines of their timelines, pages or lists of them.
 *
 * @throws Error when the body is no JSON.
 */
export const read = ({ body }: RawRequest): unknown => {
  const values = jsonValues(body.toString('utf8')).map(unwrapped).filter(isJson);
  const [first] = values;
  if (!first) return { form: 'other', what: '' };
  if (isJson(first['event'])) return { form: 'webhook', event: first['event'] };
  if (Array.isArray(first['messages'])) return { form: 'messages', messages: first['messages'] };
  const records = values.flatMap(recordsIn);
  const entries = records.filter(isLogEntry);
  if (entries.length > 0) return { form: 'log-entries', entries };
  const incidents = records.filter(isIncident);
  if (incidents.length > 0) return { form: 'incidents', incidents };
  return { form: 'other', what: Object.keys(first).slice(0, 5).join(', ') };
};

/** The deliveries' own id, in version 3. */
export const deliveryKey = ({ body }: RawRequest): string | undefined => {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    const event = isJson(value) ? value['event'] : undefined;
    const id = isJson(event) ? event['id'] : undefined;
    return typeof id === 'string' && id !== '' ? id : undefined;
  } catch {
    return undefined;
  }
};

const recordsIn = (value: Json): Json[] => {
  for (const list of ['incidents', 'log_entries']) {
    if (Array.isArray(value[list]) && !isIncident(value)) return value[list].filter(isJson);
  }
  for (const one of ['incident', 'log_entry']) {
    if (isJson(value[one]) && !isLogEntry(value)) return [value[one]];
  }
  return [value];
};

const typeOf = ({ type }: Json): string => (typeof type === 'string' ? type : '');

const isLogEntry = (value: Json): boolean => /_log_entry(?:_reference)?$/.test(typeOf(value));

const isIncident = (value: Json): boolean =>
  typeOf(value) === 'incident' || (value['status'] !== undefined && value['incident_key'] !== undefined);
