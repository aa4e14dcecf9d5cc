// A thread of its own: reads a log as far ahead as it is told to, while the main one starts the database.
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf, UserError } from '../../support/errors.js';
import type { ColumnNames, TextRow } from './cells.js';
import { digestOf, RowReader } from './row-reader.js';

/** What the thread is given. */
export interface Reading {
  readonly file: string;
  readonly columns: ColumnNames;
  /** Further text that the digest is of. */
  readonly how: string;
  /** How many batches may be under way. */
  readonly ahead: number;
}

/** What the thread says: the digest, then the rows, then that it is at the end; or why it cannot go on. */
export type Said =
  | { readonly digest: string }
  | { readonly rows: readonly TextRow[]; readonly bytesRead: number }
  | { readonly end: true; readonly bytesRead: number }
  /** `code`: of a UserError. */
  | { readonly failure: string; readonly code: string | undefined };

/** Lets so many pass as it was told to. */
class Turnstile {
  private onAllowed = (): void => {};

  constructor(private allowed: number) {}

  allow(): void {
    this.allowed += 1;
    this.onAllowed();
  }

  async pass(): Promise<void> {
    while (this.allowed === 0) {
      await new Promise<void>((done) => {
        this.onAllowed = done;
      });
    }
    this.allowed -= 1;
  }
}

const read = async ({ file, columns, how, ahead }: Reading, say: (said: Said) => void): Promise<void> => {
  say({ digest: await digestOf(file, how) });
  const turnstile = new Turnstile(ahead);
  parentPort!.on('message', () => turnstile.allow());
  const reader = new RowReader(file, columns);
  for await (const rows of reader.batches()) {
    await turnstile.pass();
    say({ rows, bytesRead: reader.bytesRead });
  }
  say({ end: true, bytesRead: reader.bytesRead });
};

try {
  await read(workerData as Reading, (said) => parentPort!.postMessage(said));
} catch (thrown) {
  const code = thrown instanceof UserError ? thrown.code : undefined;
  parentPort!.postMessage({ failure: messageOf(thrown), code } satisfies Said);
}
parentPort!.close();
