import type { RawRequest } from '../source.js';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** A log as text, or as JSON: `{host, zone, lines: [...]}`, `{host, message}`, a list of those, or one of them a line. */
export const read = ({ headers, body }: RawRequest): unknown => {
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  const known = { host: headers['x-throughline-host'], zone: headers['x-throughline-zone'] };
  const values = /^\s*[[{"]/.test(text) ? jsonIn(text) : undefined;
  if (!values) return [{ ...known, text }];
  return values.map((value) => pieceOf(value, known));
};

const jsonIn = (text: string): unknown[] => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    return text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as unknown);
  }
};

const pieceOf = (value: unknown, known: { host: string | undefined; zone: string | undefined }) => {
  if (typeof value === 'string') return { ...known, text: value };
  if (!isObject(value)) return { ...known, text: '' };
  const lines = value['lines'];
  const text = Array.isArray(lines)
    ? lines.filter((line) => typeof line === 'string').join('\n')
    : (textOf(value['log']) ?? textOf(value['message']) ?? textOf(value['line']) ?? '');
  const host = textOf(value['host']) ?? textOf(value['hostname']) ?? known.host;
  return { text, host, zone: textOf(value['zone']) ?? known.zone };
};
