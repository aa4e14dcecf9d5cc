import { instantOf } from '../../support/loose.js';
import { eachOf, type NewestFirstPage, newestFirst } from '../newest-first.js';
import { isFields } from '../reading.js';
import type { Pull, PullClient, Pulled, PullQuery, RawRequest, Setting } from '../source.js';
import type { AzureSettings } from './settings.js';

type Members = Readonly<Record<string, unknown>>;

const HOUR = 3_600_000;
const PAGE_SIZE = 100;
const VERSION = '7.1';

const membersIn = (value: unknown, key: string): Members[] => {
  const list = isFields(value) ? value[key] : undefined;
  return Array.isArray(list) ? list.filter(isFields) : [];
};

const recordOf = (kind: string, value: unknown): RawRequest => ({
  headers: { 'x-throughline-record': kind, 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(value)),
});

const timeOf = (...told: readonly unknown[]): string | undefined => {
  const time = told.find((one) => typeof one === 'string');
  return time === undefined ? undefined : instantOf(time, 'utc');
};

/** A build and the jobs of its timeline, each with the build beside it. */
const buildWithJobs = async (client: PullClient, base: string, build: Members): Promise<RawRequest[]> => {
  const answer = await client.get(`${base}/build/builds/${Number(build['id'])}/timeline`, {
    'api-version': VERSION,
  });
  // A build that has not begun has no timeline: the answer has no body.
  const timeline = answer.body.length > 0 ? membersIn(answer.json(), 'records') : [];
  const { id, url, definition } = build;
  const jobs = timeline.filter(({ type }) => type === 'Job');
  return [
    recordOf('build', build),
    ...jobs.map((job) => recordOf('timeline', { ...job, build: { id, url, definition } })),
  ];
};

/** Builds are paged by a token that stands in a header; a walk that was cut off goes on with it. */
const buildPage = async (
  client: PullClient,
  base: string,
  token: string | undefined,
): Promise<NewestFirstPage> => {
  const query: PullQuery = {
    'api-version': VERSION,
    queryOrder: 'queueTimeDescending',
    $top: PAGE_SIZE,
    continuationToken: token,
  };
  const answer = await client.get(`${base}/build/builds`, query);
  const records = membersIn(answer.json(), 'value').map((build) => ({
    at: timeOf(build['queueTime'], build['startTime']),
    requests: () => buildWithJobs(client, base, build),
  }));
  return { records, next: answer.headers['x-ms-continuationtoken'] };
};

/** Those still open are few and change without a trace, so all of them are read anew each time. */
const openPage = async (
  client: PullClient,
  base: string,
  skip: string | undefined,
): Promise<NewestFirstPage> => {
  const from = Number(skip ?? 0);
  const changes = await pullRequests(client, base, { 'searchCriteria.status': 'active', $skip: from });
  const records = changes.map((change) => ({
    at: undefined,
    requests: async () => [recordOf('pull_request', change)],
  }));
  return { records, next: changes.length === PAGE_SIZE ? String(from + PAGE_SIZE) : undefined };
};

const pullRequests = async (client: PullClient, base: string, query: PullQuery): Promise<Members[]> => {
  const all = { 'api-version': VERSION, $top: PAGE_SIZE, ...query };
  return membersIn((await client.get(`${base}/git/pullrequests`, all)).json(), 'value');
};

/** `since`: all that was closed until then is known. `skip` and `latest`: how far a walk has come. */
interface Closed {
  readonly since?: string | undefined;
  readonly skip?: number;
  readonly latest?: string | undefined;
}

/**
 * The order of closed ones is documented nowhere, so no page tells that it is the last that is new: the API is asked for
 * those closed since the last walk, and the walk goes to its end. What is closed meanwhile comes with the next walk.
 */
async function* closedSince(
  cursor: string | undefined,
  overlapMs: number,
  page: (query: PullQuery) => Promise<Members[]>,
): AsyncGenerator<Pulled> {
  let { since, skip = 0, latest }: Closed = cursor === undefined ? {} : (JSON.parse(cursor) as Closed);
  const from = since && new Date(Date.parse(since) - overlapMs).toISOString();
  const range = from && { 'searchCriteria.minTime': from, 'searchCriteria.queryTimeRangeType': 'closed' };
  for (;;) {
    const changes = await page({ $skip: skip, ...range });
    const here: Closed = { since, skip, latest };
    const times = changes.map(({ closedDate }) => timeOf(closedDate)).filter((time) => time !== undefined);
    latest = [latest, since, ...times]
      .filter((time) => time !== undefined)
      .sort()
      .at(-1);
    const isLast = changes.length < PAGE_SIZE;
    skip += changes.length;
    const after: Closed = isLast ? { since: latest } : { since, skip, latest };
    for (const [i, change] of changes.entries()) {
      const reached = i === changes.length - 1 ? after : here;
      yield { request: recordOf('pull_request', change), cursor: JSON.stringify(reached) };
    }
    if (isLast) return;
  }
}

type Walk = (cursor: string | undefined) => AsyncIterable<Pulled>;

const walksOf = (client: PullClient, project: string, overlapMs: number): Record<string, Walk> => {
  const base = `/${encodeURIComponent(project)}/_apis`;
  const closed =
    (status: string): Walk =>
    (cursor) =>
      closedSince(cursor, overlapMs, (query) =>
        pullRequests(client, base, { 'searchCriteria.status': status, ...query }),
      );
  return {
    builds: (cursor) => newestFirst(cursor, overlapMs, (token) => buildPage(client, base, token)),
    active: (cursor) => newestFirst(cursor, overlapMs, (skip) => openPage(client, base, skip)),
    completed: closed('completed'),
    abandoned: closed('abandoned'),
  };
};

const read = (
  cursor: string | undefined,
  client: PullClient,
  { settings }: Setting<AzureSettings>,
): AsyncIterable<Pulled> => {
  const walks = new Map<string, Walk>();
  for (const project of settings.projects) {
    const own = walksOf(client, project, settings.overlapHours * HOUR);
    for (const [kind, walk] of Object.entries(own)) walks.set(`${project} ${kind}`, walk);
  }
  return eachOf([...walks.keys()], cursor, (name, known) => walks.get(name)!(known));
};

/** Builds with their jobs, and pull requests, of the projects that the settings name. */
export const pull: Pull<AzureSettings> = {
  headers: (credential) => ({
    authorization: `Basic ${Buffer.from(`:${credential}`).toString('base64')}`,
  }),
  read,
};
