import { z } from 'zod';
import { parseCommitMessage } from '../../events/commit-message.js';
import { eventId } from '../../events/event-id.js';
import type { EventOf } from '../../events/vocabulary.js';
import { actorOf } from './actors.js';
import { linksTo, type Repository } from './ids.js';
import { revisionAt, SOURCE } from './interpretation.js';
import { instant, optional, optionalSha, pageOf, text, user } from './parts.js';

/** A pull request as it stands in its own events and, without the last four fields, in those of its reviews. */
export const pullRequest = z.object({
  number: z.int(),
  title: optional(text),
  body: optional(text),
  html_url: optional(text),
  user: optional(user),
  created_at: instant,
  updated_at: instant,
  closed_at: optional(instant),
  merged_at: optional(instant),
  merge_commit_sha: optionalSha,
  head: optional(z.object({ ref: optional(text), sha: optionalSha })),
  base: optional(z.object({ sha: optionalSha })),
  merged: optional(z.boolean()),
  merged_by: optional(user),
  commits: optional(z.int()),
});
type PullRequest = z.output<typeof pullRequest>;
/** As much of it as is known: its number. */
export type About = Pick<PullRequest, 'number'> & Partial<PullRequest>;

/** What every event of a pull request says. */
export const changeCommon = (repo: Repository, pr: About) => {
  const items = itemsOf(repo, pr);
  return {
    source: SOURCE,
    repo: repo.id,
    change: String(pr.number),
    title: pr.title,
    url: pageOf(pr.html_url),
    items: items.length > 0 ? items : undefined,
  };
};

const itemsOf = (repo: Repository, { title, body, head }: About): string[] => {
  const words = [title ?? '', withoutComments(body ?? ''), head?.ref ?? ''];
  return parseCommitMessage(words.join('\n\n'), repo.id).items;
};

/** Templates hold examples such as "Fixes #1" in comments that nobody sees. */
const withoutComments = (markdown: string): string => {
  let visible = '';
  let from = 0;
  for (;;) {
    const start = markdown.indexOf('<!--', from);
    const end = start < 0 ? -1 : markdown.indexOf('-->', start + 4);
    if (end < 0) return visible + markdown.slice(from);
    visible += markdown.slice(from, start);
    from = end + 3;
  }
};

/**
 * Every payload with the pull request in it can tell that it was opened, so a backfill, or a webhook that was set up
 * late, still learns it. Title and branch may have changed since: the newest telling counts.
 */
export const changeOpened = (repo: Repository, pr: PullRequest): EventOf<'change.opened'> => ({
  ...changeCommon(repo, pr),
  type: 'change.opened',
  id: eventId('change.opened', repo.id, pr.number),
  at: pr.created_at,
  revision: revisionAt(pr.updated_at),
  actor: actorOf(repo.host, pr.user),
  branch: pr.head?.ref,
  links: linksTo(repo, { changes: [pr.number] }),
});
