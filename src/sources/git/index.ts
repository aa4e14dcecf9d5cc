import { parseCommitMessage } from '../../events/commit-message.js';
import { eventId } from '../../events/event-id.js';
import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import type { Source } from '../source.js';
import { type GitCommit, type GitPayload, type GitRelease, gitPayload } from './payload.js';

/** A local repository, read by `throughline import git`. It has no sender, so nobody can post to it. */
export const git: Source<GitPayload> = {
  id: 'git',
  title: 'Git repository',
  about: {
    transport: '`throughline import git`',
    authentication: 'a local repository',
    deliveryKey: 'hash of the part',
  },
  imported: true,
  headers: [],
  payload: gitPayload,
  authenticate: () => ({
    ok: false,
    reason: 'A git history is imported, not posted: use throughline import git.',
  }),
  interpret: (payload) => {
    const events = [
      ...payload.commits.map((commit) => commitRecorded(payload.repo, commit)),
      ...payload.releases.map((release) => deploymentFinished(payload, release)),
    ];
    return events.length > 0
      ? { outcome: 'accepted', events }
      : { outcome: 'ignored', reason: 'Nothing new in it.' };
  },
};

const LATEST = Date.parse('9999-12-31T23:59:59Z') / 1_000;

/** Git lets a commit claim any second; what no calendar can write is drawn to its edge. */
const instant = (seconds: number): string =>
  new Date(Math.min(Math.max(seconds, 0), LATEST) * 1_000).toISOString();

const person = (name: string | undefined, email: string | undefined): Actor | undefined => {
  if (!email && !name) return undefined;
  const id = email ? `mailto:${email.toLowerCase()}` : `name:${name}`;
  const bot = name?.endsWith('[bot]') === true;
  return {
    id: id.slice(0, 1_000),
    ...(name && { name: name.slice(0, 1_000) }),
    kind: bot ? 'bot' : 'human',
    confidence: bot ? 'bot' : 'asserted',
  };
};

const commitRecorded = (repo: string, commit: GitCommit): DeliveryEvent => {
  const { title, reverts, isRevert, fixes, cherryPickOf, items } = parseCommitMessage(commit.message, repo);
  return {
    type: 'commit.recorded',
    id: eventId('commit.recorded', repo, commit.sha),
    at: instant(commit.committed),
    source: 'git',
    actor: person(commit.name, commit.email),
    repo,
    sha: commit.sha,
    // The repository itself knows a commit better than any system that only reports it.
    revision: 1,
    parents: commit.parents,
    authoredAt: instant(commit.authored),
    committedAt: instant(commit.committed),
    title,
    mainline: true,
    ...(reverts.length > 0 && { reverts }),
    ...(isRevert && { isRevert }),
    ...(fixes.length > 0 && { fixes }),
    ...(cherryPickOf && { cherryPickOf }),
    ...(items.length > 0 && { items }),
  };
};

const deploymentFinished = (
  { repo, service, environment }: GitPayload,
  release: GitRelease,
): DeliveryEvent => {
  const deployment = release.tag ? `${repo}@tag:${release.tag}` : `${repo}@commit:${release.sha}`;
  return {
    type: 'deployment.finished',
    id: eventId('deployment.finished', service, environment, deployment),
    at: instant(release.at),
    source: 'git',
    actor: person(release.name, release.email),
    service,
    environment,
    deployment,
    repo,
    sha: release.sha,
    outcome: 'success',
    kind: 'deploy',
    complete: true,
    ...(release.tag ? { version: release.tag } : { assumed: true }),
    revision: release.seenAt,
    ...(release.gone && { retracted: true }),
  };
};
