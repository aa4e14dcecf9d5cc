// A thread of its own: reads a log as far ahead as it is told to, while the main one starts the database.
import { once } from 'node:events';
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

const read = async ({ file, columns, how, ahead }: Reading, say: (said: Said) => void): Promise<void> => {
  say({ digest: await digestOf(file, how) });
  let allowed = ahead;
  parentPort!.on('message', () => {
    allowed += 1;
  });
  const reader = new RowReader(file, columns);
  for await (const rows of reader.batches()) {
    while (allowed === 0) await once(parentPort!, 'message');
    allowed -= 1;
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
