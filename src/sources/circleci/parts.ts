import { repoAt } from '../../events/cdevents/repo.js';
import { linksIn, linkTo } from '../../events/links.js';
import type { Actor, EventOf } from '../../events/vocabulary.js';
import type { Pipeline, Run } from './payload.js';

export const SOURCE = 'circleci';

type Outcome = EventOf<'execution.finished'>['outcome'];

const OUTCOMES = new Map<string, Outcome>([
  ['success', 'success'],
  ['failed', 'failure'],
  ['timedout', 'failure'],
  ['unauthorized', 'failure'],
  ['error', 'error'],
  ['infrastructure_fail', 'error'],
  ['terminated-unknown', 'error'],
  ['canceled', 'cancelled'],
]);

export const outcomeOf = (status: string | undefined): Outcome | undefined => OUTCOMES.get(status ?? '');

export const pipelineId = (id: string): string => `${SOURCE}:pipeline/${id}`;
export const workflowId = (id: string): string => `${SOURCE}:workflow/${id}`;
export const jobId = (id: string): string => `${SOURCE}:job/${id}`;

const SLUG = /^(gh|github|bb|bitbucket)\/([^/]+\/[^/]+)$/;

const hostOfSlug = (slug: string | undefined): string | undefined => {
  const kind = SLUG.exec(slug ?? '')?.[1];
  return kind && (kind.startsWith('g') ? 'github.com' : 'bitbucket.org');
};

const slugOf = ({ job, workflow, pipeline, project }: Run): string | undefined =>
  project ?? job?.project_slug ?? workflow?.project_slug ?? pipeline?.project_slug;

const repoOf = (run: Run): string | undefined => {
  const { vcs, trigger_parameters: given } = run.pipeline ?? {};
  const told =
    vcs?.origin_repository_url ??
    given?.github_app?.repo_url ??
    given?.git?.repo_url ??
    given?.gitlab?.web_url;
  const slug = slugOf(run);
  const host = hostOfSlug(slug);
  return repoAt(told) ?? (host && slug ? `${host}/${SLUG.exec(slug)![2]}` : undefined);
};

const SHA = /^[0-9a-f]{40}$/;

/** The commit that a run is about, as far as it is told. */
export const commitOf = (run: Run): { repo?: string | undefined; sha?: string | undefined } => {
  const { vcs, trigger_parameters: given } = run.pipeline ?? {};
  const told = [
    vcs?.revision,
    given?.github_app?.checkout_sha,
    given?.git?.checkout_sha,
    given?.gitlab?.checkout_sha,
  ].find((one) => one !== undefined && SHA.test(one));
  return { repo: repoOf(run), sha: told };
};

export const linksOf = (run: Run): string[] => {
  const { repo, sha } = commitOf(run);
  const { vcs, trigger_parameters: given } = run.pipeline ?? {};
  const commit = sha && (repo ? linkTo.commit(repo, sha) : `sha:${sha}`);
  const branches = [vcs?.branch, given?.git?.branch, given?.github_app?.branch, given?.gitlab?.branch];
  return [
    ...(commit ? [commit] : []),
    ...linksIn(...branches, vcs?.tag, vcs?.commit?.subject, vcs?.commit?.body),
  ];
};

const automatic = (cause: string): Actor => ({
  id: `${SOURCE}:${cause}`,
  name: cause,
  kind: 'service',
  confidence: 'bot',
});

const SCHEDULES: ReadonlySet<string> = new Set(['schedule', 'scheduled_pipeline']);

/** CircleCI knows people by their login where the code lies, or by an id of its own. */
const startedPipeline = (pipeline: Pipeline, slug: string | undefined): Actor | undefined => {
  const { trigger, trigger_parameters: given } = pipeline;
  if (SCHEDULES.has(trigger?.type ?? '') || given?.circleci?.event_type === 'schedule')
    return automatic('schedule');
  const login = trigger?.actor?.login ?? given?.github_app?.user_username;
  if (login) {
    const system = hostOfSlug(slug) === 'bitbucket.org' ? 'bitbucket' : 'github';
    return { id: `${system}:${login}`, name: login, kind: 'human', confidence: 'authenticated' };
  }
  return given?.circleci?.actor_id ? userOf(given.circleci.actor_id) : undefined;
};

export const userOf = (uuid: string): Actor => ({
  id: `${SOURCE}:${uuid}`,
  kind: 'human',
  confidence: 'authenticated',
});

/** Who started a run: better by a login that other systems know too than by an id of CircleCI's. */
export const starterOf = (run: Run): Actor | undefined => {
  const started = run.pipeline && startedPipeline(run.pipeline, slugOf(run));
  return started ?? (run.workflow?.started_by ? userOf(run.workflow.started_by) : undefined);
};
