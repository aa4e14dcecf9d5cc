import { authorOf, commitRecorded, type Repository, shaAt, textAt, timeAt } from '../forge.js';
import { type Fields, listOf, pageOf } from '../reading.js';
import { ignored, type Told, told } from '../records.js';
import { type Record, repositoryIn, SOURCE } from './parts.js';

/** A push of a branch or of a tag: only the commits that it brought are facts of their own. */
export const interpretPush = (record: Record): Told => {
  const { value } = record;
  const repo = repositoryIn(record);
  const ref = textAt(value, 'ref') ?? 'A branch';
  if (!repo) return ignored('The push does not tell of which project it is.');
  if (/^0+$/.test(textAt(value, 'after') ?? ''))
    return ignored(`${ref} was deleted; its commits are told by the pushes that brought them.`);
  const commits = listOf(value['commits']).flatMap((_, i, all) => commitIn(value, repo, i, all));
  if (commits.length === 0) return ignored(`${ref} was pushed without any new commit.`);
  return told(...commits);
};

/**
 * GitLab lists the newest commits, from oldest to newest, and not their parents: each most likely stands on the one
 * before it, and the first on what was there before, unless the list was cut short.
 */
const commitIn = (push: Fields, repo: Repository, i: number, all: readonly unknown[]) => {
  const commit = all[i];
  const sha = shaAt(commit, 'id');
  const at = timeAt(commit, 'timestamp');
  if (!sha || !at) return [];
  const isWhole = Number(push['total_commits_count'] ?? all.length) === all.length;
  const assumedParent = i > 0 ? shaAt(all[i - 1], 'id') : isWhole ? shaAt(push, 'before') : undefined;
  const mainline = repo.defaultBranch !== undefined && push['ref'] === `refs/heads/${repo.defaultBranch}`;
  return [
    commitRecorded(SOURCE, repo, {
      sha,
      at,
      message: messageOf(commit),
      actor: authorOf(textAt(commit, 'author.name'), textAt(commit, 'author.email')),
      url: pageOf(textAt(commit, 'url')),
      assumedParent,
      mainline,
    }),
  ];
};

const messageOf = (commit: unknown): string => {
  const { message } = commit as { message?: unknown };
  return typeof message === 'string' ? message : (textAt(commit, 'title') ?? '');
};
