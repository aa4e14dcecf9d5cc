import { repoAt } from '../../events/cdevents/repo.js';
import type { ApiBuild, Cause, Notification, PluginEvent } from './payload.js';

/** A build, whoever told it. */
export interface Build {
  /** Full name of the job with its folders, `shop/till/main`. */
  readonly job: string;
  readonly number: number;
  readonly url?: string | undefined;
  readonly startedAt?: string | undefined;
  readonly finishedAt?: string | undefined;
  /** In the words of Jenkins. */
  readonly result?: string | undefined;
  readonly causes: readonly Cause[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly repo?: string | undefined;
  readonly sha?: string | undefined;
  readonly branch?: string | undefined;
  readonly messages: readonly string[];
  readonly tests?: { readonly total?: number | undefined; readonly failed?: number | undefined } | undefined;
  readonly artifacts: readonly string[];
}

/** `https://ci.example/jenkins/job/shop/job/till/12/` is job `shop/till`. */
export const jobAt = (...addresses: readonly (string | undefined)[]): string | undefined => {
  for (const address of addresses) {
    const names = Array.from(` /${address ?? ''}`.matchAll(/\/job\/([^/?#]+)/g), (match) =>
      decoded(match[1]!),
    );
    if (names.length > 0) return names.join('/');
  }
  return undefined;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const SHA = /^[0-9a-f]{40}$/;
const shaIn = (text: string | undefined): string | undefined => (text && SHA.test(text) ? text : undefined);

const branchIn = (name: string | undefined): string | undefined =>
  name?.replace(/^refs\/(?:heads|remotes)\//, '').replace(/^origin\//, '');

const later = (start: string | undefined, ms: number | undefined): string | undefined =>
  start && ms !== undefined && ms >= 0 && ms < 1e12
    ? new Date(Date.parse(start) + ms).toISOString()
    : undefined;

export const ENDED: ReadonlySet<string> = new Set(['COMPLETED', 'FINALIZED', 'FINISHED']);

/** The time of a notification is that of its phase. */
export const ofNotification = ({ name, url, build }: Notification): Build | undefined => {
  const job = jobAt(build.full_url, build.url, url) ?? name;
  if (!job || build.number === undefined) return undefined;
  const ended = ENDED.has(build.phase?.toUpperCase() ?? '');
  return {
    job,
    number: build.number,
    url: build.full_url,
    startedAt: ended ? undefined : build.timestamp,
    finishedAt: ended ? build.timestamp : undefined,
    result: build.status,
    causes: [],
    parameters: build.parameters,
    repo: repoAt(build.scm?.url),
    sha: shaIn(build.scm?.commit),
    branch: branchIn(build.scm?.branch),
    messages: build.scm?.changes ?? [],
    tests: build.test_summary,
    artifacts: Object.keys(build.artifacts),
  };
};

/** Of a run that ended the plug-in tells how; of one that began nothing but that. */
export const ofPlugin = (
  { id, time, url, outcome, data }: PluginEvent,
  ended: boolean,
): Build | undefined => {
  const build = data?.build;
  const job = jobAt(build?.fullUrl, url, build?.url, data?.url) ?? data?.name;
  const number = build?.number ?? Number(id);
  if (!job || !Number.isSafeInteger(number)) return undefined;
  return {
    job,
    number,
    url: build?.fullUrl,
    startedAt: ended ? undefined : time,
    finishedAt: ended ? time : undefined,
    result: build?.status ?? outcome,
    causes: data?.userId ? [userCause(data.userId, data.userName)] : [],
    parameters: build?.parameters ?? {},
    repo: repoAt(build?.scmState?.url),
    sha: shaIn(build?.scmState?.commit),
    branch: branchIn(build?.scmState?.branch),
    messages: [],
    artifacts: [],
  };
};

const userCause = (userId: string, userName: string | undefined): Cause => ({
  _class: 'hudson.model.Cause$UserIdCause',
  userId,
  userName,
  shortDescription: undefined,
  upstreamProject: undefined,
  upstreamBuild: undefined,
});

/** @param address from where the build was read, for those whose answer does not name their job. */
export const ofApi = (build: ApiBuild, address: string | undefined): Build | undefined => {
  const job =
    jobAt(build.url, address) ?? build.fullDisplayName?.replace(/ #\d+$/, '').replaceAll(' » ', '/');
  if (!job) return undefined;
  const revision = build.actions.find(({ lastBuiltRevision }) => lastBuiltRevision?.SHA1 !== undefined);
  const tested = build.actions.find(({ totalCount }) => totalCount !== undefined);
  const commits = [build.changeSet, ...build.changeSets].flatMap((set) => set?.items ?? []);
  return {
    job,
    number: build.number,
    url: build.url,
    startedAt: build.timestamp,
    finishedAt: build.building || !build.result ? undefined : later(build.timestamp, build.duration),
    result: build.result,
    // What interrupted a build is told like a cause, but is none.
    causes: build.actions
      .filter(({ _class }) => !_class?.includes('Interrupted'))
      .flatMap(({ causes }) => causes),
    parameters: Object.fromEntries(
      build.actions.flatMap(({ parameters }) => parameters.map(({ name, value }) => [name, value])),
    ),
    repo: repoAt(revision?.remoteUrls[0]),
    sha: shaIn(revision?.lastBuiltRevision?.SHA1),
    branch: branchIn(revision?.lastBuiltRevision?.branch[0]?.name),
    messages: commits.flatMap(({ msg, comment }) => comment ?? msg ?? []),
    tests: tested && { total: tested.totalCount, failed: tested.failCount },
    artifacts: build.artifacts.flatMap(({ relativePath, fileName }) => relativePath ?? fileName ?? []),
  };
};
