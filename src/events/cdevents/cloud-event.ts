import { z } from 'zod';
import type { Actor } from '../vocabulary.js';

/**
 * The envelope of CloudEvents 1.0, read by a schema of our own. The SDK (`cloudevents` on npm) was weighed: its
 * CloudEvent makes up an id and a time where they are missing, so that reading the same bytes twice would give two
 * events; it refuses an envelope for an oddly named extension; and of a batch it does not say which event is broken.
 *
 * Null means unset, as in the JSON format. Extensions that nobody reads are left out.
 */
export const cloudEvent = z.object({
  specversion: z.string().regex(/^1\.\d+$/, 'only CloudEvents 1.x can be read'),
  id: z.string().min(1).max(1_000),
  source: z.string().min(1).max(10_000),
  type: z.string().min(1).max(1_000),
  subject: z.string().nullish(),
  time: z.string().nullish(),
  datacontenttype: z.string().nullish(),
  data: z.unknown().optional(),
  data_base64: z.string().nullish(),
  authtype: z.string().nullish(),
  authid: z.string().nullish(),
});
export type CloudEvent = z.output<typeof cloudEvent>;

const JSON_TYPE = /^[^;]*[/+]json\s*(?:;|$)/i;

export const isJson = (contentType: string): boolean => JSON_TYPE.test(contentType);

/**
 * The data of an event as a JSON value, however it was carried: as JSON, as JSON inside a text, or in base64.
 *
 * @throws SyntaxError when it is no JSON.
 */
export const dataOf = ({ data, data_base64 }: CloudEvent): unknown => {
  if (typeof data_base64 === 'string') return JSON.parse(Buffer.from(data_base64, 'base64').toString('utf8'));
  return typeof data === 'string' ? JSON.parse(data) : data;
};

const HUMANS: ReadonlySet<string> = new Set(['user', 'app_user']);
const SERVICES: ReadonlySet<string> = new Set(['service_account', 'api_key', 'system']);

/** Who caused the event, by the extension `authcontext`; it is the sender's word, so only asserted. */
export const causeOf = ({ authtype, authid }: CloudEvent): Actor | undefined => {
  if (!authtype || !authid) return undefined;
  const confidence = 'asserted';
  if (HUMANS.has(authtype)) return { id: authid, kind: 'human', confidence };
  return SERVICES.has(authtype) ? { id: authid, kind: 'service', confidence } : undefined;
};
