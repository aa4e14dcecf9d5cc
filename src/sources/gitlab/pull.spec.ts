import { pulledBy, type Say, serveApi, type TestApi } from '../../../test/support/pull.js';
import { interpretRequest, settingOf } from '../interpret.js';
import type { Pulled, Setting } from '../source.js';
import { gitlab } from './index.js';
import { pull } from './pull.js';
import type { GitlabSettings } from './settings.js';

const setting = settingOf(gitlab, 'gitlab', {
  projects: ['bakery/till'],
  auditEvents: true,
  overlapHours: 1,
}) as Setting<GitlabSettings>;

const HOST = 'https://gitlab.com/bakery/till';
const SHA = 'c'.repeat(40);

interface Member {
  readonly iid: number;
  readonly updated_at: string;
}

const mergeRequest = (iid: number, minute: number) => ({
  id: 9_000 + iid,
  iid,
  state: 'opened',
  source_branch: `b${iid}`,
  target_branch: 'main',
  created_at: '2026-03-02T08:00:00.000Z',
  updated_at: new Date(Date.UTC(2026, 2, 2, 8, minute)).toISOString(),
  web_url: `${HOST}/-/merge_requests/${iid}`,
});

const PARTS: Record<string, unknown> = {
  '': { web_url: HOST, path_with_namespace: 'bakery/till', default_branch: 'main' },
  '/pipelines/31': { id: 31, finished_at: '2026-03-02T09:09:00.200Z', user: { username: 'ann-b' } },
  '/pipelines': [
    {
      id: 31,
      sha: SHA,
      ref: 'main',
      status: 'success',
      updated_at: '2026-03-02T09:09:00Z',
      web_url: `${HOST}/-/pipelines/31`,
    },
  ],
  '/pipelines/31/jobs': [
    { id: 381, stage: 'test', name: 'unit', status: 'success', finished_at: '2026-03-02T09:04:00Z' },
  ],
  '/pipelines/31/bridges': [
    { id: 383, stage: 'deploy', name: 'all', status: 'success', finished_at: '2026-03-02T09:05:00Z' },
  ],
  '/releases': [{ tag_name: 'v1', created_at: '2026-03-02T09:20:00Z', released_at: '2026-03-02T09:20:00Z' }],
  '/audit_events': [
    { id: 7, author_id: 12, created_at: '2026-03-02T08:55:00Z', details: { change: 'visibility' } },
  ],
};

/** Pages of 100 in the order of the last update, as GitLab has them. */
const answerWith =
  (mergeRequests: readonly Member[]) =>
  (url: URL): Say => {
    const path = decodeURIComponent(url.pathname).replace('/api/v4/projects/bakery/till', '');
    if (path.endsWith('/approvals')) return { body: { approved_by: [] } };
    if (path !== '/merge_requests') return { body: PARTS[path] ?? [] };
    const since = url.searchParams.get('updated_after') ?? '';
    const start = (Number(url.searchParams.get('page')) - 1) * 100;
    const found = mergeRequests
      .filter(({ updated_at }) => updated_at >= since)
      .toSorted((a, b) => (a.updated_at < b.updated_at ? -1 : 1));
    return { body: found.slice(start, start + 100) };
  };

const idsOf = (pulled: readonly Pulled[], kind: string): unknown[] =>
  pulled
    .filter(({ request }) => request.headers['x-throughline-record'] === kind)
    .map(({ request }) => (JSON.parse(request.body.toString()) as { iid?: number; id?: number }).iid ?? 0);

describe('a pull of GitLab', () => {
  let api: TestApi;
  let mergeRequests: Member[];
  beforeEach(async () => {
    mergeRequests = Array.from({ length: 250 }, (_, i) => mergeRequest(i + 1, i));
    api = await serveApi((url) => answerWith(mergeRequests)(url));
  });
  afterEach(() => api.stop());

  it('reads everything with what belongs to it, and all of it is understood', async () => {
    const pulled = await pulledBy(pull.read(undefined, api.client, setting));
    expect(new Set(idsOf(pulled, 'merge_request')).size).toBe(250);
    for (const kind of ['pipeline', 'release', 'audit_event']) expect(idsOf(pulled, kind)).toHaveLength(1);
    expect(idsOf(pulled, 'job')).toHaveLength(2);
    for (const { request } of pulled)
      expect(interpretRequest(gitlab, request, setting).outcome).toBe('accepted');
  });

  it('reads from its cursor only what is new, and what may have been under way', async () => {
    const first = await pulledBy(pull.read(undefined, api.client, setting));
    mergeRequests = [mergeRequest(1, 0), mergeRequest(2, 5_000)];
    const again = await pulledBy(pull.read(first.at(-1)!.cursor, api.client, setting));
    expect(idsOf(again, 'merge_request')).toEqual([2]);
  });

  it.each([1, 99, 100, 101, 199])(
    'misses nothing when it is cut off after %i and things move',
    async (cut) => {
      const first = await pulledBy(pull.read(undefined, api.client, setting), cut);
      mergeRequests = mergeRequests.map((one) => (one.iid === 50 ? mergeRequest(50, 400) : one));
      const rest = await pulledBy(pull.read(first.at(-1)!.cursor, api.client, setting));
      expect(new Set([...idsOf(first, 'merge_request'), ...idsOf(rest, 'merge_request')]).size).toBe(250);
    },
  );
});
