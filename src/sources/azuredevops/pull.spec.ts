import { pulledBy, type Say, serveApi, type TestApi } from '../../../test/support/pull.js';
import { readSample } from '../../../test/support/samples.js';
import { interpretRequest, settingOf } from '../interpret.js';
import type { Pulled, Setting } from '../source.js';
import { azuredevops } from './index.js';
import { pull } from './pull.js';
import type { AzureSettings } from './settings.js';

const setting = settingOf(azuredevops, 'azure', { projects: ['The Tower'] }) as Setting<AzureSettings>;

const sampleOf = (name: string) => readSample('azuredevops', name).body as Record<string, unknown>;

const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T09:00:00.1234567Z`;

const buildOf = (id: number) => ({ ...sampleOf('api-build'), id, queueTime: day(id) });
const changeOf = (id: number, status: string) => ({
  ...sampleOf('api-pull-request'),
  pullRequestId: id,
  status,
  closedDate: status === 'active' ? undefined : day((id % 27) + 1),
});

interface Kept {
  builds: number[];
  completed: number[];
}

/** Two builds and a hundred pull requests a page, as asked for or as the server likes. */
const answerWith =
  (kept: Kept) =>
  (url: URL): Say => {
    const { pathname, searchParams } = url;
    if (pathname.endsWith('/timeline')) return { body: { records: [sampleOf('api-timeline-job')] } };
    if (pathname.endsWith('/build/builds')) {
      const from = Number(searchParams.get('continuationToken') ?? 0);
      const next: Record<string, string> =
        from + 2 < kept.builds.length ? { 'x-ms-continuationtoken': String(from + 2) } : {};
      return { headers: next, body: { value: kept.builds.slice(from, from + 2).map(buildOf) } };
    }
    const status = searchParams.get('searchCriteria.status')!;
    const since = searchParams.get('searchCriteria.minTime') ?? '';
    const all = status === 'completed' ? kept.completed : status === 'active' ? [1] : [];
    const skip = Number(searchParams.get('$skip') ?? 0);
    const changes = all.map((id) => changeOf(id, status)).filter((one) => (one.closedDate ?? since) >= since);
    return { body: { value: changes.slice(skip, skip + 100) } };
  };

const idsOf = (pulled: readonly Pulled[], kind: string, key: string): number[] =>
  pulled
    .filter(({ request }) => request.headers['x-throughline-record'] === kind)
    .map(({ request }) => (JSON.parse(request.body.toString()) as Record<string, number>)[key]!);

describe('reading what Azure DevOps keeps', () => {
  let api: TestApi;
  let kept: Kept;

  beforeEach(async () => {
    kept = { builds: [5, 4, 3, 2, 1], completed: Array.from({ length: 130 }, (_, i) => i + 2) };
    api = await serveApi((url) => answerWith(kept)(url));
  });
  afterEach(() => api.stop());

  const read = (cursor?: string, most?: number) => pulledBy(pull.read(cursor, api.client, setting), most);

  it('goes through all pages by token and by number, and each record is understood', async () => {
    const pulled = await read();
    expect(idsOf(pulled, 'build', 'id')).toEqual([5, 4, 3, 2, 1]);
    expect(new Set(idsOf(pulled, 'pull_request', 'pullRequestId')).size).toBe(131);
    for (const { request } of pulled)
      expect(interpretRequest(azuredevops, request, setting).outcome).toBe('accepted');
    expect(api.asked[0]).toMatch(/^\/The%20Tower\/_apis\/build\/builds\?/);
  });

  it('reads then only what is new, and what may have changed', async () => {
    const before = await read();
    kept.builds.unshift(7);
    const after = await read(before.at(-1)!.cursor);
    expect(idsOf(after, 'build', 'id')).toEqual([7, 5, 4]);
    const changes = idsOf(after, 'pull_request', 'pullRequestId');
    expect(changes).toContain(1);
    expect(changes.length).toBeLessThan(30);
  });

  it.each([1, 3, 5, 9, 60, 111, 120])('misses nothing when it is cut off after %i records', async (cut) => {
    const first = await read(undefined, cut);
    kept.builds.unshift(6);
    const rest = await read(first.at(-1)!.cursor);
    const all = [...first, ...rest];
    expect(new Set(idsOf(all, 'build', 'id'))).toEqual(new Set([6, 5, 4, 3, 2, 1]));
    expect(new Set(idsOf(all, 'pull_request', 'pullRequestId')).size).toBe(131);
  });
});
