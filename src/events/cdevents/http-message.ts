import { z } from 'zod';
import { shortHash } from '../../support/hash.js';
import { isJson } from './cloud-event.js';

/** An HTTP request that brings events; names of headers in lower case. */
export interface HttpMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const BATCH = /^application\/cloudevents-batch\+json\s*(?:;|$)/i;
const STRUCTURED = /^application\/cloudevents\+json\s*(?:;|$)/i;
const OTHER_FORMAT = /^application\/cloudevents(?:-batch)?\s*(?:[+;]|$)/i;
const PREFIX = 'ce-';

/** What the headers say is in the body. */
type Mode = 'batch' | 'structured' | 'binary' | 'plain';

const modeOf = ({ headers }: HttpMessage): Mode => {
  const type = contentType(headers);
  if (BATCH.test(type)) return 'batch';
  if (STRUCTURED.test(type)) return 'structured';
  if (OTHER_FORMAT.test(type)) throw new Error(`${type} cannot be read, send application/cloudevents+json`);
  return headers[`${PREFIX}specversion`] === undefined ? 'plain' : 'binary';
};

const contentType = (headers: HttpMessage['headers']): string => headers['content-type']?.trim() ?? '';

/**
 * The messages of a request in any of the three modes of CloudEvents over HTTP, or JSON that names no mode: then a
 * list is a batch and anything else one message.
 *
 * @throws Error when the body is no JSON where it should be, or not a list where it should be one.
 */
export const messagesOf = (message: HttpMessage): unknown[] => {
  const mode = modeOf(message);
  if (mode === 'binary') return [binaryMessage(message)];
  const value = parse(message.body);
  if (mode === 'batch' && !Array.isArray(value)) throw new Error('a batch must be a JSON list of events');
  return Array.isArray(value) && mode !== 'structured' ? value : [value];
};

const parse = (body: Buffer): unknown => JSON.parse(body.toString('utf8').replace(/^\uFEFF/, ''));

const binaryMessage = ({ headers, body }: HttpMessage) => {
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, value]) => [name.slice(PREFIX.length), decoded(value)]);
  const type = contentType(headers);
  return {
    ...Object.fromEntries(attributes),
    ...(type && { datacontenttype: type }),
    ...binaryData(type, body),
  };
};

const binaryData = (type: string, body: Buffer) => {
  if (body.length === 0) return {};
  if (type === '' || isJson(type)) return { data: parse(body) };
  return { data_base64: body.toString('base64') };
};

/** The binding percent-encodes what a header cannot hold; a value that is not encoded is taken as it is. */
const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};

const text = z.string().min(1);
const identity = z.object({ source: text, id: text, type: text, time: text.nullish() });
const bareIdentity = z.object({ context: z.object({ source: text, id: text, type: text, timestamp: text }) });

/**
 * The sender's id of a delivery of one event: by CloudEvents a source gives an id but once. Type and time are part of
 * it because some senders give the start and the end of a run one id, and then the end would be lost.
 *
 * @returns undefined for a batch, and for what cannot be read.
 */
export const deliveryKeyOf = (message: HttpMessage): string | undefined => {
  try {
    if (modeOf(message) === 'batch') return undefined;
    const all = messagesOf(message);
    return all.length === 1 ? keyOf(all[0]) : undefined;
  } catch {
    return undefined;
  }
};

const keyOf = (value: unknown): string | undefined => {
  const envelope = identity.safeParse(value);
  if (envelope.success) {
    const { source, id, type, time } = envelope.data;
    return shortHash(JSON.stringify([source, id, type, time ?? null]));
  }
  const bare = bareIdentity.safeParse(value);
  if (!bare.success) return undefined;
  const { source, id, type, timestamp } = bare.data.context;
  return shortHash(JSON.stringify([source, id, type, timestamp]));
};
