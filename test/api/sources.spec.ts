import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startApi, type TestApi } from './app.js';

describe('sources over GraphQL', () => {
  let database: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    database = await createTestDatabase();
    api = await startApi(database.pool);
    await database.pool.query(`insert into throughline.source (name, system, created_at) values
      ('github', 'github', now()), ('quiet', 'cdevents', now())`);
    await database.pool.query(`insert into throughline.inbox
        (source, delivery_key, system, received_at, headers, body, state, reason, attempts, events) values
      ('github', 'a', 'github', '2026-01-05T08:00Z', '{}', '{}', 'accepted', null, 1, 2),
      ('github', 'b', 'github', '2026-01-05T09:00Z', '{}', '{}', 'ignored', 'ping says nothing about delivery', 1, null),
      ('github', 'c', 'github', '2026-01-05T10:00Z', '{"x-github-event":"push"}', '\\x7b00ff', 'rejected', 'body: not JSON', 1, null),
      ('github', 'd', 'github', '2026-01-05T11:00Z', '{}', '{}', 'dead', 'the database was away', 5, null),
      ('github', 'e', 'github', '2026-01-05T12:00Z', '{}', '{}', 'pending', null, 0, null)`);
    await database.pool.query(
      `insert into throughline.refused_delivery values ('github', '2026-01-05', 'bad signature', 3)`,
    );
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  it('say what became of everything that came in', async () => {
    const { data, errors } = await api.ask(`{ sources {
      name system lastReceivedAt received pending accepted ignored rejected dead refused ignoredReasons { rule count } } }`);
    expect(errors).toBeUndefined();
    expect(data.sources).toEqual([
      {
        name: 'github',
        system: 'github',
        lastReceivedAt: '2026-01-05T12:00:00.000Z',
        received: 5,
        pending: 1,
        accepted: 1,
        ignored: 1,
        rejected: 1,
        dead: 1,
        refused: 3,
        ignoredReasons: [{ rule: 'ping says nothing about delivery', count: 1 }],
      },
      expect.objectContaining({ name: 'quiet', system: 'cdevents', received: 0, lastReceivedAt: null }),
    ]);
  });

  it('show what was not understood, with a body that anything can print', async () => {
    const { data } = await api.ask(`{ sources { trouble(first: 1) {
      totalCount nodes { key state reason attempts headers body } pageInfo { hasNextPage endCursor } } } }`);
    const { trouble } = data.sources[0];
    expect(trouble).toMatchObject({
      totalCount: 2,
      nodes: [{ key: 'd', state: 'dead', attempts: 5 }],
      pageInfo: { hasNextPage: true },
    });
    const next = await api.ask(`{ sources { trouble(after: "${trouble.pageInfo.endCursor}") {
      nodes { key reason headers body } pageInfo { hasNextPage } } } }`);
    expect(next.data.sources[0].trouble).toEqual({
      nodes: [
        { key: 'c', reason: 'body: not JSON', headers: '{"x-github-event":"push"}', body: '{\uFFFD\uFFFD' },
      ],
      pageInfo: { hasNextPage: false },
    });
  });

  it('miss what was sent while nobody took it, but not what a person imports, nor what was before they first spoke', async () => {
    // Given a day on which no service ran, a source that spoke before and after it, one that began after it, and git,
    const ago = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);
    const spoke = (source: string, system: string, at: Date) =>
      database.pool.query(
        `insert into throughline.inbox (source, delivery_key, system, received_at, headers, body, state, attempts, events)
         values ($1, $2, $3, $4, '{}', '{}', 'accepted', 1, 1)`,
        [source, at.toISOString(), system, at],
      );
    await spoke('before', 'stackstorm', ago(80));
    await spoke('before', 'stackstorm', ago(1));
    await spoke('since', 'stackstorm', ago(1));
    await spoke('git', 'git', ago(80));
    await database.pool.query(
      'insert into throughline.uptime (process, started_at, seen_at) values ($1, $2, $3), ($4, $5, $6)',
      ['first', ago(90), ago(72), 'second', ago(48), ago(0)],
    );
    // when the sources are asked how they stand, then only the first of them misses that day.
    const { data } = await api.ask('{ sources { name state findings { sentence } } }');
    const stands = new Map<string, { state: string; findings: { sentence: string }[] }>(
      data.sources.map((one: { name: string }) => [one.name, one]),
    );
    expect(stands.get('before')).toMatchObject({
      state: 'GAP',
      findings: [
        { sentence: expect.stringContaining(`We were away from ${ago(72).toISOString().slice(0, 13)}`) },
      ],
    });
    expect(stands.get('since')).toMatchObject({ state: 'GREEN', findings: [] });
    expect(stands.get('git')).toMatchObject({ state: 'GREEN', findings: [] });
  });
});
