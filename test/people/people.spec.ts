import { Projector, recordedWatermark } from '../../src/projections/projector.js';
import { startApi, type TestApi } from '../api/app.js';
import { committed, deployed, REPO, sha } from '../metrics/story.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { dump, dumpOfWholeFold, record } from '../support/read-models.js';
import { importPeople } from './story.js';

const PEOPLE = `people:
  - id: ann
    name: Ann Lee
    emails: [ann@example.org]
    accounts: ['github:ann-lee']
    bots: ['stackstorm:ann-bot']
  - id: bob
    name: Bob Ray
    accounts: [{ id: 'github:ops', from: 2026-03-01 }]
  - id: eve
    accounts: [{ id: 'github:ops', to: 2026-03-01 }]`;

const actor = (id: string, name?: string) =>
  ({ id, ...(name && { name }), kind: 'human', confidence: 'asserted' }) as const;

describe('people across systems', () => {
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

  const told = async (...events: Parameters<typeof record>[1]): Promise<void> => {
    await record(database.pool, events);
    await new Projector(database.pool).projectPending();
  };
  const authors = async (asOf = ''): Promise<Record<string, unknown>> => {
    const { data, errors } = await api.ask(`{ changes(filter: {
        from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z"${asOf && `, asOf: "${asOf}"`} }) {
      nodes { title author { id resolved bot person { id name } } } } }`);
    expect(errors).toBeUndefined();
    return Object.fromEntries(data.changes.nodes.map((one: { title: string }) => [one.title, one]));
  };
  const merge = (rest: string) =>
    api.ask(`mutation { mergeIdentities(${rest}) { id name identities { identity person } } }`);
  const split = (rest: string) => api.ask(`mutation { splitIdentity(${rest}) { identities { identity } } }`);

  it('are shown behind their logins, and an unknown login is shown as unresolved', async () => {
    await importPeople(database.pool, PEOPLE);
    await told(
      committed(1, '2026-01-05T08:00:00Z', { actor: actor('mailto:ann@example.org', 'A. Lee') }),
      committed(2, '2026-01-06T08:00:00Z', { actor: actor('github:ann-lee') }),
      committed(3, '2026-01-07T08:00:00Z', { actor: actor('github:annlee', 'Ann Lee') }),
      committed(4, '2026-01-08T08:00:00Z', { actor: actor('stackstorm:ann-bot') }),
    );
    const found = await authors();
    const ann = { id: 'ann', name: 'Ann Lee' };
    expect(found['Commit 1']).toMatchObject({ author: { resolved: true, bot: false, person: ann } });
    expect(found['Commit 2']).toMatchObject({ author: { resolved: true, person: ann } });
    expect(found['Commit 3']).toMatchObject({
      author: { id: 'github:annlee', resolved: false, person: null },
    });
    expect(found['Commit 4']).toMatchObject({ author: { resolved: true, bot: true, person: ann } });
  });

  it('have a login only as long as it is theirs', async () => {
    await importPeople(database.pool, PEOPLE);
    await told(
      committed(1, '2026-02-05T08:00:00Z', { actor: actor('github:ops') }),
      committed(2, '2026-03-05T08:00:00Z', { actor: actor('github:ops') }),
      deployed('d1', '2026-03-06T08:00:00Z', 2, { actor: actor('github:ops') }),
    );
    const found = await authors();
    expect(found['Commit 1']).toMatchObject({ author: { person: { id: 'eve', name: null } } });
    expect(found['Commit 2']).toMatchObject({ author: { person: { id: 'bob' } } });
    const { data } = await api.ask(
      `{ change(id: "${REPO}@${sha(2)}") { timeline { type actor { person { id } } } } }`,
    );
    expect(data.change.timeline.map((event: { actor: unknown }) => event.actor)).toEqual([
      { person: { id: 'bob' } },
      { person: { id: 'bob' } },
    ]);
  });

  it('are merged and split by an administrator, by events that say who did it and can be asked as of then', async () => {
    await importPeople(database.pool, PEOPLE);
    await told(committed(1, '2026-01-05T08:00:00Z', { actor: actor('jira:5b10') }));
    const before = await recordedWatermark(database.pool);

    const merged = await merge('identity: "jira:5b10", person: "ann", reason: "she told us"');
    expect(merged.errors).toBeUndefined();
    expect(merged.data.mergeIdentities.identities).toContainEqual({ identity: 'jira:5b10', person: 'ann' });
    const after = await recordedWatermark(database.pool);
    expect((await authors())['Commit 1']).toMatchObject({ author: { person: { id: 'ann' } } });

    const parted = await split('identity: "jira:5b10", person: "ann"');
    expect(parted.errors).toBeUndefined();
    expect((await authors())['Commit 1']).toMatchObject({ author: { resolved: false } });
    expect((await authors(after!.toISOString()))['Commit 1']).toMatchObject({ author: { resolved: true } });
    expect((await authors(before!.toISOString()))['Commit 1']).toMatchObject({ author: { resolved: false } });

    const { rows } = await database.pool.query<{ data: string; delivery_key: string }>(
      `select data, delivery_key from throughline.event where type in ('identity.merged', 'identity.split') and data like '%5b10%' order by recorded_at`,
    );
    expect(rows.map(({ data }) => JSON.parse(data))).toMatchObject([
      {
        type: 'identity.merged',
        actor: { id: 'throughline:administrator', confidence: 'authenticated' },
        reason: 'she told us',
      },
      { type: 'identity.split', actor: { id: 'throughline:administrator' } },
    ]);
    for (const { delivery_key } of rows) expect(delivery_key).toMatch(/^people\//);
  });

  it('are one person when two turn out to be one, and two again', async () => {
    await importPeople(
      database.pool,
      `people: [{ id: bob, name: Bob, accounts: ['github:bob'] }, { id: robert, accounts: ['jira:robert'] }]`,
    );
    await told(committed(1, '2026-01-05T08:00:00Z', { actor: actor('jira:robert') }));
    const { data } = await merge('identity: "person:robert", person: "bob"');
    expect(data.mergeIdentities.identities).toEqual([
      { identity: 'github:bob', person: 'bob' },
      { identity: 'jira:robert', person: 'robert' },
      { identity: 'person:robert', person: 'bob' },
    ]);
    expect((await authors())['Commit 1']).toMatchObject({ author: { person: { id: 'bob', name: 'Bob' } } });
    const circle = await merge('identity: "person:bob", person: "robert"');
    expect(circle.errors?.[0]).toMatchObject({ extensions: { code: 'CIRCLE' } });
    await split('identity: "person:robert", person: "bob"');
    expect((await authors())['Commit 1']).toMatchObject({ author: { person: { id: 'robert' } } });
  });

  it('are not merged by mistake: each refusal says what to do', async () => {
    await importPeople(database.pool, PEOPLE);
    const refusal = async (answer: ReturnType<typeof merge>) => (await answer).errors?.[0];
    expect(await refusal(merge('identity: "jira:1", person: "zoe"'))).toMatchObject({
      message: expect.stringContaining('There is no person "zoe"'),
      extensions: { code: 'UNKNOWN_PERSON' },
    });
    expect(
      await refusal(merge('identity: "github:ops", person: "ann", from: "2026-04-01T00:00:00Z"')),
    ).toMatchObject({
      message: expect.stringContaining('github:ops is linked to bob in that time already'),
    });
    expect(await refusal(split('identity: "github:ops", person: "ann"'))).toMatchObject({
      extensions: { code: 'NOT_LINKED' },
    });
    const described = await merge('identity: "jira:1", person: "zoe", name: "Zoe"');
    expect(described.data.mergeIdentities).toEqual({
      id: 'zoe',
      name: 'Zoe',
      identities: [{ identity: 'jira:1', person: 'zoe' }],
    });
  });

  it('keep a login that an administrator gave them, whatever a file says later', async () => {
    await importPeople(database.pool, PEOPLE);
    await merge('identity: "jira:5b10", person: "ann"');
    const claimed = PEOPLE.replace(
      "accounts: [{ id: 'github:ops', from: 2026-03-01 }]",
      "accounts: ['jira:5b10']",
    );
    await expect(importPeople(database.pool, claimed)).rejects.toThrow(
      'people.yaml: jira:5b10 is linked to ann in that time, which this file did not say',
    );
    await split('identity: "jira:5b10", person: "ann"');
    expect(await importPeople(database.pool, claimed)).toMatchObject({ events: 2 });
    const { data } = await api.ask('{ person(id: "bob") { identities { identity from } } }');
    expect(data.person.identities).toContainEqual({ identity: 'jira:5b10', from: null });
  });

  it('that nobody linked are listed with an exact e-mail as proposal, never applied', async () => {
    await importPeople(database.pool, PEOPLE);
    await told(
      committed(1, '2026-01-05T08:00:00Z', { actor: actor('jira:Ann@Example.org', 'Ann Lee') }),
      committed(2, '2026-01-07T08:00:00Z', { actor: actor('jira:Ann@Example.org', 'Ann Lee') }),
      committed(3, '2026-01-08T08:00:00Z', { actor: actor('github:annlee', 'Ann Lee') }),
      committed(4, '2026-01-08T08:00:00Z', { actor: actor('github:ann-lee') }),
    );
    const asked = `{ unresolvedActors { totalCount nodes { id name kind events firstAt lastAt proposal { person { id } reason } } } }`;
    const { data } = await api.ask(asked);
    expect(data.unresolvedActors.nodes).toEqual([
      expect.objectContaining({ id: 'github:annlee', events: 1, proposal: null }),
      {
        id: 'jira:Ann@Example.org',
        name: 'Ann Lee',
        kind: 'human',
        events: 2,
        firstAt: '2026-01-05T08:00:00.000Z',
        lastAt: '2026-01-07T08:00:00.000Z',
        proposal: { person: { id: 'ann' }, reason: 'ann@example.org is an e-mail address of this person.' },
      },
      expect.objectContaining({ id: 'os:ops' }),
    ]);
    expect(data.unresolvedActors.totalCount).toBe(3);
    expect((await authors())['Commit 1']).toMatchObject({ author: { resolved: false } });
  });

  it('are found by id, name and identity, page by page', async () => {
    await importPeople(database.pool, PEOPLE);
    const found = async (args: string) =>
      (await api.ask(`{ people(${args}) { totalCount nodes { id } pageInfo { endCursor } } }`)).data.people;
    const page = await found('first: 2');
    expect(page).toMatchObject({ totalCount: 3, nodes: [{ id: 'ann' }, { id: 'bob' }] });
    expect(await found(`after: "${page.pageInfo.endCursor}"`)).toMatchObject({ nodes: [{ id: 'eve' }] });
    expect(await found('search: "OPS"')).toMatchObject({ nodes: [{ id: 'bob' }, { id: 'eve' }] });
    expect(await found('search: "lee"')).toMatchObject({ totalCount: 1, nodes: [{ id: 'ann' }] });
    const { data } = await api.ask(
      '{ person(id: "bob") { name identities { identity from to bot } } none: person(id: "x") { id } }',
    );
    expect(data).toEqual({
      person: {
        name: 'Bob Ray',
        identities: [{ identity: 'github:ops', from: '2026-03-01T00:00:00.000Z', to: null, bot: false }],
      },
      none: null,
    });
  });

  it('cannot be merged by whoever may send events', async () => {
    const { interpretRequest } = await import('../../src/sources/interpret.js');
    const { findSource } = await import('../../src/sources/registry.js');
    const body = {
      specversion: '1.0',
      id: '1',
      source: 'evil',
      type: 'dev.throughline.identity.merged',
      time: '2026-01-05T08:00:00Z',
      data: { identity: 'github:eve', person: 'ann' },
    };
    const headers = { 'content-type': 'application/cloudevents+json' };
    expect(
      interpretRequest(findSource('cloudevents')!, { headers, body: Buffer.from(JSON.stringify(body)) }),
    ).toEqual({
      outcome: 'rejected',
      reason: expect.stringContaining('identity.merged cannot be sent'),
    });
  });

  it('are the same after a rebuild', async () => {
    await importPeople(database.pool, PEOPLE);
    await merge('identity: "jira:5b10", person: "ann"');
    const known = await dump(database.pool);
    expect(known['person_account']).toHaveLength(6);
    expect(await dumpOfWholeFold(database.pool, (await recordedWatermark(database.pool))!)).toEqual(known);
  });
});
