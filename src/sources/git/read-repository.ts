import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { UserError } from '../../support/errors.js';
import type { GitCommit, GitRelease } from './payload.js';
import { runGit, streamGit } from './run-git.js';

/** Release tags where nobody says otherwise: `1.2`, `v1.2.3`, `app-1.2.3`, `release/1.2.3`; no release candidates. */
export const DEFAULT_TAGS = /^(?:[\w.-]+[-_/])?v?\d+\.\d+(?:\.\d+){0,2}$/;

export interface Repository {
  readonly directory: string;
  /** `github.com/StackStorm/st2` where it has a remote `origin`, else the folder's name. */
  readonly id: string;
  readonly head: string;
}

/** Opens a local repository, bare or not. */
export const openRepository = async (path: string): Promise<Repository> => {
  const directory = resolve(path);
  if (!(await stat(directory).catch(() => undefined))?.isDirectory()) {
    throw new UserError(`${path} is not a folder: name the folder of a git repository.`);
  }
  const shallow = await runGit(directory, ['rev-parse', '--is-shallow-repository']).catch(() => {
    throw new UserError(`${path} is not a git repository: name a folder that git init or git clone made.`);
  });
  if (shallow.trim() === 'true') {
    throw new UserError(
      `${path} is a shallow clone, so most of its history is missing: run git fetch --unshallow in it and try again.`,
    );
  }
  const head = await runGit(directory, ['rev-parse', '--verify', 'HEAD^{commit}']).catch(() => {
    throw new UserError(`${path} has no commits yet: commit something and try again.`);
  });
  return { directory, id: await repositoryId(directory), head: head.trim() };
};

const repositoryId = async (directory: string): Promise<string> => {
  const url = await runGit(directory, ['config', '--get', 'remote.origin.url']).catch(() => '');
  const top = await runGit(directory, ['rev-parse', '--show-toplevel']).catch(() => directory);
  return hostAndPath(url.trim()) ?? basename(top.trim()).replace(/\.git$/, '');
};

/** `git@host:owner/name.git` and `https://user:secret@host/owner/name` are the repository `host/owner/name`. */
export const hostAndPath = (url: string): string | undefined => {
  const scp = /^(?:[\w.-]+@)?([\w.-]+\.[\w.-]+):(?!\/\/)(.+)$/.exec(url);
  const full = /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+)$/.exec(url);
  const [, host, path] = full ?? scp ?? [];
  if (!host || !path) return undefined;
  return `${host.toLowerCase()}/${path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '')}`;
};

export interface Tag {
  readonly tag: string;
  readonly sha: string;
  readonly at: number;
}

/** All tags that lead to a commit, also through other tags, dated by their own date. */
export const readTags = async (repository: Repository): Promise<Tag[]> => {
  const format = '--format=%(refname:strip=2)%00%(creatordate:unix)';
  const lines = (await runGit(repository.directory, ['for-each-ref', 'refs/tags', format]))
    .split('\n')
    .filter(Boolean);
  const named = lines.map((line) => line.split('\0') as [string, string]);
  const asked = named.map(([tag]) => `refs/tags/${tag}^{commit}`).join('\n');
  const peeled =
    named.length > 0
      ? await runGit(repository.directory, ['cat-file', '--batch-check=%(objectname)'], `${asked}\n`)
      : '';
  const shas = peeled.split('\n');
  return named.flatMap(([tag, at], i) => {
    const sha = shas[i] ?? '';
    return /^[0-9a-f]{40,64}$/.test(sha) ? [{ tag, sha, at: Number(at) || 0 }] : [];
  });
};

const RECORD = '%H%n%P%n%at %ct%n%an%n%ae%n%B';

export interface Range {
  readonly include: readonly string[];
  /** What was read before. */
  readonly exclude: readonly string[];
}

export const countCommits = async ({ directory }: Repository, range: Range): Promise<number> =>
  Number(await runGit(directory, ['rev-list', '--count', '--stdin'], revisions(range)));

/** Every commit of the range, merges too, newest first; memory does not grow with the history. */
export async function* readCommits({ directory }: Repository, range: Range): AsyncGenerator<GitCommit> {
  const args = [
    'log',
    '-z',
    `--format=${RECORD}`,
    '--encoding=UTF-8',
    '--no-show-signature',
    '--no-notes',
    '--stdin',
  ];
  for await (const record of split(streamGit(directory, args, revisions(range)))) yield parseCommit(record);
}

const revisions = ({ include, exclude }: Range): string =>
  [...include, ...exclude.map((sha) => `^${sha}`)].map((line) => `${line}\n`).join('');

async function* split(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let from = 0;
    for (let at = bytes.indexOf(0, from); at >= 0; at = bytes.indexOf(0, from)) {
      yield bytes.toString('utf8', from, at);
      from = at + 1;
    }
    rest = bytes.subarray(from);
  }
  if (rest.length > 0) yield rest.toString('utf8');
}

const parseCommit = (record: string): GitCommit => {
  const [sha = '', parents = '', times = '', name = '', email = '', ...message] = record.split('\n');
  const [authored = '0', committed = '0'] = times.split(' ');
  return {
    sha,
    parents: parents.split(' ').filter(Boolean),
    authored: Number(authored) || 0,
    committed: Number(committed) || 0,
    name,
    email,
    message: message.join('\n'),
  };
};

/** Where no tag is a release: every commit of the main line counts as one, dated when it was committed. */
export const mainLineReleases = async (
  { directory }: Repository,
  range: Range,
  seenAt: number,
): Promise<GitRelease[]> => {
  const args = ['log', '--first-parent', '--format=%H %ct', '--no-show-signature', '--stdin'];
  const lines = (await runGit(directory, args, revisions(range))).split('\n').filter(Boolean);
  return lines.map((line) => {
    const [sha = '', at = '0'] = line.split(' ');
    return { sha, at: Number(at) || 0, seenAt };
  });
};

/** Of these commits, those that the repository (still) has. */
export const existing = async ({ directory }: Repository, shas: readonly string[]): Promise<string[]> => {
  if (shas.length === 0) return [];
  const asked = shas.map((sha) => `${sha}^{commit}\n`).join('');
  const found = await runGit(directory, ['cat-file', '--batch-check=%(objecttype)'], asked);
  const types = found.split('\n');
  return shas.filter((_, i) => types[i] === 'commit');
};
