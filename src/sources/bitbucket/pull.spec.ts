import { pulledBy, type Say, serveApi, type TestApi } from '../../../test/support/pull.js';
import { interpretRequest, settingOf } from '../interpret.js';
import type { Pulled, Setting } from '../source.js';
import { bitbucket } from './index.js';
import { pull } from './pull.js';
import type { BitbucketSettings } from './settings.js';

const setting = settingOf(bitbucket, 'bitbucket', {
  repositories: ['bakery/till'],
  overlapHours: 1,
}) as Setting<BitbucketSettings>;

const minute = (count: number): string => new Date(Date.UTC(2026, 2, 2, 8, count)).toISOString();

const pullRequest = (id: number, updated: number) => ({
  id,
  title: `Change ${id}`,
  state: 'OPEN',
  created_on: minute(0),
  updated_on: minute(updated),
});
type PullRequest = ReturnType<typeof pullRequest>;

const pipeline = (count: number) => ({
  type: 'pipeline',
  uuid: `{p${count}}`,
  created_on: minute(count),
  completed_on: minute(count + 1),
  state: { name: 'COMPLETED', result: { name: 'SUCCESSFUL' } },
});

const deployment = (count: number) => ({
  type: 'deployment',
  uuid: `{d${count}}`,
  environment: { name: 'Test' },
  release: { created_on: minute(count) },
  state: { name: 'COMPLETED', started_on: minute(count), completed_on: minute(count) },
});

/** Fifty a page, in the order that was asked for; lists of pull requests leave out who takes part. */
const answerWith =
  (pullRequests: readonly PullRequest[], runs: number) =>
  (url: URL): Say => {
    const path = url.pathname.replace('/2.0/repositories/bakery/till/', '');
    const whole = /^pullrequests\/(\d+)$/.exec(path)?.[1];
    if (whole) return { body: { ...pullRequests.find(({ id }) => id === Number(whole)), participants: [] } };
    const since = /updated_on>="([^"]+)"/.exec(url.searchParams.get('q') ?? '')?.[1] ?? '';
    const newest = Array.from({ length: runs }, (_, i) => runs - i);
    const all =
      path === 'pullrequests'
        ? pullRequests
            .filter(({ updated_on }) => updated_on >= since)
            .toSorted((a, b) => (a.updated_on < b.updated_on ? -1 : 1))
        : newest.map((count) => (path === 'pipelines/' ? pipeline(count) : deployment(count)));
    const start = (Number(url.searchParams.get('page')) - 1) * 50;
    const next = start + 50 < all.length ? { next: 'https://api.bitbucket.org/…' } : {};
    return { body: { values: all.slice(start, start + 50), ...next } };
  };

const idsOf = (pulled: readonly Pulled[], kind: string): Set<unknown> =>
  new Set(
    pulled
      .filter(({ request }) => request.headers['x-throughline-record'] === kind)
      .map(({ request }) => JSON.parse(request.body.toString()) as { id?: number; uuid?: string })
      .map(({ id, uuid }) => id ?? uuid),
  );

describe('a pull of Bitbucket', () => {
  let api: TestApi;
  let pullRequests: PullRequest[];
  let runs: number;
  beforeEach(async () => {
    pullRequests = Array.from({ length: 120 }, (_, i) => pullRequest(i + 1, i));
    runs = 70;
    api = await serveApi((url) => answerWith(pullRequests, runs)(url));
  });
  afterEach(() => api.stop());

  it('reads everything, and all of it is understood', async () => {
    const pulled = await pulledBy(pull.read(undefined, api.client, setting));
    expect(idsOf(pulled, 'pullrequest').size).toBe(120);
    expect(idsOf(pulled, 'pipeline').size).toBe(70);
    expect(idsOf(pulled, 'deployment').size).toBe(70);
    for (const { request } of pulled)
      expect(interpretRequest(bitbucket, request, setting).outcome).toBe('accepted');
  });

  it('reads from its cursor only what is new, and what may have been under way', async () => {
    const first = await pulledBy(pull.read(undefined, api.client, setting));
    pullRequests = [pullRequest(1, 0), pullRequest(2, 500)];
    runs = 71;
    const again = await pulledBy(pull.read(first.at(-1)!.cursor, api.client, setting));
    expect(idsOf(again, 'pullrequest')).toEqual(new Set([2]));
    expect(idsOf(again, 'pipeline').has('{p71}')).toBe(true);
    expect(idsOf(again, 'pipeline').has('{p1}')).toBe(false);
  });

  it.each([1, 49, 50, 51, 119, 150, 190])(
    'misses nothing when it is cut off after %i and things move',
    async (cut) => {
      const first = await pulledBy(pull.read(undefined, api.client, setting), cut);
      pullRequests = pullRequests.map((one) => (one.id === 30 ? pullRequest(30, 300) : one));
      runs = 75;
      const rest = await pulledBy(pull.read(first.at(-1)!.cursor, api.client, setting));
      const seen = [...first, ...rest];
      expect(idsOf(seen, 'pullrequest').size).toBe(120);
      expect(idsOf(seen, 'pipeline').size).toBe(75);
      expect(idsOf(seen, 'deployment').size).toBe(75);
    },
  );

  it('shows a token, or a user with a password', () => {
    expect(pull.headers('t-1')).toEqual({ authorization: 'Bearer t-1' });
    expect(pull.headers('ann:pw')['authorization']).toMatch(/^Basic /);
  });
});
