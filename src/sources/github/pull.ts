import { instantOf } from '../../support/loose.js';
import { eachOf, type NewestFirstPage, type NewestFirstRecord, newestFirst } from '../newest-first.js';
import { isFields } from '../reading.js';
import type { Pull, PullAnswer, PullClient, Pulled, RawRequest, Setting } from '../source.js';
import type { GithubSettings } from './settings.js';

type Members = Readonly<Record<string, unknown>>;

const HOUR = 3_600_000;
const PAGE_SIZE = 100;

const NEXT = /<([^>]+)>\s*;[^,]*\brel="?next"?/;

/** The next page by the header `Link`: an address, which may be on its way to another host only if the client lets it. */
const nextPage = ({ headers }: PullAnswer): string | undefined => NEXT.exec(headers['link'] ?? '')?.[1];

/** Lists stand alone, or in a member of the answer (`workflow_runs`, `jobs`). */
const membersIn = (answer: PullAnswer, key?: string): Members[] => {
  const body = answer.json();
  const list = key && isFields(body) ? body[key] : body;
  return Array.isArray(list) ? list.filter(isFields) : [];
};

const recordOf = (kind: string, value: unknown): RawRequest => ({
  headers: { 'x-throughline-record': kind, 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(value)),
});

/** All pages of a list that is short enough to be read whole. */
const all = async (client: PullClient, path: string, key?: string): Promise<Members[]> => {
  const members: Members[] = [];
  let page: string | undefined = path;
  let query: Record<string, number> | undefined = { per_page: PAGE_SIZE };
  while (page !== undefined) {
    const answer: PullAnswer = await client.get(page, query);
    members.push(...membersIn(answer, key));
    page = nextPage(answer);
    query = undefined;
  }
  return members;
};

interface Listing {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Where the list stands in the answer. */
  readonly key?: string;
  /** The member by which the pages are in order, newest first. */
  readonly time: string;
  /** The record itself and what belongs to it. */
  readonly requests: (record: Members) => Promise<readonly RawRequest[]>;
}

const pageOf = async (
  client: PullClient,
  { path, query, key, time, requests }: Listing,
  page: string | undefined,
): Promise<NewestFirstPage> => {
  const answer = await (page === undefined
    ? client.get(path, { ...query, per_page: PAGE_SIZE })
    : client.get(page));
  const records = membersIn(answer, key).map((record): NewestFirstRecord => {
    const at = record[time];
    return {
      at: typeof at === 'string' || typeof at === 'number' ? instantOf(at) : undefined,
      requests: () => requests(record),
    };
  });
  return { records, next: nextPage(answer) };
};

const listingsOf = (client: PullClient, base: string): Record<string, Listing> => ({
  pulls: {
    path: `${base}/pulls`,
    query: { state: 'all', sort: 'updated', direction: 'desc' },
    time: 'updated_at',
    requests: async (change) => [
      recordOf('pull_request', change),
      ...(await all(client, `${base}/pulls/${Number(change['number'])}/reviews`)).map((review) =>
        recordOf('review', { ...review, pull_request: change, url: urlBelow(change) }),
      ),
    ],
  },
  runs: {
    path: `${base}/actions/runs`,
    query: {},
    key: 'workflow_runs',
    time: 'created_at',
    requests: async (run) => [
      recordOf('workflow_run', run),
      ...(await all(client, `${base}/actions/runs/${Number(run['id'])}/jobs`, 'jobs')).map((job) =>
        recordOf('workflow_job', { ...job, workflow_name: job['workflow_name'] ?? run['name'] }),
      ),
    ],
  },
  deployments: {
    path: `${base}/deployments`,
    query: {},
    time: 'created_at',
    requests: async (deployment) => [
      recordOf('deployment', deployment),
      ...(await all(client, `${base}/deployments/${Number(deployment['id'])}/statuses`)).map((status) =>
        recordOf('deployment_status', { ...status, deployment, url: urlBelow(deployment) }),
      ),
    ],
  },
});

/** A record that tells no address of its own is found by that of what it belongs to. */
const urlBelow = (record: Members): unknown => record['url'];

/** An entry tells no id by which its log could be gone through, but its time, newest first. */
const auditListing = (api: string, organization: string): Listing => ({
  path: `${api}/orgs/${organization}/audit-log`,
  query: { include: 'all', order: 'desc' },
  time: '@timestamp',
  requests: async (entry) => [recordOf('audit', entry)],
});

const read = (
  cursor: string | undefined,
  client: PullClient,
  { settings }: Setting<GithubSettings>,
): AsyncIterable<Pulled> => {
  const { apiPath, repositories, organizations, overlapHours } = settings;
  const listings = new Map<string, Listing>();
  for (const repository of repositories) {
    for (const [kind, listing] of Object.entries(listingsOf(client, `${apiPath}/repos/${repository}`)))
      listings.set(`${repository} ${kind}`, listing);
  }
  for (const organization of organizations)
    listings.set(`${organization} audit`, auditListing(apiPath, organization));
  return eachOf([...listings.keys()], cursor, (name, known) =>
    newestFirst(known, overlapHours * HOUR, (page) => pageOf(client, listings.get(name)!, page)),
  );
};

/** The repositories and organizations that the settings name: changes with reviews, runs with jobs, deployments. */
export const pull: Pull<GithubSettings> = {
  headers: (credential) => ({
    authorization: `Bearer ${credential}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
  }),
  read,
};
