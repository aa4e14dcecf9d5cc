import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Runtime } from '../../src/bootstrap/runtime.js';
import { type Imported, importGit as importInto } from '../../src/cli/import-git.js';
import type { GitOptions } from '../../src/sources/git/history.js';

const run = promisify(execFile);

export interface CommitOptions {
  /** ISO instant; default: an hour after the one before. */
  readonly at?: string;
  readonly authoredAt?: string;
  readonly author?: string;
}

/** A real git repository in a temporary folder, written one story line at a time. */
export interface TestRepository {
  readonly path: string;
  /** @returns the sha. */
  commit(message: string, options?: CommitOptions): Promise<string>;
  /** Undoes a commit by `git revert`. @returns the sha of the revert. */
  revert(sha: string, options?: CommitOptions): Promise<string>;
  /** An annotated tag on HEAD or on what `of` names. */
  tag(
    name: string,
    options?: { readonly at?: string; readonly of?: string; readonly lightweight?: boolean },
  ): Promise<void>;
  git(...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

const HOUR = 3_600_000;

export const createRepository = async (): Promise<TestRepository> => {
  const path = await mkdtemp(join(tmpdir(), 'throughline-repo-'));
  let clock = Date.parse('2026-01-05T08:00:00Z');
  const environment = ({ at, authoredAt, author }: CommitOptions): NodeJS.ProcessEnv => {
    clock = at ? Date.parse(at) : clock + HOUR;
    const committed = new Date(clock).toISOString();
    const name = author ?? 'Ann Example';
    const email = `${name.split(' ')[0]!.toLowerCase()}@example.org`;
    return {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: authoredAt ?? committed,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
      GIT_COMMITTER_DATE: committed,
    };
  };
  const git = async (env: NodeJS.ProcessEnv, args: readonly string[]): Promise<string> =>
    (await run('git', ['-C', path, ...args], { env })).stdout.trim();
  await git(process.env, ['init', '-q', '-b', 'main']);
  return {
    path,
    commit: async (message, options = {}) => {
      const env = environment(options);
      await writeFile(join(path, 'story.txt'), `${message}\n${clock}\n`);
      await git(env, ['add', '.']);
      await git(env, ['commit', '-q', '--allow-empty', '-m', message]);
      return git(env, ['rev-parse', 'HEAD']);
    },
    revert: async (sha, options = {}) => {
      const env = environment(options);
      const title = await git(env, ['log', '-1', '--format=%s', sha]);
      const message = `Revert "${title}"\n\nThis reverts commit ${sha}.`;
      await git(env, ['commit', '-q', '--allow-empty', '-m', message]);
      return git(env, ['rev-parse', 'HEAD']);
    },
    tag: async (name, { at, of = 'HEAD', lightweight = false } = {}) => {
      const env = environment(at ? { at } : {});
      await git(env, lightweight ? ['tag', name, of] : ['tag', '-a', '-m', name, name, of]);
    },
    git: (...args) => git(environment({ at: new Date(clock).toISOString() }), args),
    remove: () => rm(path, { recursive: true, force: true }),
  };
};

export const importGit = (
  app: { readonly runtime: Runtime },
  path: string,
  options: GitOptions = {},
): Promise<Imported> => importInto(app.runtime, path, options);
