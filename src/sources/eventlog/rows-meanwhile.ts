import { on } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../support/errors.js';
import { packageRoot } from '../../support/package-root.js';
import type { ColumnNames, TextRow } from './cells.js';
import type { Reading, Said } from './reading-thread.js';
import type { RowSource } from './row-reader.js';

/** Batches, each of the rows of 64 kB at most: some 12 MB that are read while the database starts, and no more. */
const AHEAD = 200;

/** Reads a log in a thread of its own from now on, so that neither waits for the other. To be closed. */
export class RowsMeanwhile implements RowSource {
  /** Of the file's bytes and of `how` it is to be read. */
  readonly digest: Promise<string>;
  private readonly thread: Worker;
  private readonly said: AsyncIterator<[Said]>;
  private read = 0;

  constructor(file: string, columns: ColumnNames, how: string) {
    const workerData: Reading = { file, columns, how, ahead: AHEAD };
    this.thread = new Worker(join(packageRoot(), 'dist/src/sources/eventlog/reading-thread.js'), {
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

  get bytesRead(): number {
    return this.read;
  }

  async *batches(): AsyncGenerator<readonly TextRow[]> {
    await this.digest;
    for (;;) {
      const said = await this.next();
      if (!('bytesRead' in said)) throw failureOf(said);
      this.read = said.bytesRead;
      if ('end' in said) return;
      this.thread.postMessage('more');
      yield said.rows;
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
