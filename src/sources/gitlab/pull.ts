import { z } from 'zod';
import { looseInstant } from '../../support/loose.js';
import { eachOf, newestFirst } from '../newest-first.js';
import { oldestFirst } from '../oldest-first.js';
import type { Pull, PullClient, Pulled, RawRequest, Setting } from '../source.js';
import type { GitlabSettings } from './settings.js';

const record = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  iid: z.union([z.string(), z.number()]).optional(),
  updated_at: looseInstant,
  created_at: looseInstant,
  released_at: looseInstant,
});
type Member = z.output<typeof record>;
const page = z.array(record);

/** The most that GitLab gives. */
const PAGE_SIZE = 100;
const HOUR = 3_600_000;

/** The lists of a project that can be asked for in the order of their last update, and for those since a time. */
const UPDATED = new Map([
  ['merge_request', 'merge_requests'],
  ['pipeline', 'pipelines'],
  ['deployment', 'deployments'],
  ['issue', 'issues'],
]);

const requestOf = (kind: string, value: unknown): RawRequest => ({
  headers: { 'x-throughline-record': kind, 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(value)),
});

interface Project {
  readonly client: PullClient;
  /** Below which its things are. */
  readonly base: string;
  /** Its address and path, which records of some kinds do not tell. */
  readonly about: unknown;
}

const projectAt = async (client: PullClient, path: string): Promise<Project> => {
  const base = `api/v4/projects/${encodeURIComponent(path)}`;
  const told = z
    .looseObject({ web_url: z.string(), path_with_namespace: z.string(), default_branch: z.unknown() })
    .parse((await client.get(base)).json());
  const { web_url, path_with_namespace, default_branch } = told;
  return { client, base, about: { web_url, path_with_namespace, default_branch } };
};

const askPage = async ({ client, base }: Project, path: string, query: object): Promise<Member[]> =>
  page.parse((await client.get(`${base}/${path}`, { per_page: PAGE_SIZE, ...query })).json());

const all = async (project: Project, path: string): Promise<Member[]> => {
  const members: Member[] = [];
  for (let number = 1; ; number += 1) {
    const found = await askPage(project, path, { page: number });
    members.push(...found);
    if (found.length < PAGE_SIZE) return members;
  }
};

/** What belongs to a record is asked for along with it: approvals, and the jobs of a pipeline with those that it triggers. */
const requestsOf = async (project: Project, kind: string, member: Member): Promise<RawRequest[]> => {
  const { client, base, about } = project;
  const one = { ...member, project: about };
  if (kind === 'merge_request') {
    const approvals = (await client.get(`${base}/merge_requests/${member.iid}/approvals`)).json();
    return [requestOf(kind, { ...one, approvals })];
  }
  if (kind !== 'pipeline') return [requestOf(kind, one)];
  const whole = record.parse((await client.get(`${base}/pipelines/${member.id}`)).json());
  const jobs = [
    ...(await all(project, `pipelines/${member.id}/jobs`)),
    ...(await all(project, `pipelines/${member.id}/bridges`)),
  ];
  return [
    requestOf(kind, { ...one, ...whole }),
    ...jobs.map((job) => requestOf('job', { ...job, project: about })),
  ];
};

const readUpdated = (project: Project, kind: string, cursor: string | undefined, overlapMs: number) =>
  oldestFirst(cursor, overlapMs, async (since, number) => {
    const query = { order_by: 'updated_at', sort: 'asc', updated_after: since, page: number };
    const members = await askPage(project, UPDATED.get(kind)!, query);
    const records = members.map((member) => ({
      at: member.updated_at,
      requests: () => requestsOf(project, kind, member),
    }));
    return { records, isLast: members.length < PAGE_SIZE };
  });

/** Releases and the audit log cannot be asked for in the order that they were changed in. */
const readNewest = (project: Project, kind: string, cursor: string | undefined, overlapMs: number) =>
  newestFirst(cursor, overlapMs, async (token = '1') => {
    const members = await askPage(project, `${kind}s`, { page: token });
    const records = members.map((member) => ({
      at: member.created_at,
      requests: () => requestsOf(project, kind, member),
    }));
    const next = members.length < PAGE_SIZE ? undefined : String(Number(token) + 1);
    return { records, next };
  });

const read = (
  cursor: string | undefined,
  client: PullClient,
  { settings }: Setting<GitlabSettings>,
): AsyncIterable<Pulled> =>
  eachOf(settings.projects, cursor, async function* (path, known) {
    const project = await projectAt(client, path);
    const overlapMs = settings.overlapHours * HOUR;
    const kinds = [...UPDATED.keys(), 'release', ...(settings.auditEvents ? ['audit_event'] : [])];
    yield* eachOf(kinds, known, (kind, since) =>
      UPDATED.has(kind)
        ? readUpdated(project, kind, since, overlapMs)
        : readNewest(project, kind, since, overlapMs),
    );
  });

/** Merge requests with approvals, pipelines with jobs, deployments, issues and releases of the projects in the settings. */
export const pull: Pull<GitlabSettings> = {
  headers: (credential) => ({ authorization: `Bearer ${credential}` }),
  read,
};
