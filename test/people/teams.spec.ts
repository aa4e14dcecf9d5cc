import { codeownersContext } from '../../src/access/people-import.js';
import { Projector, recordedWatermark } from '../../src/projections/projector.js';
import { startApi, type TestApi } from '../api/app.js';
import { committed, deployed } from '../metrics/story.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { record } from '../support/read-models.js';
import { importFile, importTeams } from './story.js';

const TEAMS = `teams:
  - id: checkout
    line: 2nd
    handles: ['@acme/checkout']
    members: [ann, { id: bob, from: 2026-02-01, line: 1st }]
    services:
      - { name: basket, to: 2026-03-01 }
  - id: core
    services:
      - { name: basket, from: 2026-03-01 }
services:
  - { name: shelf, repo: github.com/acme/shop, paths: ['apps/shelf/**'] }`;

describe('teams and what they own', () => {
  let database: TestDatabase;
  let api: TestApi;
  beforeEach(async () => {
    database = await createTestDatabase();
    api = await startApi(database.pool);
  });
  afterEach(async () => {
    await api.close();
    await database.drop();
  });

  it('answer a filter by the services that the team owned at the time', async () => {
    await importTeams(database.pool, TEAMS);
    await record(database.pool, [
      committed(1, '2026-01-05T08:00:00Z'),
      deployed('d1', '2026-01-06T08:00:00Z', 1),
      committed(2, '2026-03-05T08:00:00Z'),
      deployed('d2', '2026-03-06T08:00:00Z', 2),
    ]);
    await new Projector(database.pool).projectPending();
    const n = async (team: string, from: string, to: string) =>
      (await api.ask(`{ leadTime(filter: { teams: ["${team}"], from: "${from}", to: "${to}" }) { n } }`)).data
        .leadTime.n;
    expect(await n('checkout', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z')).toBe(1);
    expect(await n('core', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z')).toBe(0);
    expect(await n('checkout', '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z')).toBe(0);
    expect(await n('core', '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z')).toBe(1);
    // Within one range each team gets what was delivered while it owned the service.
    expect(await n('checkout', '2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z')).toBe(1);
    expect(await n('core', '2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z')).toBe(1);
    const listed = async (team: string) => {
      const filter = `filter: { teams: ["${team}"], from: "2026-01-01T00:00:00Z", to: "2026-04-01T00:00:00Z" }`;
      return (
        await api.ask(`{ changes(${filter}) { totalCount nodes { title } } deployments(${filter}) { totalCount nodes { id } }
          scrapRate(${filter}) { n } deploymentFrequency(${filter}) { n } }`)
      ).data;
    };
    expect(await listed('checkout')).toEqual({
      changes: { totalCount: 1, nodes: [{ title: 'Commit 1' }] },
      deployments: { totalCount: 1, nodes: [{ id: 'basket/production/d1' }] },
      scrapRate: { n: 1 },
      deploymentFrequency: { n: 1 },
    });
    expect(await listed('core')).toMatchObject({
      changes: { nodes: [{ title: 'Commit 2' }] },
      deployments: { nodes: [{ id: 'basket/production/d2' }] },
    });
    const { errors } = await api.ask(
      '{ leadTime(filter: { teams: ["chekout"], from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" }) { n } }',
    );
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'UNKNOWN_TEAM' } });
  });

  it('keep their history over imports, and are told as of then', async () => {
    await importTeams(database.pool, TEAMS);
    const then = (await recordedWatermark(database.pool))!.toISOString();
    const changed = TEAMS.replace('members: [ann, ', 'members: [').replace('@acme/checkout', '@acme/pay');
    expect(await importTeams(database.pool, changed)).toMatchObject({ events: 2 });
    expect(await importTeams(database.pool, changed)).toMatchObject({ events: 0 });
    const asked = (args: string) =>
      `{ teams${args} { id line handles members { person line from to } services { service repo paths from to } } }`;
    const now = (await api.ask(asked(''))).data.teams[0];
    expect(now).toMatchObject({ id: 'checkout', line: '2nd', handles: ['@acme/pay'] });
    expect(now.members).toEqual([
      { person: 'ann', line: '2nd', from: null, to: expect.stringMatching(/^20/) },
      { person: 'bob', line: '1st', from: '2026-02-01T00:00:00.000Z', to: null },
    ]);
    expect(now.services).toEqual([
      { service: 'basket', repo: null, paths: [], from: null, to: '2026-03-01T00:00:00.000Z' },
    ]);
    const past = (await api.ask(asked(`(asOf: "${then}")`))).data.teams[0];
    expect(past).toMatchObject({
      handles: ['@acme/checkout'],
      members: [{ person: 'ann', to: null }, { person: 'bob' }],
    });
  });

  it('come from CODEOWNERS too, by the handles and paths that are known', async () => {
    await importTeams(database.pool, TEAMS);
    const text = '* @acme/core @ann\n/apps/shelf/ @acme/checkout\n';
    const repo = 'github.com/acme/shop';
    const context = await codeownersContext(database, repo);
    const imported = await importFile(database.pool, { kind: 'codeowners', text, ...context });
    expect(imported).toEqual({ events: 1, leftOut: ['@ann: owners that are no teams are left out'] });
    const { rows } = await database.pool.query(
      `select service, team, repo, paths from throughline_read.service_owner where repo <> ''`,
    );
    expect(rows).toEqual([{ service: 'shelf', team: 'checkout', repo, paths: [] }]);
  });

  it('of a bad file are not imported, not even half', async () => {
    await expect(importTeams(database.pool, `${TEAMS}\n  - { name: basket }`)).rejects.toThrow(
      /^teams\.yaml:13:5: services\[1\]\.repo: must be a text; nothing was imported\.$/,
    );
    const { rows } = await database.pool.query('select from throughline.inbox');
    expect(rows).toHaveLength(0);
  });
});
