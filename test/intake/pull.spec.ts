import { z } from 'zod';
import { pullSource } from '../../src/sources/intake/pull.js';
import { HttpPullClient } from '../../src/sources/intake/pull-client.js';
import type { AnySource, PullClient, Pulled } from '../../src/sources/source.js';
import { systemClock } from '../../src/support/clock.js';
import { type ApiServer, sendJson, startApiServer } from '../support/api-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** A system that keeps runs, numbered from 1, and gives them in pages of ten from a number on. */
const numbered: AnySource = {
  id: 'numbered',
  title: 'Numbered',
  about: { transport: 'none', authentication: 'none', deliveryKey: 'hash of the body' },
  headers: [],
  payload: z.object({ run: z.number() }),
  authenticate: () => ({ ok: false, reason: 'it only is read' }),
  interpret: () => ({ outcome: 'ignored', reason: 'read' }),
  pull: { headers: (credential) => ({ 'x-key': credential }), read: readRuns },
};

async function* readRuns(cursor: string | undefined, client: PullClient): AsyncIterable<Pulled> {
  for (let from = Number(cursor ?? 0); ; ) {
    const page = (await client.get('/runs', { from })).json() as { runs: number[]; total: number };
    for (const run of page.runs) {
      const body = Buffer.from(JSON.stringify({ run }));
      yield { request: { headers: {}, body }, cursor: String(run), total: page.total };
    }
    const last = page.runs.at(-1);
    if (last === undefined || last >= page.total) return;
    from = last;
  }
}

const TOTAL = 1_000;
/** A page begins one before the place that was asked for: the list grew meanwhile. */
const pageFrom = (from: number): number[] =>
  Array.from({ length: 11 }, (_, i) => from + i).filter((run) => run >= 1 && run <= TOTAL);

describe('a system that is read', () => {
  let database: TestDatabase;
  let server: ApiServer;
  /** What the server does instead of answering, request by request. */
  let troubles: (((response: import('node:http').ServerResponse) => void) | undefined)[];
  let keys: (string | string[] | undefined)[];
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await startApiServer((request, response, address) => {
      keys.push(request.headers['x-key']);
      const trouble = troubles.shift();
      if (trouble) return trouble(response);
      return sendJson(response, { runs: pageFrom(Number(address.searchParams.get('from'))), total: TOTAL });
    });
  });
  beforeEach(async () => {
    troubles = [];
    keys = [];
    server.asked.length = 0;
    await database.pool.query('delete from throughline.inbox');
    await database.pool.query('delete from throughline.source_pull');
  });
  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  const pull = (waits: string[] = []) =>
    pullSource(
      {
        name: 'numbered',
        source: numbered,
        setting: { source: 'numbered', settings: undefined },
        client: new HttpPullClient({
          url: `${server.url}/api`,
          headers: numbered.pull!.headers('s3cret'),
          firstPauseMs: 1,
          onWait: (ms, why) => waits.push(`${ms} ${why.split('/api').at(-1)}`),
        }),
      },
      { pool: database.pool, clock: systemClock },
    );
  const stored = async () => {
    const { rows } = await database.pool.query<{ runs: number; distinct_runs: number }>(
      'select count(*)::int as runs, count(distinct body)::int as distinct_runs from throughline.inbox',
    );
    return rows[0];
  };
  const state = async () =>
    (await database.pool.query('select cursor, total, error from throughline.source_pull')).rows[0];

  it('is read page by page to the end, each record once, also when pages overlap', async () => {
    await pull();
    expect(await stored()).toEqual({ runs: TOTAL, distinct_runs: TOTAL });
    expect(await state()).toEqual({ cursor: '1000', total: '1000', error: null });
    expect(server.asked[0]).toBe('GET /api/runs?from=0');
    expect(new Set(keys)).toEqual(new Set(['s3cret']));
  });

  it('is asked again after 429, after 5xx and after a connection that was cut', async () => {
    const waits: string[] = [];
    troubles = [
      (response) => response.writeHead(429, { 'retry-after': '0' }).end(),
      (response) => response.writeHead(502).end('bad gateway'),
      (response) => response.destroy(),
      (response) => {
        response.writeHead(200, { 'content-length': '9999' }).write('{"runs": [');
        setTimeout(() => response.destroy(), 5);
      },
      undefined,
      (response) =>
        response
          .writeHead(403, {
            'x-ratelimit-remaining': '0',
            'x-ratelimit-reset': String(Math.floor(Date.now() / 1_000)),
          })
          .end(),
    ];
    await pull(waits);
    expect(await stored()).toEqual({ runs: TOTAL, distinct_runs: TOTAL });
    expect(waits).toHaveLength(5);
    expect(waits[0]).toBe('0 /runs answered 429');
  });

  it('is read on from where it broke off, and says why it did', async () => {
    troubles = [...Array.from({ length: 50 }, () => undefined), (response) => response.writeHead(401).end()];
    await expect(pull()).rejects.toThrow('answered 401: check the credential of this source');
    const broken = await stored();
    expect(broken!.runs).toBeGreaterThan(300);
    expect(broken!.runs).toBeLessThan(600);
    expect((await state()).error).toContain('answered 401');
    server.asked.length = 0;
    await pull();
    expect(await stored()).toEqual({ runs: TOTAL, distinct_runs: TOTAL });
    expect(server.asked[0]).not.toBe('GET /api/runs?from=0');
    expect((await state()).error).toBeNull();
  });

  it('is left alone when it asks for more than a quarter of an hour', async () => {
    troubles = [(response) => response.writeHead(429, { 'retry-after': '3600' }).end()];
    await expect(pull()).rejects.toThrow('answered 429');
    expect(server.asked).toHaveLength(1);
  });

  it('is never left for another server, to which the credential would go', async () => {
    const client = new HttpPullClient({ url: server.url, headers: {} });
    await expect(client.get('https://elsewhere.example.org/runs')).rejects.toThrow('not followed');
  });

  it('is read by one reader at a time', async () => {
    const [one, other] = await Promise.allSettled([pull(), pull()]);
    expect([one.status, other.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(await stored()).toEqual({ runs: TOTAL, distinct_runs: TOTAL });
  });
});
