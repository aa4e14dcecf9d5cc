import { on } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../support/errors.js';
import { packageRoot } from '../../support/package-root.js';
import type { WrittenPart } from './part.js';
import type { LogOptions, LogSummary } from './read-log.js';
import type { Reading, Said } from './reading-thread.js';

/** Parts of some 200 kB: 12 MB that are read while the database starts, and no more. */
const AHEAD = 60;

/** Reads a log in a thread of its own from now on, so that neither waits for the other. To be closed. */
export class LogMeanwhile {
  /** Of the file's bytes and of `how` it is to be read. */
  readonly digest: Promise<string>;
  /** How much of the file was read for the parts that were given so far. */
  bytesRead = 0;
  /** What was read in all, once every part was given. */
  summary: LogSummary | undefined;
  private isGiven = false;
  private readonly thread: Worker;
  private readonly said: AsyncIterator<[Said]>;

  constructor(file: string, options: LogOptions, how: string) {
    const workerData: Reading = { file, options, how, ahead: AHEAD };
    this.thread = new Worker(join(packageRoot(), 'dist/reading-thread.js'), {
      workerData,
    });
    // What the thread throws, the iterator throws.
    this.said = on(this.thread, 'message') as AsyncIterator<[Said]>;
    this.digest = this.next().then((said) => {
      if ('digest' in said) return said.digest;
      throw failureOf(said);
    });
    // Told when it is asked for.
    this.digest.catch(() => {});
  }

  /**
   * Each part once: whoever began and asks again would get the rest only.
   *
   * @throws UserError with line and column, when the file as a whole is bad.
   */
  async *parts(): AsyncGenerator<WrittenPart> {
    if (this.isGiven)
      throw new UserError('Storing the log was interrupted by the database: import it again.');
    this.isGiven = true;
    await this.digest;
    for (;;) {
      const said = await this.next();
      if (!('bytesRead' in said)) throw failureOf(said);
      this.bytesRead = said.bytesRead;
      if ('summary' in said) {
        this.summary = said.summary;
        return;
      }
      this.thread.postMessage('more');
      yield said.part;
    }
  }

  async close(): Promise<void> {
    await this.thread.terminate();
  }

  private async next(): Promise<Said> {
    const { value } = await this.said.next();
    return value[0];
  }
}

const failureOf = (said: Said): Error => {
  if (!('failure' in said))
    return new Error('The thread that reads the log said something else than it was asked.');
  return said.code === undefined ? new Error(said.failure) : new UserError(said.failure, said.code);
};
