import { isBareCdEvent } from '../events/cdevents/reading.js';
import type { RawRequest } from '../sources/source.js';
import { UserError } from '../support/errors.js';
import { type JsonLine, readJsonLines } from './json-lines.js';

/** A request to source `cloudevents` with some of the file's events. */
export interface EventBatch extends RawRequest {
  readonly events: number;
  /** How much of the file (as it lies on the disk) was read so far, for a progress bar. */
  readonly bytesRead: number;
}

const EVENTS_PER_BATCH = 500;
const BYTES_PER_BATCH = 8 * 1024 * 1024;
const HEADERS = { 'content-type': 'application/cloudevents-batch+json' };

/**
 * Reads a file with a CloudEvent or a CDEvent on each line (plain or packed by gzip) as requests of up to 500 events,
 * in constant memory. The whole file is checked before the first request is given, so a bad line leaves nothing half
 * imported. The same file gives the same requests.
 *
 * @throws UserError naming the file and the line, in one sentence.
 */
export async function* readEventBatches(file: string): AsyncGenerator<EventBatch> {
  for await (const line of readJsonLines(file)) checkKind(file, line);
  let texts: string[] = [];
  let bytes = 0;
  let bytesRead = 0;
  for await (const line of readJsonLines(file)) {
    const length = Buffer.byteLength(line.text);
    if (texts.length === EVENTS_PER_BATCH || (texts.length > 0 && bytes + length > BYTES_PER_BATCH)) {
      yield batchOf(texts, bytesRead);
      texts = [];
      bytes = 0;
    }
    texts.push(line.text);
    bytes += length;
    bytesRead = line.bytesRead;
  }
  if (texts.length > 0) yield batchOf(texts, bytesRead);
}

const checkKind = (file: string, { line, value }: JsonLine): void => {
  if (typeof value.specversion === 'string' || isBareCdEvent(value)) return;
  const wanted = 'a CloudEvent (specversion, id, source, type) nor a CDEvent (context, subject)';
  throw new UserError(`${file}:${line} is neither ${wanted}; write one of them on each line.`);
};

const batchOf = (texts: readonly string[], bytesRead: number): EventBatch => ({
  headers: HEADERS,
  body: Buffer.from(`[${texts.join(',\n')}]`),
  events: texts.length,
  bytesRead,
});
