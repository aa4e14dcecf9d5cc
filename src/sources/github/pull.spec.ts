import { pulledBy, serveApi, type TestApi } from '../../../test/support/pull.js';
import { readSample } from '../../../test/support/samples.js';
import { interpretRequest, settingOf } from '../interpret.js';
import type { Pulled, Setting } from '../source.js';
import { github } from './index.js';
import { pull } from './pull.js';
import type { GithubSettings } from './settings.js';

const setting = settingOf(github, 'github', {
  repositories: ['bellfounders/carillon'],
  organizations: ['bellfounders'],
}) as Setting<GithubSettings>;

const sampleOf = (name: string) => readSample('github', name).body as Record<string, unknown>;
const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T09:00:00Z`;

/** What each list of the API holds, newest first, two a page. */
const listAt = (path: string, changes: readonly number[]): unknown[] => {
  if (path.endsWith('/reviews')) return [sampleOf('api-review')];
  if (path.endsWith('/jobs')) return [sampleOf('api-workflow-job')];
  if (path.endsWith('/statuses')) return [sampleOf('api-deployment-status')];
  if (path.endsWith('/pulls'))
    return changes.map((number) => ({ ...sampleOf('api-pull-request'), number, updated_at: day(number) }));
  if (path.endsWith('/runs')) return [sampleOf('api-workflow-run')];
  if (path.endsWith('/audit-log')) return (sampleOf('audit-log') as unknown as unknown[]).slice(0, 2);
  const { deployment } = sampleOf('api-deployment-status');
  return [deployment];
};

const linkHeader = (link: string | undefined): Record<string, string> => (link ? { link } : {});

const answerWith = (changes: readonly number[]) => (url: URL, host: string | undefined) => {
  const list = listAt(url.pathname, changes);
  const page = Number(url.searchParams.get('page') ?? 1);
  const next = `<http://${host}${url.pathname}?page=${page + 1}>; rel="next", <http://${host}/>; rel="last"`;
  const shown = list.slice(page * 2 - 2, page * 2);
  const key = /\/(jobs|runs)$/.exec(url.pathname)?.[1];
  const body = key ? { total_count: 1, [key === 'runs' ? 'workflow_runs' : key]: shown } : shown;
  return { headers: linkHeader(page * 2 < list.length ? next : undefined), body };
};

const numbersOf = (pulled: readonly Pulled[]): number[] =>
  pulled
    .filter(({ request }) => request.headers['x-throughline-record'] === 'pull_request')
    .map(({ request }) => (JSON.parse(request.body.toString()) as { number: number }).number);

describe('reading what GitHub keeps', () => {
  let api: TestApi;
  let changes: number[];

  beforeEach(async () => {
    changes = [5, 4, 3, 2, 1];
    api = await serveApi((url, request) => answerWith(changes)(url, request.headers.host));
  });
  afterEach(() => api.stop());

  const read = (cursor?: string, most?: number) => pulledBy(pull.read(cursor, api.client, setting), most);

  it('follows the links from page to page, and each record is understood', async () => {
    const pulled = await read();
    expect(numbersOf(pulled)).toEqual([5, 4, 3, 2, 1]);
    const kinds = new Set(pulled.map(({ request }) => request.headers['x-throughline-record']));
    expect([...kinds]).toEqual([
      'pull_request',
      'review',
      'workflow_run',
      'workflow_job',
      'deployment',
      'deployment_status',
      'audit',
    ]);
    for (const { request } of pulled)
      expect(interpretRequest(github, request, setting).outcome).toBe('accepted');
  });

  it('reads then only what changed, and what may have been under way', async () => {
    const before = await read();
    changes.unshift(7);
    expect(numbersOf(await read(before.at(-1)!.cursor))).toEqual([7, 5, 4]);
  });

  it.each([1, 3, 4, 9, 12])('misses nothing when it is cut off after %i records', async (cut) => {
    const first = await read(undefined, cut);
    changes.unshift(6);
    const rest = await read(first.at(-1)!.cursor);
    expect(new Set([...numbersOf(first), ...numbersOf(rest)])).toEqual(new Set([6, 5, 4, 3, 2, 1]));
  });
});
