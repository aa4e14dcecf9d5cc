import { stat } from 'node:fs/promises';
import { openFile, readable } from '../support/open-file.js';
import { splitLines } from './json-lines.js';

/** A part of a file that is a delivery of its own. */
export interface FileRecord {
  readonly body: Buffer;
  /** Where it begins, for the person who has to mend it: `line 12`, or `record 3` of a list. */
  readonly place: string;
  readonly isJson: boolean;
  /** How much of the file (as it lies on the disk, packed or not) was read so far. */
  readonly bytesRead: number;
}

export interface Cutting {
  /** The file is one record. */
  readonly whole?: boolean;
  /** Whether a line begins a record; default: each line is one. */
  readonly begins?: ((line: string) => boolean) | undefined;
}

/** What is larger is no single JSON value that anybody wants in memory, but has a record on each line. */
const LARGEST_VALUE = 128 * 1024 * 1024;
/** Where no line ever begins a record, it is cut all the same. */
const LONGEST_RECORD = 512 * 1024;
const HINT = 'name a file of records';

/**
 * The records of a file, plain or packed by gzip: the members of a JSON list, one JSON value, or the lines of a log. The
 * same file gives the same records, in constant memory but for a JSON value.
 *
 * @throws UserError when it cannot be read.
 */
export async function* readRecords(file: string, cutting: Cutting): AsyncGenerator<FileRecord> {
  const value = await jsonIn(file);
  if (value !== undefined && !cutting.whole) return yield* members(value, (await stat(file)).size);
  if (cutting.whole) return yield await wholeFile(file, value !== undefined);
  yield* lineRecords(file, cutting.begins ?? (() => true));
}

const wholeFile = async (file: string, isJson: boolean): Promise<FileRecord> => {
  const body = await contentOf(file);
  return { body, place: 'line 1', isJson, bytesRead: (await stat(file)).size };
};

const contentOf = async (file: string): Promise<Buffer> => {
  const { content } = await openFile(file, HINT);
  const chunks: Buffer[] = [];
  for await (const chunk of readable(file, content)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** Most logs are none, which their first letter tells: they are not read twice. */
const jsonIn = async (file: string): Promise<unknown> => {
  if (!/^(?:\uFEFF)?\s*[[{]\s*["{[\]}]/.test(await beginningOf(file))) return undefined;
  if ((await stat(file)).size > LARGEST_VALUE) return undefined;
  try {
    return JSON.parse((await contentOf(file)).toString('utf8').replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
};

const beginningOf = async (file: string): Promise<string> => {
  const { content } = await openFile(file, HINT);
  for await (const chunk of readable(file, content)) return chunk.toString('utf8');
  return '';
};

function* members(value: unknown, bytesRead: number): Generator<FileRecord> {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  for (const [i, one] of values.entries())
    yield { body: Buffer.from(JSON.stringify(one)), place: `record ${i + 1}`, isJson: true, bytesRead };
}

async function* lineRecords(file: string, begins: (line: string) => boolean): AsyncGenerator<FileRecord> {
  const { content, bytesRead } = await openFile(file, HINT);
  let lines: string[] = [];
  let length = 0;
  let first = 1;
  let number = 0;
  const record = (): FileRecord => ({
    body: Buffer.from(lines.join('\n')),
    place: `line ${first}`,
    isJson: lines.length === 1 && /^\s*\{/.test(lines[0]!),
    bytesRead: bytesRead(),
  });
  for await (const bytes of splitLines(file, content, 'cut it into lines')) {
    number += 1;
    const line = bytes
      .toString('utf8')
      .replace(number === 1 ? /^\uFEFF/ : '', '')
      .replace(/\r$/, '');
    if (line.trim() === '') continue;
    if (lines.length > 0 && (begins(line) || length > LONGEST_RECORD)) {
      yield record();
      lines = [];
      length = 0;
    }
    if (lines.length === 0) first = number;
    lines.push(line);
    length += line.length;
  }
  if (lines.length > 0) yield record();
}
