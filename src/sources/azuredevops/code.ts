import { z } from 'zod';
import { parseCommitMessage } from '../../events/commit-message.js';
import { eventId } from '../../events/event-id.js';
import { linkList, linksIn, linkTo } from '../../events/links.js';
import { overrideOf } from '../../events/override.js';
import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { looseFlag, looseList, looseText } from '../../support/loose.js';
import { pageOf } from '../parts.js';
import { revisionAt } from '../reading.js';
import { ignored, type Told, told } from '../records.js';
import {
  actorOf,
  azureInstant,
  branchOf,
  links,
  looseShape,
  person,
  repoOf,
  repository,
  shaOf,
} from './parts.js';

const signature = looseShape({ name: looseText, email: looseText, date: azureInstant });
const commit = z.object({
  commitId: z.string(),
  author: signature,
  committer: signature,
  comment: looseText,
  url: looseText,
});

const push = z.object({
  commits: looseList(commit),
  refUpdates: looseList(z.object({ name: z.string() })),
  repository,
});

/** The commits that a push brought. */
export const pushTold = (resource: unknown): Told => {
  const parsed = push.safeParse(resource);
  const repo = parsed.success ? repoOf(parsed.data.repository) : undefined;
  if (!parsed.success || !repo) return ignored('The push does not name its repository');
  const { commits, refUpdates, repository: where } = parsed.data;
  const mainline = refUpdates.some(({ name }) => name === where?.defaultBranch);
  const recorded = commits.map((one) => commitRecorded(repo, one, mainline));
  return recorded.some((event) => event) ? told(...recorded) : ignored('The push brought no new commit');
};

const commitRecorded = (
  repo: string,
  { commitId, author, committer, comment = '', url }: z.output<typeof commit>,
  mainline: boolean,
): EventOf<'commit.recorded'> | undefined => {
  const sha = shaOf(commitId);
  const [authoredAt, committedAt] = [author?.date ?? committer?.date, committer?.date ?? author?.date];
  if (!sha || !authoredAt || !committedAt) return undefined;
  const said = parseCommitMessage(comment, repo);
  const email = author?.email?.trim().toLowerCase();
  return {
    type: 'commit.recorded',
    id: eventId('commit.recorded', repo, sha),
    source: 'azuredevops',
    at: committedAt,
    authoredAt,
    committedAt,
    // Anybody can write any name into a commit.
    actor: email
      ? { id: `mailto:${email}`, name: author?.name, kind: 'human', confidence: 'asserted' }
      : undefined,
    url: pageOf(url),
    repo,
    sha,
    title: said.title,
    reverts: some(said.reverts),
    isRevert: said.isRevert || undefined,
    fixes: some(said.fixes),
    cherryPickOf: said.cherryPickOf,
    items: some(said.items),
    mainline: mainline || undefined,
  };
};

const some = <T>(values: T[]): T[] | undefined => (values.length > 0 ? values : undefined);

const commitRef = looseShape({ commitId: looseText });

export const pullRequest = z.object({
  pullRequestId: z.int(),
  status: looseText,
  title: looseText,
  description: looseText,
  sourceRefName: looseText,
  targetRefName: looseText,
  creationDate: azureInstant,
  closedDate: azureInstant,
  createdBy: person,
  closedBy: person,
  repository,
  url: looseText,
  _links: links,
  lastMergeSourceCommit: commitRef,
  lastMergeTargetCommit: commitRef,
  lastMergeCommit: commitRef,
  completionOptions: looseShape({ bypassPolicy: looseFlag, bypassReason: looseText }),
  commits: looseList(z.object({ commitId: z.string() })),
  reviewers: looseList(
    z.object({
      vote: z.number(),
      id: z.string(),
      displayName: looseText,
      uniqueName: looseText,
      isContainer: looseFlag,
    }),
  ),
});
type PullRequest = z.output<typeof pullRequest>;

/** @param toldAt when the hook was made: the time of the votes that it brings. */
export const pullRequestTold = (resource: unknown, toldAt: string | undefined): Told => {
  const parsed = pullRequest.safeParse(resource);
  const repo = parsed.success ? repoOf(parsed.data.repository) : undefined;
  if (!parsed.success || !repo) return ignored('The pull request does not name its number or its repository');
  const pr = parsed.data;
  return told(
    opened(repo, pr, toldAt),
    merged(repo, pr),
    overridden(repo, pr),
    abandoned(repo, pr),
    ...(toldAt ? pr.reviewers.map((reviewer) => reviewed(repo, pr, { reviewer, at: toldAt })) : []),
  );
};

const changeCommon = (repo: string, pr: PullRequest) => {
  const change = String(pr.pullRequestId);
  const words = [pr.title, pr.description, branchOf(pr.sourceRefName)];
  return {
    source: 'azuredevops',
    repo,
    change,
    title: pr.title,
    url: pageOf(pr._links?.web?.href) ?? `https://${encodeURI(repo)}/pullrequest/${change}`,
    items: some(parseCommitMessage(words.filter((word) => word).join('\n\n'), repo).items),
    links: linkList(
      linkTo.change(repo, change),
      ...[pr.lastMergeSourceCommit, pr.status === 'completed' ? pr.lastMergeCommit : undefined].map((one) => {
        const sha = shaOf(one?.commitId);
        return sha && linkTo.commit(repo, sha);
      }),
      ...linksIn(...words),
    ),
  };
};

const opened = (repo: string, pr: PullRequest, toldAt?: string): DeliveryEvent | undefined =>
  pr.creationDate === undefined
    ? undefined
    : {
        ...changeCommon(repo, pr),
        type: 'change.opened',
        id: eventId('change.opened', repo, pr.pullRequestId),
        at: pr.creationDate,
        revision: revisionAt(toldAt, pr.closedDate),
        actor: actorOf(pr.createdBy),
        branch: branchOf(pr.sourceRefName),
      };

const merged = (repo: string, pr: PullRequest): DeliveryEvent | undefined => {
  if (pr.status !== 'completed' || !pr.closedDate) return undefined;
  const commits = pr.commits.flatMap(({ commitId }) => shaOf(commitId) ?? []);
  return {
    ...changeCommon(repo, pr),
    type: 'change.merged',
    id: eventId('change.merged', repo, pr.pullRequestId),
    at: pr.closedDate,
    actor: actorOf(pr.closedBy),
    mergeSha: shaOf(pr.lastMergeCommit?.commitId),
    headSha: shaOf(pr.lastMergeSourceCommit?.commitId),
    baseSha: shaOf(pr.lastMergeTargetCommit?.commitId),
    commits: some(commits),
    openedAt: pr.creationDate,
  };
};

/** Whoever completed it did so although policies of the branch were not met. */
const overridden = (repo: string, pr: PullRequest): DeliveryEvent | undefined =>
  pr.status === 'completed' && pr.closedDate && pr.completionOptions?.bypassPolicy
    ? overrideOf({
        source: 'azuredevops',
        at: pr.closedDate,
        actor: actorOf(pr.closedBy),
        repo,
        branch: branchOf(pr.targetRefName),
        change: String(pr.pullRequestId),
        sha: shaOf(pr.lastMergeCommit?.commitId),
        detail: ['bypassPolicy', pr.completionOptions.bypassReason].filter(Boolean).join(': '),
      })
    : undefined;

const abandoned = (repo: string, pr: PullRequest): DeliveryEvent | undefined =>
  pr.status === 'abandoned' && pr.closedDate
    ? {
        ...changeCommon(repo, pr),
        type: 'change.abandoned',
        id: eventId('change.abandoned', repo, pr.pullRequestId, pr.closedDate),
        at: pr.closedDate,
        actor: actorOf(pr.closedBy),
      }
    : undefined;

/** 10 approves, 5 approves with suggestions, -5 waits for the author, -10 rejects; 0 is no vote. */
const decisionOf = (vote: number): EventOf<'change.reviewed'>['decision'] | undefined => {
  if (vote >= 5) return 'approved';
  return vote <= -5 ? 'changes_requested' : undefined;
};

/** A vote stands in every later hook as well: the first that tells it is taken as its time, by the revision. */
const reviewed = (
  repo: string,
  pr: PullRequest,
  { reviewer, at }: { reviewer: PullRequest['reviewers'][number]; at: string },
): DeliveryEvent | undefined => {
  const decision = decisionOf(reviewer.vote);
  const headSha = shaOf(pr.lastMergeSourceCommit?.commitId);
  // A team votes when one of its members does, who is in the list as well.
  if (!decision || reviewer.isContainer) return undefined;
  return {
    ...changeCommon(repo, pr),
    type: 'change.reviewed',
    id: eventId('change.reviewed', repo, pr.pullRequestId, reviewer.id, decision, headSha ?? ''),
    at,
    revision: Math.max(0, LATEST - Date.parse(at)),
    actor: actorOf({ id: reviewer.id, name: reviewer.displayName, login: reviewer.uniqueName }),
    decision,
    headSha,
  };
};

const LATEST = Date.UTC(9999, 0, 1);
