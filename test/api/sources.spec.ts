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
});
