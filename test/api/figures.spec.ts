import { committed, deployed, incident, merged, REPO, resolved, sha, told } from '../metrics/story.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startApi, type TestApi } from './app.js';

const JANUARY = 'filter: { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" }';

/** A week in which a change request, a lone commit and its revert go out, and one deployment breaks. */
const week = [
  committed(1, '2026-01-05T08:00:00Z'),
  deployed('v1', '2026-01-05T10:00:00Z', 1),
  committed(2, '2026-01-06T08:00:00Z', { title: 'Squashed (#7)' }),
  merged(7, '2026-01-06T08:00:00Z', 2, {
    openedAt: '2026-01-05T20:00:00Z',
    firstCommitAt: '2026-01-05T12:00:00Z',
  }),
  committed(3, '2026-01-06T09:00:00Z', { title: 'Faster basket' }),
  deployed('v2', '2026-01-06T10:00:00Z', 3),
  incident('i1', '2026-01-06T11:00:00Z', { deployment: 'v2', title: 'Basket is empty' }),
  resolved('i1', '2026-01-06T13:00:00Z'),
  committed(4, '2026-01-07T08:00:00Z', {
    title: 'Revert "Faster basket"',
    reverts: [sha(3)],
    isRevert: true,
  }),
  deployed('v3', '2026-01-07T10:00:00Z', 4),
];

describe('figures over GraphQL', () => {
  let database: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    database = await createTestDatabase();
    api = await startApi(database.pool);
    await told(database.pool, week);
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  it('carry their proof: n, what was left out, the definition, the recording time and the rows', async () => {
    const { data, errors } = await api.ask(`{ leadTime(${JANUARY}, bucket: WEEK) {
      p50 mean n population excluded { reason count } zone asOf notes variation
      definition { id version unit better sql text }
      buckets { from n p50 } limits { centre } histogram { fromSeconds toSeconds n }
      evidence(first: 2) { totalCount nodes { id kind seconds title author { name } } pageInfo { hasNextPage endCursor } }
    } }`);
    expect(errors).toBeUndefined();
    expect(data.leadTime).toMatchObject({
      p50: 7200,
      mean: 6300,
      n: 4,
      population: 4,
      excluded: [],
      zone: 'UTC',
      notes: [],
      variation: 1,
      definition: { id: 'COMMIT_TO_DEPLOY', version: 1, unit: 'seconds', better: 'LOWER' },
      limits: null,
      evidence: {
        totalCount: 4,
        nodes: [
          { id: `${REPO}@${sha(4)}`, kind: 'COMMIT', seconds: 7200, author: { name: 'Ann' } },
          { id: `${REPO}@${sha(3)}`, seconds: 3600, title: 'Faster basket' },
        ],
        pageInfo: { hasNextPage: true },
      },
    });
    expect(data.leadTime.definition.sql).toContain('from delivered_commit d');
    expect(data.leadTime.buckets).toHaveLength(5);
    expect(data.leadTime.buckets[0]).toEqual({ from: '2025-12-29T00:00:00.000Z', n: 0, p50: null });
    expect(data.leadTime.histogram).toEqual([
      { fromSeconds: 3600, toSeconds: 7200, n: 1 },
      { fromSeconds: 7200, toSeconds: 14400, n: 3 },
    ]);
  });

  it('of a change start at its first commit, when it was opened and when it was merged', async () => {
    const { data } = await api.ask(`{
      first: leadTime(${JANUARY}, definition: FIRST_COMMIT_TO_DEPLOY) { evidence { nodes { id seconds } } }
      opened: leadTime(${JANUARY}, definition: OPENED_TO_DEPLOY) { n excluded { reason count } p50
        evidence(of: EXCLUDED) { totalCount nodes { id excluded } } }
      merged: leadTime(${JANUARY}, definition: MERGED_TO_DEPLOY) { evidence { nodes { id seconds } } }
    }`);
    expect(data.first.evidence.nodes).toContainEqual({ id: `${REPO}#7`, seconds: 22 * 3600 });
    expect(data.merged.evidence.nodes).toContainEqual({ id: `${REPO}#7`, seconds: 2 * 3600 });
    expect(data.opened).toMatchObject({
      n: 1,
      p50: 14 * 3600,
      excluded: [{ reason: 'NOT_OPENED', count: 3 }],
    });
    expect(data.opened.evidence.totalCount).toBe(3);
    expect(data.opened.evidence.nodes[0].excluded).toBe('NOT_OPENED');
  });

  it('of scrap name the rule and show the event that proves it', async () => {
    const { data } = await api.ask(`{
      scrapRate(${JANUARY}, bucket: DAY) { rate numerator n byRule { rule count } notes
        evidence { totalCount nodes { id scrap { rule evidence environment } services } }
        all: evidence(of: INCLUDED) { totalCount nodes { id } } }
      none: scrapRate(${JANUARY}, rules: [HOTFIXED]) { rate }
      any: scrapRate(${JANUARY}, rules: []) { rate }
    }`);
    expect(data.scrapRate).toMatchObject({
      rate: 0.5,
      numerator: 2,
      n: 4,
      byRule: [
        { rule: 'CAUSED_INCIDENT', count: 2 },
        { rule: 'REVERTED', count: 1 },
      ],
      evidence: {
        totalCount: 2,
        nodes: [
          {
            id: `${REPO}@${sha(3)}`,
            services: ['basket'],
            scrap: [
              { rule: 'CAUSED_INCIDENT', environment: 'production' },
              { rule: 'REVERTED', environment: null },
            ],
          },
          { id: `${REPO}#7`, scrap: [{ rule: 'CAUSED_INCIDENT', environment: 'production' }] },
        ],
      },
      all: { totalCount: 4 },
    });
    expect(data.none.rate).toBe(0);
    expect(data.any.rate).toBe(0.5);
  });

  it('of deployments: how often, how many break, how long that lasts, how many repair', async () => {
    const { data, errors } = await api.ask(`{
      deploymentFrequency(${JANUARY}) { perDay n days evidence { totalCount nodes { id commits } } }
      changeFailureRate(${JANUARY}) { rate numerator n byRule { rule count }
        evidence { nodes { id outcome kind failures { grade at recoveredAt } } } }
      recoveryTime(${JANUARY}) { p50 n evidence { nodes { id seconds } } }
      deploymentReworkRate(${JANUARY}) { rate byRule { rule count } evidence { nodes { id } } }
    }`);
    expect(errors).toBeUndefined();
    expect(data.deploymentFrequency).toMatchObject({ n: 3, days: 31, perDay: 3 / 31 });
    expect(data.deploymentFrequency.evidence.nodes).toEqual([
      { id: 'basket/production/v3', commits: 1 },
      { id: 'basket/production/v2', commits: 2 },
      { id: 'basket/production/v1', commits: 1 },
    ]);
    expect(data.changeFailureRate).toMatchObject({
      rate: 1 / 3,
      numerator: 1,
      n: 3,
      byRule: [{ rule: 'EXPLICIT', count: 1 }],
    });
    expect(data.changeFailureRate.evidence.nodes[0]).toMatchObject({
      id: 'basket/production/v2',
      outcome: 'SUCCESS',
      kind: 'DEPLOY',
    });
    expect(
      data.changeFailureRate.evidence.nodes[0].failures.map(({ grade }: { grade: string }) => grade),
    ).toEqual(['REVERT', 'EXPLICIT']);
    expect(data.recoveryTime).toMatchObject({ p50: 7200, n: 1 });
    expect(data.deploymentReworkRate).toMatchObject({ rate: 1 / 3, byRule: [{ rule: 'REVERT', count: 1 }] });
  });

  it('say so when no deployment was recorded and the commits of the main line stand for them', async () => {
    await told(database.pool, [
      deployed('auto', '2026-01-08T10:00:00Z', 4, { service: 'shelf', assumed: true }),
    ]);
    const asked = (service: string) =>
      `deploymentFrequency(filter: { services: ["${service}"], from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" }) { notes }`;
    const { data } = await api.ask(`{ shelf: ${asked('shelf')} basket: ${asked('basket')} }`);
    expect(data.shelf.notes[0]).toMatch(/^Where a repository has no release tags/);
    expect(data.basket.notes).toEqual([]);
  });

  it('tell what can be asked', async () => {
    await database.pool.query(`insert into throughline_read.service_owner values
      ('basket', 'checkout', '', '-infinity', 'infinity', '{}', 'e')`);
    const { data } = await api.ask('{ flow { services environments teams firstAt lastAt watermark } }');
    expect(data.flow).toMatchObject({
      services: ['basket', 'shelf'],
      environments: ['production'],
      teams: ['checkout'],
      firstAt: '2026-01-05T08:00:00.000Z',
      lastAt: '2026-01-08T10:00:00.000Z',
    });
    const team = await api.ask(
      '{ leadTime(filter: { teams: ["checkout"], from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" }) { n } }',
    );
    expect(team.data.leadTime.n).toBe(4);
  });

  it('asked as of a past recording time give the answer of then', async () => {
    const n = (asOf: string) =>
      `{ leadTime(filter: { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z", services: ["basket"]${asOf} }) { n asOf } }`;
    const before = await api.ask(n(''));
    await told(database.pool, [
      committed(5, '2026-01-09T08:00:00Z'),
      deployed('v4', '2026-01-09T10:00:00Z', 5),
    ]);
    const after = await api.ask(n(''));
    expect([before.data.leadTime.n, after.data.leadTime.n]).toEqual([4, 5]);
    const again = await api.ask(n(`, asOf: "${before.data.leadTime.asOf}"`));
    expect(again.data).toEqual(before.data);
  });

  it('are null before anything is known, and no error', async () => {
    const empty = await createTestDatabase();
    const other = await startApi(empty.pool);
    const { data, errors } = await other.ask(`{
      leadTime(${JANUARY}, bucket: DAY) { p50 n limits { centre } histogram { n } variation buckets { p50 } }
      scrapRate(${JANUARY}) { rate n }
      deploymentFrequency(${JANUARY}) { perDay n }
      changeFailureRate(${JANUARY}) { rate }
      recoveryTime(${JANUARY}) { p50 }
      flow { services watermark firstAt }
      changes { totalCount nodes { id } }
      deployments { totalCount nodes { id } }
      sources { name }
    }`);
    await other.close();
    await empty.drop();
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      leadTime: { p50: null, n: 0, limits: null, histogram: [], variation: null },
      scrapRate: { rate: null, n: 0 },
      deploymentFrequency: { perDay: null, n: 0 },
      changeFailureRate: { rate: null },
      recoveryTime: { p50: null },
      flow: { services: [], watermark: null, firstAt: null },
      changes: { totalCount: 0, nodes: [] },
      deployments: { totalCount: 0, nodes: [] },
      sources: [],
    });
  });
});
