import type { Readable } from 'node:stream';
import { messageOf, UserError } from '../support/errors.js';
import { openFile, readable } from '../support/open-file.js';

/** One line of a file that holds one JSON object a line. */
export interface JsonLine {
  /** From 1, counting blank lines. */
  readonly line: number;
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** How much of the file (as it lies on the disk, packed or not) was read so far. */
  readonly bytesRead: number;
}

const NEWLINE = 0x0a;
/** As much as one request may have. */
const MAX_LINE_BYTES = 25 * 1024 * 1024;

/**
 * Reads a file of JSON objects, one a line, plain or packed by gzip, in constant memory. Blank lines and a byte order
 * mark are passed over.
 *
 * @throws UserError naming the file, and the line that is no JSON object.
 */
export async function* readJsonLines(file: string): AsyncGenerator<JsonLine> {
  const { content, bytesRead } = await openFile(file, 'name a file with one event a line');
  let line = 0;
  for await (const bytes of splitLines(file, content, 'write one event a line')) {
    line += 1;
    const text = bytes
      .toString('utf8')
      .replace(line === 1 ? /^\uFEFF/ : '', '')
      .trim();
    if (text !== '') yield { line, text, value: parseObject(file, line, text), bytesRead: bytesRead() };
  }
}

const parseObject = (file: string, line: number, text: string): Record<string, unknown> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw new UserError(`${file}:${line} is no JSON (${messageOf(thrown)}); write one event a line.`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new UserError(`${file}:${line} is no JSON object; write one event a line.`);
};

/**
 * The lines of a stream, without their line ends; the last needs none.
 *
 * @param hint what to do about a line that is too long.
 */
export async function* splitLines(file: string, content: Readable, hint: string): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let size = 0;
  let lines = 0;
  for await (const chunk of readable(file, content)) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      lines += 1;
      yield Buffer.concat([...pending, chunk.subarray(from, end)]);
      pending = [];
      size = 0;
      from = end + 1;
    }
    pending.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size > MAX_LINE_BYTES) {
      throw new UserError(`${file}:${lines + 1} is longer than 25 MB; ${hint}.`);
    }
  }
  if (size > 0) yield Buffer.concat(pending);
}
