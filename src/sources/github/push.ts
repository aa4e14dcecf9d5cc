import { z } from 'zod';
import { parseCommitMessage } from '../../events/commit-message.js';
import { eventId } from '../../events/event-id.js';
import type { EventOf } from '../../events/vocabulary.js';
import type { Interpretation } from '../source.js';
import { authorOf } from './actors.js';
import type { Repository } from './ids.js';
import { accepted, ignored, SOURCE } from './interpretation.js';
import { instant, isZeroSha, optional, pageOf, repository, text } from './parts.js';

const sha = z.string().regex(/^[0-9a-f]{40,64}$/, 'is no sha');

const commit = z.object({
  id: sha,
  message: optional(text),
  timestamp: instant,
  url: optional(text),
  author: optional(z.object({ name: optional(text), email: optional(text), username: optional(text) })),
});
type Commit = z.output<typeof commit>;

export const pushBody = z.object({
  ref: text,
  before: sha,
  deleted: optional(z.boolean()),
  forced: optional(z.boolean()),
  commits: optional(z.array(commit)),
  head_commit: optional(commit),
  repository,
});
type Push = z.output<typeof pushBody>;

export const interpretPush = (push: Push): Interpretation => {
  if (push.deleted)
    return ignored(`${push.ref} was deleted; its commits are told by the pushes that brought them`);
  const mainline = isMainline(push);
  const events = pushedCommits(push, mainline).map(({ commit, assumedParent }) =>
    commitRecorded(push.repository, commit, { assumedParent, mainline }),
  );
  return events.length > 0 ? accepted(...events) : ignored(`${push.ref} was pushed without any new commit`);
};

const isMainline = ({ ref, repository: { defaultBranch } }: Push): boolean =>
  defaultBranch !== undefined && ref === `refs/heads/${defaultBranch}`;

interface PushedCommit {
  readonly commit: Commit;
  readonly assumedParent?: string;
}

/**
 * GitHub lists the new commits from oldest to newest and does not tell their parents: each most likely stands on the
 * one before it, and the first on what was there before, unless history was rewritten. A very long push is cut short
 * by GitHub, so the head may be missing from the list; and when the branch only moved to commits that were known
 * already, the head is all there is.
 */
const pushedCommits = (push: Push, mainline: boolean): PushedCommit[] => {
  const listed = push.commits ?? [];
  const onto = push.forced || isZeroSha(push.before) ? undefined : push.before;
  const pushed: PushedCommit[] = listed.map((commit, i) => ({
    commit,
    assumedParent: i === 0 ? onto : listed[i - 1]!.id,
  }));
  const head = push.head_commit;
  const headTellsMore = listed.length > 0 || push.forced || mainline;
  if (head && headTellsMore && !listed.some(({ id }) => id === head.id)) pushed.push({ commit: head });
  return pushed;
};

const commitRecorded = (
  repo: Repository,
  { id, message = '', timestamp, url, author }: Commit,
  { assumedParent, mainline }: { assumedParent?: string; mainline: boolean },
): EventOf<'commit.recorded'> => {
  const said = parseCommitMessage(message, repo.id);
  return {
    type: 'commit.recorded',
    id: eventId('commit.recorded', repo.id, id),
    source: SOURCE,
    at: timestamp,
    authoredAt: timestamp,
    committedAt: timestamp,
    actor: authorOf(repo.host, author),
    url: pageOf(url),
    repo: repo.id,
    sha: id,
    assumedParents: assumedParent ? [assumedParent] : undefined,
    title: said.title,
    reverts: unlessEmpty(said.reverts),
    isRevert: said.isRevert || undefined,
    fixes: unlessEmpty(said.fixes),
    cherryPickOf: said.cherryPickOf,
    items: unlessEmpty(said.items),
    mainline: mainline || undefined,
  };
};

const unlessEmpty = (values: string[]): string[] | undefined => (values.length > 0 ? values : undefined);
