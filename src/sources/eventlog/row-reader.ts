import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { UserError } from '../../support/errors.js';
import { type OpenFile, openFile, readable } from '../../support/open-file.js';
import { type ColumnNames, type LogText, quoted, type TextRow } from './cells.js';
import { readCsv } from './csv.js';
import { LOG_ENDING } from './log-name.js';
import { readXes } from './xes.js';

/** Reads the rows of a log, XES or CSV, plain or packed by gzip, in memory that does not grow with the log. */
export class RowReader {
  private opened: OpenFile | undefined;

  constructor(
    private readonly file: string,
    private readonly columns: ColumnNames,
  ) {}

  /** How much of the file (as it lies on the disk, packed or not) was read for the rows that were given so far. */
  get bytesRead(): number {
    return this.opened?.bytesRead() ?? 0;
  }

  /**
   * As many rows at a time as come at once: to wait for each alone would take as long as to read it.
   *
   * @throws UserError with line and column, when the file as a whole is bad.
   */
  async *batches(): AsyncGenerator<readonly TextRow[]> {
    const ending = LOG_ENDING.exec(this.file)?.[0].toLowerCase();
    if (!ending) {
      throw new UserError(`${this.file} is neither .xes nor .csv (packed by gzip or not): name such a file.`);
    }
    this.opened = await openFile(this.file, 'name an event log, .xes or .csv');
    const log: LogText = { file: this.file, text: decoded(this.file, this.opened), columns: this.columns };
    yield* ending.startsWith('.xes') ? readXes(log) : readCsv(log);
  }
}

/** Of how a file is to be read, and of its bytes. */
export const digestOf = async (file: string, how: string): Promise<string> => {
  const hash = createHash('sha256').update(how);
  for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  return hash.digest('hex');
};

/** The text of a file: by its byte order mark, by what an XML declaration says, or as UTF-8. */
async function* decoded(file: string, { content }: OpenFile): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const bytes of readable(file, content)) {
    decoder ??= decoderFor(file, bytes);
    yield decoder.decode(bytes, { stream: true });
  }
  const rest = decoder?.decode();
  if (rest) yield rest;
}

const decoderFor = (file: string, bytes: Buffer): TextDecoder => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be');
  const declared = /^[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(
    bytes.toString('latin1', 0, 400),
  );
  const encoding = declared?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(encoding);
  } catch {
    throw new UserError(`${file}:1:1 is written in ${quoted([encoding])}, which cannot be read: use UTF-8.`);
  }
};
