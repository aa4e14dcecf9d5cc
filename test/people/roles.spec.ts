import type { Principal } from '../../src/access/tokens.js';
import { startApi } from '../api/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { importPeople } from './story.js';

describe('roles', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await importPeople(database.pool, 'people: [{ id: ann }]');
    await database.pool.query(`insert into throughline.inbox
        (source, delivery_key, system, received_at, headers, body, state, reason) values
      ('github', 'c', 'github', '2026-01-05T10:00Z', '{}', '{"secret": 1}', 'rejected', 'body: not JSON')`);
  });
  afterAll(() => database.drop());

  const askAs = async (role: Principal['role'], query: string) => {
    const api = await startApi(database.pool, { name: role, role });
    try {
      return await api.ask(query);
    } finally {
      await api.close();
    }
  };
  const MERGE = 'mutation { mergeIdentities(identity: "github:a", person: "ann") { id } }';
  const BODY = '{ sources { name trouble { nodes { reason body } } } }';

  it.each(['reader', 'auditor'] as const)('let no %s say who people are', async (role) => {
    const { data, errors } = await askAs(role, MERGE);
    expect(data).toBeNull();
    expect(errors).toEqual([
      {
        message: expect.stringMatching(
          /^Only an administrator may change anything here\. You are signed in as an? \w+\./,
        ),
        extensions: { code: 'FORBIDDEN' },
      },
    ]);
    const { rows } = await database.pool.query(
      `select from throughline.event where type = 'identity.merged'`,
    );
    expect(rows).toHaveLength(0);
  });

  it('show the bodies of deliveries to auditors and administrators only', async () => {
    const found = async (role: Principal['role']) => {
      const { data, errors } = await askAs(role, BODY);
      return {
        node: data.sources.find(({ name }: { name: string }) => name === 'github').trouble.nodes[0],
        errors,
      };
    };
    for (const role of ['admin', 'auditor'] as const)
      expect(await found(role)).toMatchObject({ node: { body: '{"secret": 1}' } });
    const reader = await found('reader');
    expect(reader.node).toEqual({ reason: 'body: not JSON', body: null });
    expect(reader.errors).toMatchObject([
      {
        message: expect.stringContaining('Only an auditor or an administrator may read'),
        extensions: { code: 'FORBIDDEN' },
      },
    ]);
  });

  it('let an administrator', async () => {
    expect(await askAs('admin', MERGE)).toMatchObject({ data: { mergeIdentities: { id: 'ann' } } });
  });
});
