import { z } from 'zod';
import { looseInstant, looseList, looseText } from '../../support/loose.js';
import { eachOf, newestFirst } from '../newest-first.js';
import { oldestFirst } from '../oldest-first.js';
import type { Pull, PullClient, Pulled, RawRequest, Setting } from '../source.js';
import type { BitbucketSettings } from './settings.js';

const member = z.looseObject({ created_on: looseInstant, updated_on: looseInstant });
type Member = z.output<typeof member>;
const page = z.object({ values: looseList(member), next: looseText });

const HOUR = 3_600_000;
/** The most that the API gives of pull requests. */
const PAGE_SIZE = 50;
const STATES = ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'];

interface Repository {
  readonly client: PullClient;
  readonly name: string;
  readonly overlapMs: number;
}

const requestOf = (kind: string, { name }: Repository, value: object): RawRequest => ({
  headers: { 'x-throughline-record': kind, 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ ...value, repository: { full_name: name } })),
});

const ask = async ({ client, name }: Repository, list: string, query: object) =>
  page.parse((await client.get(`2.0/repositories/${name}/${list}`, { pagelen: PAGE_SIZE, ...query })).json());

/** A list of pull requests leaves out who takes part, so each is asked for by itself. */
const wholePullRequest = async (repository: Repository, { id }: Member): Promise<RawRequest[]> => {
  const path = `2.0/repositories/${repository.name}/pullrequests/${String(id)}`;
  return [requestOf('pullrequest', repository, member.parse((await repository.client.get(path)).json()))];
};

const pullRequests = (repository: Repository, cursor: string | undefined): AsyncIterable<Pulled> =>
  oldestFirst(cursor, repository.overlapMs, async (since, number) => {
    const states = `(${STATES.map((state) => `state="${state}"`).join(' OR ')})`;
    const q = since ? `${states} AND updated_on>="${since}"` : states;
    const found = await ask(repository, 'pullrequests', { q, sort: 'updated_on', page: number });
    const records = found.values.map((one) => ({
      at: one.updated_on,
      requests: () => wholePullRequest(repository, one),
    }));
    return { records, isLast: found.next === undefined };
  });

/** One that has not begun has no time: it is read again each time, until it has. */
const begunAt = z.looseObject({ state: z.looseObject({ started_on: looseInstant }) });

const newest = (
  repository: Repository,
  [kind, list]: readonly [string, string],
  cursor: string | undefined,
): AsyncIterable<Pulled> =>
  newestFirst(cursor, repository.overlapMs, async (token = '1') => {
    const sort = kind === 'pipeline' ? '-created_on' : '-state.started_on';
    const found = await ask(repository, list, { sort, page: token });
    const records = found.values.map((one) => ({
      at: kind === 'pipeline' ? one.created_on : begunAt.safeParse(one).data?.state.started_on,
      requests: async () => [requestOf(kind, repository, one)],
    }));
    return { records, next: found.next === undefined ? undefined : String(Number(token) + 1) };
  });

const LISTS = new Map([
  ['pipeline', 'pipelines/'],
  ['deployment', 'deployments/'],
]);

const read = (
  cursor: string | undefined,
  client: PullClient,
  { settings }: Setting<BitbucketSettings>,
): AsyncIterable<Pulled> =>
  eachOf(settings.repositories, cursor, (name, known) => {
    const repository = { client, name, overlapMs: settings.overlapHours * HOUR };
    return eachOf(['pullrequest', ...LISTS.keys()], known, (kind, since) => {
      const list = LISTS.get(kind);
      return list === undefined ? pullRequests(repository, since) : newest(repository, [kind, list], since);
    });
  });

/** Pull requests, pipelines and deployments of the cloud; of the last two its webhooks tell nothing. */
export const pull: Pull<BitbucketSettings> = {
  /** `user:password` is an API token with its address, or an app password; anything else is an access token. */
  headers: (credential) => ({
    authorization: credential.includes(':')
      ? `Basic ${Buffer.from(credential).toString('base64')}`
      : `Bearer ${credential}`,
  }),
  read,
};
