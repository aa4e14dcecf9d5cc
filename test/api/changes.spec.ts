import { eventId } from '../../src/events/event-id.js';
import { committed, deployed, merged, REPO, sha, told } from '../metrics/story.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startApi, type TestApi } from './app.js';

const reviewed = (change: number, at: string) => ({
  type: 'change.reviewed' as const,
  id: eventId('change.reviewed', REPO, change),
  at,
  source: 'test',
  repo: REPO,
  change: String(change),
  decision: 'approved' as const,
});

describe('changes over GraphQL', () => {
  let database: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    database = await createTestDatabase();
    api = await startApi(database.pool);
    await told(database.pool, [
      committed(1, '2026-01-05T08:00:00Z', { title: 'Lay the foundation' }),
      deployed('v1', '2026-01-05T10:00:00Z', 1),
      committed(2, '2026-01-06T07:00:00Z', { title: 'Half of the basket' }),
      committed(3, '2026-01-06T08:00:00Z', { title: 'The other half' }),
      reviewed(7, '2026-01-06T08:30:00Z'),
      merged(7, '2026-01-06T09:00:00Z', 3, {
        title: 'A basket',
        openedAt: '2026-01-06T07:30:00Z',
        commits: [sha(2), sha(3)],
      }),
      deployed('v2', '2026-01-06T10:00:00Z', 3),
      deployed('s2', '2026-01-06T09:30:00Z', 3, { environment: 'staging' }),
      committed(4, '2026-01-07T08:00:00Z', {
        title: 'Revert "Lay the foundation"',
        reverts: [sha(1)],
        isRevert: true,
      }),
    ]);
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  const titles = async (args: string): Promise<string[]> => {
    const { data, errors } = await api.ask(`{ changes${args} { nodes { title } } }`);
    expect(errors).toBeUndefined();
    return data.changes.nodes.map(({ title }: { title: string }) => title);
  };

  it('are listed the newest first, a change request in the place of its commits', async () => {
    expect(await titles('')).toEqual(['Revert "Lay the foundation"', 'A basket', 'Lay the foundation']);
  });

  it('are read page by page, nothing twice and nothing skipped', async () => {
    const seen: string[] = [];
    let after = '';
    for (let more = true; more; ) {
      const { data } = await api.ask(
        `{ changes(first: 2${after}) { totalCount edges { cursor node { title } } pageInfo { hasNextPage endCursor } } }`,
      );
      expect(data.changes.totalCount).toBe(3);
      seen.push(...data.changes.edges.map(({ node }: { node: { title: string } }) => node.title));
      more = data.changes.pageInfo.hasNextPage;
      after = `, after: "${data.changes.pageInfo.endCursor}"`;
    }
    expect(seen).toEqual(['Revert "Lay the foundation"', 'A basket', 'Lay the foundation']);
  });

  it.each([
    ['the beginning of a sha', `(search: "${sha(2).slice(0, 38)}")`, ['Half of the basket']],
    ['a whole sha', `(search: "${sha(3)}")`, ['The other half']],
    ['a sha with its repository', `(search: "${REPO}@${sha(1)}")`, ['Lay the foundation']],
    ['a number', '(search: "#7")', ['A basket']],
    ['a number with its repository', `(search: "${REPO}#7")`, ['A basket']],
    ['words of the title, in any case', '(search: "BASKET")', ['A basket']],
    ['the name of the author', '(search: "ann", scrapped: true)', ['Lay the foundation']],
    ['signs that mean something to a database', '(search: "%")', []],
    ['what there is not', '(search: "cafebabe")', []],
  ])('are found by %s', async (_, args, expected) => {
    expect(await titles(args)).toEqual(expected);
  });

  it('are those that were scrapped, or those that were not', async () => {
    expect(await titles('(scrapped: true)')).toEqual(['Lay the foundation']);
    expect(await titles('(scrapped: false)')).toEqual(['Revert "Lay the foundation"', 'A basket']);
    const { data } = await api.ask('{ changes(scrapped: true) { totalCount } }');
    expect(data.changes.totalCount).toBe(1);
  });

  it('of a range and a service only', async () => {
    const range = 'from: "2026-01-06T00:00:00Z", to: "2026-01-07T00:00:00Z"';
    expect(await titles(`(filter: { ${range}, services: ["basket"] })`)).toEqual(['A basket']);
  });

  it('are found in the last of many rows', async () => {
    await database.pool.query(`insert into throughline_read.service_change
      select 'basket', 'example.org/shop/basket', 'x' || i, 'COMMIT', timestamptz '2026-02-01' + i * interval '1 minute', 'Row ' || i, null, null, true
      from generate_series(1, 45000) i`);
    expect(await titles('(search: "foundation")')).toEqual([
      'Revert "Lay the foundation"',
      'Lay the foundation',
    ]);
    expect(await titles('(search: "Row 45000", first: 1)')).toHaveLength(1);
    await database.pool.query(`delete from throughline_read.service_change where id like 'x%'`);
  });

  it('one by one, with the whole story from the first commit to the deployment', async () => {
    const { data, errors } = await api.ask(`{ change(id: "${REPO}#7") {
      id kind title at openedAt firstCommitAt mergedAt commitCount services
      commits { id title committedAt }
      deliveries { service environment deployment version deliveredAt seconds }
      timeline { type at title digest source deliveryKey data recordedAt actor { id } }
    } }`);
    expect(errors).toBeUndefined();
    expect(data.change).toMatchObject({
      id: `${REPO}#7`,
      kind: 'PULL_REQUEST',
      title: 'A basket',
      at: '2026-01-06T09:00:00.000Z',
      firstCommitAt: '2026-01-06T07:00:00.000Z',
      commitCount: 2,
      services: ['basket'],
      commits: [{ title: 'Half of the basket' }, { title: 'The other half' }],
      deliveries: [
        { environment: 'staging', deployment: 's2', seconds: 2.5 * 3600 },
        { environment: 'production', deployment: 'v2', seconds: 3 * 3600 },
      ],
    });
    expect(data.change.timeline.map(({ title }: { title: string }) => title)).toEqual([
      `Committed ${sha(2).slice(0, 8)}: Half of the basket`,
      `Committed ${sha(3).slice(0, 8)}: The other half`,
      'Approved in the review of #7',
      'Merged #7: A basket',
      'Deployment s2 of basket to staging succeeded',
      'Deployment v2 of basket to production succeeded',
    ]);
  });

  it('show what proves that they were scrapped', async () => {
    const { data } = await api.ask(
      `{ change(id: "${REPO}@${sha(1)}") { scrap { rule evidence } timeline { id title } } }`,
    );
    expect(data.change.scrap).toHaveLength(1);
    const proof = data.change.timeline.find(({ id }: { id: string }) => id === data.change.scrap[0].evidence);
    expect(proof.title).toContain('Revert "Lay the foundation"');
  });

  it('are null when there is none, and ambiguous when there are several', async () => {
    expect((await api.ask('{ change(id: "0123456789") { id } }')).data.change).toBeNull();
    expect((await api.ask('{ change(id: "nonsense") { id } }')).data.change).toBeNull();
    await told(database.pool, [
      committed(1, '2026-01-05T08:00:00Z', {
        id: eventId('commit.recorded', 'example.org/fork', sha(1)),
        repo: 'example.org/fork',
      }),
    ]);
    const { errors } = await api.ask(`{ change(id: "${sha(1)}") { id } }`);
    expect(errors![0]).toMatchObject({ extensions: { code: 'AMBIGUOUS' } });
    expect(errors![0]!.message).toContain(`example.org/fork@${sha(1)}`);
  });

  it('of a repository with two services are shown and counted once', async () => {
    await told(database.pool, [deployed('w1', '2026-01-08T10:00:00Z', 1, { service: 'warehouse' })]);
    const { data } = await api.ask(
      `{ changes { totalCount nodes { id services } } one: changes(search: "lay the f") { totalCount nodes { services } } }`,
    );
    expect(data.changes.nodes.length).toBe(data.changes.totalCount);
    expect(new Set(data.changes.nodes.map(({ id }: { id: string }) => id)).size).toBe(
      data.changes.totalCount,
    );
    const found = data.one.nodes.map(({ services }: { services: string[] }) => services);
    expect(found).toContainEqual(['basket', 'warehouse']);
    expect(found).toHaveLength(data.one.totalCount);
  });

  it('are delivered by deployments, listed the newest first', async () => {
    const { data } = await api.ask(`{ deployments(first: 3) {
      totalCount nodes { id service environment outcome kind commits sha } pageInfo { hasNextPage endCursor } } }`);
    expect(data.deployments.totalCount).toBe(4);
    expect(data.deployments.nodes).toMatchObject([
      { id: 'warehouse/production/w1' },
      { id: 'basket/production/v2', commits: 2, outcome: 'SUCCESS' },
      { id: 'basket/staging/s2', environment: 'staging' },
    ]);
    const next = await api.ask(
      `{ deployments(after: "${data.deployments.pageInfo.endCursor}") { nodes { id } pageInfo { hasNextPage } } }`,
    );
    expect(next.data.deployments).toEqual({
      nodes: [{ id: 'basket/production/v1' }],
      pageInfo: { hasNextPage: false },
    });
  });
});
