import { pulledBy, serveApi, type TestApi } from '../../../test/support/pull.js';
import { interpretRequest, settingOf } from '../interpret.js';
import type { Setting } from '../source.js';
import { awx } from './index.js';
import { pull } from './pull.js';
import type { AwxSettings } from './settings.js';

const setting = settingOf(awx, 'oven', { overlapHours: 1 }) as Setting<AwxSettings>;

interface Job {
  readonly id: number;
  readonly created: string;
}

const jobAt = (id: number, hour: number): Job => ({
  id,
  created: `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z`,
});
const SIZE = 2;

describe('reading what AWX keeps', () => {
  let api: TestApi;
  let jobs: Job[];

  beforeEach(async () => {
    // Three of one moment, more than a page holds.
    jobs = [jobAt(1, 1), jobAt(2, 2), jobAt(3, 3), jobAt(4, 3), jobAt(5, 3), jobAt(6, 4), jobAt(7, 9)];
    api = await serveApi((url) => {
      if (!url.pathname.includes('unified_jobs')) return { body: { count: 0, next: null, results: [] } };
      const from = url.searchParams.get('created__gte') ?? '';
      const all = jobs.filter(({ created }) => created >= from);
      const start = (Number(url.searchParams.get('page')) - 1) * SIZE;
      const results = all.slice(start, start + SIZE).map((job) => ({
        ...job,
        type: 'job',
        status: 'successful',
        started: job.created,
        finished: job.created,
      }));
      return { body: { count: all.length, next: start + SIZE < all.length ? 'more' : null, results } };
    });
  });
  afterEach(() => api.stop());

  const idsOf = (pulled: readonly { request: { body: Buffer } }[]) => [
    ...new Set(pulled.map(({ request }) => (JSON.parse(request.body.toString()) as Job).id)),
  ];

  it('reads all, the oldest first, and each record is understood', async () => {
    const pulled = await pulledBy(pull.read(undefined, api.client, setting));
    expect(idsOf(pulled)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(pulled[0]!.total).toBe(7);
    for (const { request } of pulled)
      expect(interpretRequest(awx, request, setting).outcome).toBe('accepted');
  });

  it('goes on from where it was, and an hour before', async () => {
    const before = await pulledBy(pull.read(undefined, api.client, setting));
    jobs.push(jobAt(8, 10));
    const after = await pulledBy(pull.read(before.at(-1)!.cursor, api.client, setting));
    expect(idsOf(after)).toEqual([7, 8]);
  });

  it.each([1, 2, 3, 5, 7])(
    'misses nothing when it is cut off after %i records and some are deleted',
    async (cut) => {
      const first = await pulledBy(pull.read(undefined, api.client, setting), cut);
      jobs.shift();
      const rest = await pulledBy(pull.read(first.at(-1)!.cursor, api.client, setting));
      expect(new Set([...idsOf(first), ...idsOf(rest)])).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
    },
  );
});
