import { readAll, type Spoken, withApi } from '../../../test/support/recorded-api.js';
import { interpretRequest } from '../interpret.js';
import { rundeck } from './index.js';
import { pull } from './pull.js';
import { rundeckSettings } from './settings.js';

const setting = { source: 'ops', settings: rundeckSettings.parse({}) };
const START = Date.parse('2026-03-01T00:00:00Z');

const executionOf = (id: number) => ({
  id,
  status: 'succeeded',
  project: 'bakery',
  user: 'ann',
  job: { name: 'deploy' },
  'date-started': { unixtime: START + id * 60_000 },
  'date-ended': { unixtime: START + id * 60_000 + 5_000 },
});

/** Newest first, at most a hundred a page. */
const apiOf =
  (last: () => number) =>
  (url: URL): Spoken => {
    if (url.pathname.endsWith('/projects')) return { body: [{ name: 'bakery' }] };
    if (url.pathname.endsWith('/running'))
      return {
        body: { executions: [{ ...executionOf(9_000), status: 'running', 'date-ended': undefined }] },
      };
    const begin = Number(url.searchParams.get('begin') ?? 0);
    const all = Array.from({ length: last() }, (_, n) => executionOf(last() - n)).filter(
      (one) => one['date-ended'].unixtime >= begin,
    );
    const offset = Number(url.searchParams.get('offset'));
    return { body: { paging: { total: all.length, offset }, executions: all.slice(offset, offset + 100) } };
  };

const pullFrom = (answer: (url: URL) => Spoken, cursor?: string) =>
  withApi(answer, (client) => readAll(pull, cursor, { client, setting }));

const idsOf = (read: readonly { request: { body: Buffer } }[]): number[] =>
  read.map(({ request }) => (JSON.parse(request.body.toString()) as { id: number }).id);

describe('the history of Rundeck', () => {
  it('is read over all its pages, with what still runs', async () => {
    const read = await pullFrom(apiOf(() => 230));
    expect(new Set(idsOf(read)).size).toBe(231);
    expect(read[0]?.total).toBe(230);
    for (const { request } of read)
      expect(interpretRequest(rundeck, request, setting).outcome).toBe('accepted');
  });

  it('is read whole where executions end between two pages', async () => {
    let last = 230;
    const read = await pullFrom((url) => {
      const answer = apiOf(() => last)(url);
      if (url.pathname.endsWith('/executions')) last += 3;
      return answer;
    });
    const ids = new Set(idsOf(read));
    for (let id = 1; id <= 230; id += 1) expect(ids.has(id)).toBe(true);
  });

  it('goes on from its cursor, with overlap', async () => {
    const cursor = (await pullFrom(apiOf(() => 230))).at(-1)?.cursor;
    const ids = idsOf(
      await pullFrom(
        apiOf(() => 240),
        cursor,
      ),
    );
    expect(ids).toContain(240);
    expect(ids).toContain(216);
    expect(ids).not.toContain(200);
  });

  it('ends with an error where the server refuses the token', async () => {
    await expect(pullFrom(() => ({ status: 403, body: {} }))).rejects.toThrow('403');
  });
});
