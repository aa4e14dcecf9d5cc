import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SignedCheckpoint } from '../ledger/reader.js';
import { runGit } from '../sources/git/run-git.js';
import { messageOf, UserError } from '../support/errors.js';

/** Where a checkpoint is kept outside the store. */
export interface Witness {
  /** What it holds already; undefined when nothing, or when it cannot be asked. */
  kept(): Promise<string | undefined>;
  send(checkpoint: SignedCheckpoint): Promise<void>;
}

const FILE_IN_REPOSITORY = 'throughline-checkpoint.txt';
const PATIENCE_MS = 10_000;

/** @param to a file, `https://...`, or `git:` and the path of a repository. */
export const witnessAt = (to: string): Witness => {
  if (/^https?:/.test(to)) return webhook(to);
  return to.startsWith('git:') ? repository(to.slice('git:'.length)) : file(to);
};

const readKept = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return undefined;
    throw new UserError(`${path} cannot be read: ${messageOf(thrown)}.`);
  });

const file = (path: string): Witness => ({
  kept: () => readKept(path),
  send: async ({ note }) => {
    try {
      await writeFile(`${path}.new`, note);
      await rename(`${path}.new`, path);
    } catch (thrown) {
      throw new UserError(`The checkpoint cannot be written to ${path}: ${messageOf(thrown)}.`);
    }
  },
});

const webhook = (url: string): Witness => ({
  kept: async () => undefined,
  send: async ({ note }) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: note,
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((thrown: unknown) => {
      throw new UserError(`${url} did not take the checkpoint: ${messageOf(thrown)}.`);
    });
    if (!answer.ok) throw new UserError(`${url} did not take the checkpoint: it answered ${answer.status}.`);
  },
});

const repository = (path: string): Witness => {
  const inside = file(join(path, FILE_IN_REPOSITORY));
  return {
    kept: inside.kept,
    send: async (checkpoint) => {
      await runGit(path, ['rev-parse', '--git-dir']);
      if ((await inside.kept()) === checkpoint.note) return;
      await inside.send(checkpoint);
      await runGit(path, ['add', FILE_IN_REPOSITORY]);
      const message = `Checkpoint of ${checkpoint.origin} with ${checkpoint.size} leaves`;
      await runGit(path, ['commit', '--quiet', '-m', message, '--', FILE_IN_REPOSITORY]);
    },
  };
};
