import { readAll, type Spoken, withApi } from '../../../test/support/recorded-api.js';
import { interpretRequest } from '../interpret.js';
import { stackstorm } from './index.js';
import { pull } from './pull.js';
import { stackstormSettings } from './settings.js';

interface Execution {
  readonly id: string;
  readonly start_timestamp: string;
  readonly status: string;
  readonly action: string;
}

const setting = { source: 'st2', settings: stackstormSettings.parse({}) };
const START = Date.parse('2026-03-01T00:00:00Z');

const executionAt = (n: number, status = 'succeeded', everySeconds = 10): Execution => ({
  id: `e${String(n).padStart(4, '0')}`,
  start_timestamp: new Date(START + n * everySeconds * 1_000).toISOString(),
  status,
  action: 'till.deploy',
});

/** Answers as StackStorm does: sorted, at most a hundred, with the total in a header. */
const pageOf = (all: readonly Execution[], url: URL): Spoken => {
  const after = url.searchParams.get('timestamp_gt') ?? '';
  const found = all.filter(({ start_timestamp }) => start_timestamp > after);
  const offset = Number(url.searchParams.get('offset'));
  return { headers: { 'x-total-count': String(found.length) }, body: found.slice(offset, offset + 100) };
};

const apiOf =
  (executions: readonly Execution[], others: Readonly<Record<string, unknown>> = {}) =>
  (url: URL): Spoken => {
    const path = url.pathname.slice('/api/v1/'.length);
    if (path === 'executions') return pageOf(executions, url);
    if (path.startsWith('executions/')) {
      const found = executions.find(({ id }) => `executions/${id}` === path);
      return found ? { body: found } : { status: 404, body: { faultstring: 'not found' } };
    }
    return {
      body: url.searchParams.get('offset') === '0' || path === 'inquiries' ? (others[path] ?? []) : [],
    };
  };

const idsOf = (read: readonly { request: { body: Buffer } }[]): string[] =>
  read.map(({ request }) => (JSON.parse(request.body.toString()) as { id: string }).id);

const pullFrom = (answer: (url: URL) => Spoken, cursor?: string) =>
  withApi(answer, (client) => readAll(pull, cursor, { client, setting }));

describe('the history of StackStorm', () => {
  it('is read over all its pages, each execution once', async () => {
    const all = Array.from({ length: 257 }, (_, n) => executionAt(n));
    const read = await pullFrom(apiOf(all));
    expect(new Set(idsOf(read))).toEqual(new Set(all.map(({ id }) => id)));
    expect(read.length).toBeLessThanOrEqual(257 + 2);
    expect(read[0]?.total).toBe(257);
    for (const { request } of read)
      expect(interpretRequest(stackstorm, request, setting).outcome).toBe('accepted');
  });

  it('is read whole where more executions than fit a page begin in one instant', async () => {
    const all = Array.from({ length: 250 }, (_, n) => executionAt(n, 'succeeded', 0));
    expect(new Set(idsOf(await pullFrom(apiOf(all)))).size).toBe(250);
  });

  it('is read whole where it is purged between two pages', async () => {
    const all = Array.from({ length: 300 }, (_, n) => executionAt(n));
    let kept = all;
    const ids = await pullFrom((url) => {
      const answer = apiOf(kept)(url);
      if (url.pathname === '/api/v1/executions') kept = all.slice(150);
      return answer;
    });
    const read = new Set(idsOf(ids));
    for (const { id } of [...all.slice(0, 100), ...all.slice(150)]) expect(read.has(id)).toBe(true);
  });

  it('goes on from its cursor with overlap, and asks again for what had not ended', async () => {
    const first = [executionAt(0, 'running'), ...Array.from({ length: 200 }, (_, n) => executionAt(n + 1))];
    const cursor = (await pullFrom(apiOf(first))).at(-1)?.cursor;
    const later = [executionAt(0), ...first.slice(1), executionAt(300)];
    const read = await pullFrom(apiOf(later), cursor);
    const ids = idsOf(read);
    expect(ids).toContain('e0000');
    expect(ids).toContain('e0300');
    expect(ids).toContain('e0200');
    expect(ids).not.toContain('e0050');
    expect(JSON.parse(read.at(-1)!.cursor)).toMatchObject({ open: [] });
  });

  it('forgets what was purged before it ended', async () => {
    const cursor = JSON.stringify({ seen: {}, open: ['gone'] });
    const read = await pullFrom(apiOf([executionAt(1)]), cursor);
    expect(idsOf(read)).toEqual(['e0001']);
    expect(JSON.parse(read.at(-1)!.cursor)).toMatchObject({ open: [] });
  });

  it('ends with an error where the server fails, so that nothing is taken for purged', async () => {
    const failing = pullFrom(() => ({ status: 503, body: 'busy' }), JSON.stringify({ open: ['e1'] }));
    await expect(failing).rejects.toThrow('503');
  });

  it('has trigger instances, enforcements, traces, and who is asked now', async () => {
    const waiting = { ...executionAt(3, 'pending'), action: 'core.ask' };
    const read = await pullFrom(
      apiOf([waiting], {
        triggerinstances: [{ id: 't1', trigger: 'a.b', occurrence_time: '2026-03-01T00:00:00Z' }],
        ruleenforcements: [{ id: 'r1', enforced_at: '2026-03-01T00:00:00Z', rule: { ref: 'a.r' } }],
        traces: [{ id: 'x1', trace_tag: 'SHOP-1', start_timestamp: '2026-03-01T00:00:00Z' }],
        inquiries: [{ id: waiting.id, users: ['ann'] }],
      }),
    );
    expect(read.map(({ request }) => request.headers['x-throughline-record'])).toEqual([
      'executions',
      'triggerinstances',
      'ruleenforcements',
      'traces',
      'executions',
    ]);
    for (const { request } of read)
      expect(interpretRequest(stackstorm, request, setting).outcome).toBe('accepted');
  });
});
