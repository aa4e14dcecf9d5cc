import { z } from 'zod';
import { linkList, linksIn, linkTo } from '../../events/links.js';
import type { Actor, EventOf } from '../../events/vocabulary.js';
import { deploymentRule, pattern } from '../deployment-rules.js';
import type { Setting } from '../source.js';
import type { Build } from './build.js';
import type { Cause } from './payload.js';

export const SOURCE = 'jenkins';

export const jenkinsSettings = z.object({
  /** Which jobs deploy what where: `job` is matched against the full name; texts may name parameters and `branch`. */
  deployments: z.array(deploymentRule).default([]),
  /** Jobs whose names match check something: their end is a verification. A build that ran tests always is one. */
  verifications: pattern.prefault('(?:^|[^a-z])(?:tests?|lint|check|verify|scan|audit)(?![a-z])'),
  /** Accounts that are programs, not people. */
  services: z.array(z.string()).default([]),
  /** Full names of the jobs to pull, `shop/till/main`. */
  jobs: z.array(z.string()).default([]),
  /** How far a pull looks back for what was still running, in hours. */
  overlapHours: z.number().min(0).default(24),
});
export type JenkinsSettings = z.output<typeof jenkinsSettings>;
export type JenkinsSetting = Setting<JenkinsSettings>;

type Outcome = EventOf<'execution.finished'>['outcome'];

const OUTCOMES = new Map<string, Outcome>([
  ['SUCCESS', 'success'],
  ['UNSTABLE', 'failure'],
  ['FAILURE', 'failure'],
  ['FAILED', 'failure'],
  ['ERROR', 'error'],
  ['ABORTED', 'cancelled'],
  ['CANCEL', 'cancelled'],
  ['NOT_BUILT', 'cancelled'],
]);

export const outcomeOf = (result: string | undefined): Outcome | undefined =>
  OUTCOMES.get(result?.toUpperCase() ?? '');

/** Builds are counted for each job of one server. */
export const buildId = (source: string, job: string, number: number): string =>
  `${SOURCE}:${source}/${job}/${number}`;

/** What sets a build off without a person, by the class of the cause or by how Jenkins words it. */
const CAUSES: readonly [RegExp, string][] = [
  [/Timer|by timer/i, 'timer'],
  [/Upstream|upstream project/, 'upstream'],
  [/SCM|BranchEvent|BranchIndexing|PushCause|push event|pull request|branch indexing/i, 'scm'],
  [/Remote|remote host/, 'remote'],
];

/** Whoever may start a build by a script can name anybody, so a person is only asserted. */
export const starterOf = (
  causes: readonly Cause[],
  { source, settings }: JenkinsSetting,
): Actor | undefined => {
  const person = causes.find(({ userId }) => userId !== undefined && userId !== 'anonymous');
  if (person?.userId) {
    const program = settings.services.includes(person.userId);
    return {
      id: `${SOURCE}:${source}/${person.userId}`,
      name: person.userName ?? person.userId,
      kind: program ? 'service' : 'human',
      confidence: program ? 'bot' : 'asserted',
    };
  }
  const told = causes
    .map(({ _class, shortDescription }) => `${_class ?? ''} ${shortDescription ?? ''}`)
    .join(' ');
  const cause = CAUSES.find(([words]) => words.test(told))?.[1];
  return cause
    ? { id: `${SOURCE}:${source}/${cause}`, name: cause, kind: 'service', confidence: 'bot' }
    : undefined;
};

const SECRET = /pass|secret|token|key|credential/i;

/** The commit, the pull request, the builds that set it off, and what parameters and messages mention. */
export const linksOf = (build: Build, { source }: JenkinsSetting): string[] => {
  const { repo, sha, branch, job } = build;
  const change = repo && /(?:^|\/)(?:PR|MR)-(\d{1,9})$/.exec(branch ?? job)?.[1];
  const commit = sha && (repo ? linkTo.commit(repo, sha) : `sha:${sha}`);
  const parents = build.causes.flatMap(({ upstreamProject, upstreamBuild }) =>
    upstreamProject !== undefined && upstreamBuild !== undefined
      ? [linkTo.execution(buildId(source, upstreamProject, upstreamBuild))]
      : [],
  );
  const open = Object.entries(build.parameters).flatMap(([name, value]) =>
    SECRET.test(name) || typeof value !== 'string' ? [] : [value],
  );
  // The name of a multibranch job for a pull request, `PR-2`, is written like a ticket.
  const named = change ? [] : [branch];
  const all = [commit, change ? linkTo.change(repo, change) : undefined, ...parents];
  return linkList(...all, ...linksIn(...named, ...build.messages, ...open)) ?? [];
};
