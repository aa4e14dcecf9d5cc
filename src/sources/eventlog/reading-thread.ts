// A thread of its own: reads a log as far ahead as it is told to, while the main one starts the database.
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf, UserError } from '../../support/errors.js';
import { type WrittenPart, writtenPart } from './part.js';
import { type LogOptions, LogReader, type LogSummary } from './read-log.js';
import { digestOf } from './row-reader.js';

/** What the thread is given. */
export interface Reading {
  readonly file: string;
  readonly options: LogOptions;
  /** Further text that the digest is of. */
  readonly how: string;
  /** How many parts may be under way. */
  readonly ahead: number;
}

/** What the thread says: the digest, then the parts, then what it read in all; or why it cannot go on. */
export type Said =
  | { readonly digest: string }
  | { readonly part: WrittenPart; readonly bytesRead: number }
  | { readonly summary: LogSummary; readonly bytesRead: number }
  /** `code`: of a UserError. */
  | { readonly failure: string; readonly code: string | undefined };

const read = async ({ file, options, how, ahead }: Reading, say: (said: Said) => void): Promise<void> => {
  say({ digest: await digestOf(file, how) });
  let allowed = ahead;
  parentPort!.on('message', () => {
    allowed += 1;
  });
  const reader = new LogReader(file, options);
  for await (const part of reader.parts()) {
    while (allowed === 0) await once(parentPort!, 'message');
    allowed -= 1;
    say({ part: writtenPart(part), bytesRead: reader.bytesRead });
  }
  say({ summary: reader.summary, bytesRead: reader.bytesRead });
};

try {
  await read(workerData as Reading, (said) => parentPort!.postMessage(said));
} catch (thrown) {
  const code = thrown instanceof UserError ? thrown.code : undefined;
  parentPort!.postMessage({ failure: messageOf(thrown), code } satisfies Said);
}
parentPort!.close();
