import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf, UserError } from '../support/errors.js';

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
  const { content, bytesRead } = await openFile(file);
  let line = 0;
  for await (const bytes of splitLines(file, content)) {
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

interface OpenFile {
  readonly content: Readable;
  readonly bytesRead: () => number;
}

const openFile = async (file: string): Promise<OpenFile> => {
  const packed = await isPacked(file);
  const raw = createReadStream(file);
  const bytesRead = () => raw.bytesRead;
  if (!packed) return { content: raw, bytesRead };
  const gunzip = createGunzip();
  raw.on('error', (error) => gunzip.destroy(error));
  gunzip.on('close', () => raw.destroy());
  return { content: raw.pipe(gunzip), bytesRead };
};

/** Packed or not is told by the first two bytes; the name of a file may say anything. */
const isPacked = async (file: string): Promise<boolean> => {
  try {
    if (!(await stat(file)).isFile())
      throw new UserError(`${file} is no file; name a file with one event a line.`);
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    throw thrown instanceof UserError ? thrown : unreadable(file, thrown);
  }
};

const unreadable = (file: string, thrown: unknown): UserError =>
  new UserError(`${file} cannot be read: ${messageOf(thrown)}.`);

/** The lines of a stream, without their line ends; the last needs none. */
async function* splitLines(file: string, content: Readable): AsyncGenerator<Buffer> {
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
      throw new UserError(`${file}:${lines + 1} is longer than 25 MB; write one event a line.`);
    }
  }
  if (size > 0) yield Buffer.concat(pending);
}

async function* readable(file: string, content: Readable): AsyncGenerator<Buffer> {
  try {
    yield* content as AsyncIterable<Buffer>;
  } catch (thrown) {
    throw unreadable(file, thrown);
  }
}
