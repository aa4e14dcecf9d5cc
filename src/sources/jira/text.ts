import { isJson } from '../parts.js';

const DEEPEST = 30;

/** A plain text, or the texts and addresses inside a document of the cloud's API version 3, in order. */
export const textOf = (body: unknown, depth = 0): string => {
  if (typeof body === 'string') return body;
  if (depth > DEEPEST) return '';
  if (Array.isArray(body)) return body.map((part) => textOf(part, depth + 1)).join('');
  if (!isJson(body)) return '';
  const attributes = isJson(body['attrs']) ? body['attrs'] : {};
  const own = [body['text'], attributes['url'], attributes['text']].filter(
    (part) => typeof part === 'string',
  );
  const block = body['type'] === 'paragraph' || body['type'] === 'hardBreak' ? '\n' : '';
  return `${own.join(' ')}${textOf(body['content'], depth + 1)}${block}`;
};
