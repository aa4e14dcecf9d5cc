import type { RawRequest } from '../source.js';
import { parseXml } from './xml.js';

const LOG_LINE = /^\s*\[\d{4}-\d\d-\d\d[T ]/;

/** Notifications as JSON or XML, records of the API, and lines of Rundeck's log files: each line is a record,
 * whose zone its sender may tell by a header. */
export const read = ({ headers, body }: RawRequest): unknown => {
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  if (/^\s*</.test(text)) return parseXml(text);
  if (!LOG_LINE.test(text)) return JSON.parse(text);
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => ({ line, zone: headers['x-throughline-zone'] }));
};
