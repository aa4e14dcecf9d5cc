import { randomUUID } from 'node:crypto';
import { Tokens } from '../../src/access/tokens.js';
import { startApplication } from '../../src/bootstrap/application.js';
import { startApp, type TestApp } from '../support/app.js';
import { type Follower, follow, liveClient, socketUrl, tryToConnect } from '../support/live.js';

const CREATE = `mutation ($title: String!) {
  createWorkshop(title: $title, participant: "facilitator", name: "Fay") { id lastSequence } }`;
const EDIT = `mutation ($workshop: ID!, $participant: ID!, $name: String!, $edits: [WorkshopEditInput!]!) {
  editWorkshop(workshop: $workshop, participant: $participant, name: $name, edits: $edits) { id sequence value } }`;

interface Sent {
  id: string;
  sequence: number;
  value: string;
}

describe('a workshop', () => {
  let app: TestApp;
  const followers: Follower[] = [];
  beforeAll(async () => {
    app = await startApp();
  });
  afterEach(async () => {
    for (const one of followers.splice(0)) await one.leave();
  });
  afterAll(() => app.close());

  const create = async (title = 'Where do releases wait?'): Promise<string> => {
    const { data } = await app.graphql<{ createWorkshop: { id: string } }>(CREATE, { title });
    return data.createWorkshop.id;
  };
  const told = (field: string, value: unknown) => ({
    id: randomUUID(),
    field,
    value: JSON.stringify(value),
  });
  const send = async (workshop: string, edits: object[], participant = 'participant-a', name = 'Ada') =>
    app.graphql<{ editWorkshop: Sent[] } | null>(EDIT, { workshop, participant, name, edits });
  const join = (id: string, more: { after?: number; participant?: string; name?: string } = {}): Follower => {
    const one = follow(app, { id, ...more });
    followers.push(one);
    return one;
  };

  it('tells everybody an edit within a second, on whichever server they are', async () => {
    const id = await create();
    const other = await startApplication(app.runtime, 'api');
    try {
      const here = join(id);
      const there = follow({ url: other.url, adminToken: app.adminToken }, { id });
      followers.push(there);
      await here.until(() => here.edits.length === 1);
      await there.until(() => there.edits.length === 1);
      const sent = performance.now();
      await send(id, [told('step:review:name', 'Review')]);
      await here.until(() => here.edits.length === 2, 1);
      await there.until(() => there.edits.length === 2, 1);
      expect(performance.now() - sent).toBeLessThan(1_000);
      expect(there.edits[1]).toMatchObject({ sequence: 2, value: '"Review"', name: 'Ada' });
    } finally {
      await other.close();
    }
  });

  it('replays what was missed to one who comes back, and nothing twice', async () => {
    const id = await create();
    for (let i = 0; i < 5; i += 1) {
      await send(
        id,
        Array.from({ length: 100 }, (_, nth) => told(`note:n${i}-${nth}`, { step: null, text: `${nth}` })),
      );
    }
    const late = join(id, { after: 3 });
    await late.until(() => late.edits.length === 498);
    expect(late.edits.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 498 }, (_, i) => i + 4));
    await send(id, [told('title', 'Another')]);
    await late.until(() => late.edits.length === 499, 1);
    expect(late.news.at(-1)?.sequence).toBe(502);
  });

  it('takes an edit that is sent twice once, and the later of two edits of one field', async () => {
    const id = await create();
    const edit = told('step:review:believed:lead', 3_600);
    const first = await send(id, [edit, edit]);
    const again = await send(id, [edit, told('step:review:believed:lead', 7_200)], 'participant-b', 'Bo');
    expect(first.data?.editWorkshop.map(({ sequence }) => sequence)).toEqual([2]);
    expect(again.data?.editWorkshop).toMatchObject([
      { id: edit.id, sequence: 2, value: '3600' },
      { sequence: 3, value: '7200' },
    ]);
  });

  it('serves a dozen at once, who all end with the same log and see who is there', async () => {
    const id = await create();
    const names = Array.from({ length: 12 }, (_, i) => `Person ${String(i + 1).padStart(2, '0')}`);
    const all = names.map((name, i) => join(id, { participant: `participant-${i}`, name }));
    for (const one of all) await one.until(() => one.people().length === 12);
    expect(all[0]!.people()).toEqual(names);
    await Promise.all(
      names.flatMap((name, i) =>
        [1, 2, 3, 4, 5].map((nth) =>
          send(id, [told(`step:s${nth}:name`, `${name} says ${nth}`)], `participant-${i}`, name),
        ),
      ),
    );
    for (const one of all) await one.until(() => one.edits.length === 61);
    const logs = new Set(all.map(({ edits }) => JSON.stringify(edits)));
    expect(logs.size).toBe(1);
    expect(all[0]!.edits.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 61 }, (_, i) => i + 1),
    );
    await all.pop()!.leave();
    await all[0]!.until(() => all[0]!.people().length === 11);
  });

  it('goes on when the database drops the connection on which news come', async () => {
    const id = await create();
    const one = join(id);
    await one.until(() => one.edits.length === 1);
    await app.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'throughline bell'`,
    );
    await send(id, [told('title', 'After the fall')]);
    await one.until(() => one.edits.length === 2, 5);
    await send(id, [told('title', 'And after that')]);
    await one.until(() => one.edits.length === 3, 5);
  });

  it('lets nobody follow who is not signed in, nor a page of another site', async () => {
    const url = socketUrl(app);
    const { host, origin } = new URL(app.url);
    const session = await new Tokens(app.runtime.pool, app.runtime.clock).createSession({
      name: 'reader',
      role: 'reader',
    });
    const cookie = `throughline_session=${session}`;
    expect(await tryToConnect(url, {})).toContain('401');
    expect(await tryToConnect(url, { cookie: 'throughline_session=tl_wrong', origin })).toContain('401');
    expect(await tryToConnect(url, { cookie, origin: 'https://elsewhere.example' })).toContain('403');
    expect(await tryToConnect(url, { cookie })).toContain('403');
    expect(await tryToConnect(url, { cookie, origin: 'null' })).toContain('403');
    expect(await tryToConnect(url, { cookie, origin })).toBe('open');
    expect(host).toBeTruthy();
  });

  it('is held by whoever is signed in, a reader too', async () => {
    const token = await new Tokens(app.runtime.pool, app.runtime.clock).createToken({
      kind: 'api',
      name: 'guest',
      role: 'reader',
    });
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: CREATE, variables: { title: 'By a reader' } }),
    });
    const { data } = (await response.json()) as { data: { createWorkshop: { lastSequence: number } } };
    expect(data.createWorkshop.lastSequence).toBe(1);
  });

  it('refuses a vote in another’s name', async () => {
    const id = await create();
    const foreign = await send(id, [told('vote:participant-b', 'review')]);
    expect(foreign.errors?.[0]?.message).toBe(
      'A vote can be cast and changed by the one whose vote it is only.',
    );
    await send(id, [told('vote:participant-a', 'review'), told('vote:participant-a', 'build')]);
    const one = join(id);
    await one.until(() => one.edits.length === 3);
    expect(one.edits.at(-1)).toMatchObject({ field: 'vote:participant-a', value: '"build"' });
  });

  it.each([
    ['an unknown field', told('steps:1', 'x'), /no field "steps:1"/],
    ['a wrong value', told('step:a:believed:completeAccurate', 1.5), /completeAccurate cannot be set/],
    ['a value that is no JSON', { ...told('title', 'x'), value: '{' }, /title is not JSON/],
    ['text without end', told('title', 'x'.repeat(5_000)), /at most 4096 characters/],
    ['a control character', told('title', 'a\u0000b'), /no keyboard/],
    ['half a character', told('title', 'a\ud800'), /no keyboard/],
    ['a number that was measured', told('measured', {}), /measured/],
    ['no id', { ...told('title', 'x'), id: '' }, /id of an edit/],
  ])(
    'refuses %s with one sentence, and keeps the others of the same batch out',
    async (_, edit, sentence) => {
      const id = await create();
      const { errors } = await send(id, [told('title', 'Fine'), edit]);
      expect(errors).toHaveLength(1);
      expect(errors![0]!.message).toMatch(sentence);
      const { data } = await app.graphql<{ workshop: { lastSequence: number } }>(
        'query ($id: ID!) { workshop(id: $id) { lastSequence } }',
        { id },
      );
      expect(data.workshop.lastSequence).toBe(1);
    },
  );

  it('says so when there is no such workshop, or a subscription that the schema does not know', async () => {
    const none = join('nowhere');
    await none.until(() => none.failures.length > 0);
    expect(none.failures[0]).toBe('There is no workshop nowhere.');
    const client = liveClient(socketUrl(app), { authorization: `Bearer ${app.adminToken}` });
    const failure = await new Promise((done) =>
      client.subscribe(
        { query: 'subscription { nothing }' },
        { next: done, error: done, complete: () => done('over') },
      ),
    );
    expect(JSON.stringify(failure)).toContain('Cannot query field');
    await client.dispose();
  });

  it('gives one connection eight things to follow and no ninth', async () => {
    const id = await create();
    const client = liveClient(socketUrl(app), { authorization: `Bearer ${app.adminToken}` });
    const outcomes = await Promise.all(
      Array.from(
        { length: 9 },
        () =>
          new Promise<string>((done) => {
            const query = `subscription { workshopEdits(id: "${id}") { sequence } }`;
            client.subscribe(
              { query },
              {
                next: () => done('news'),
                error: (failure) => done(JSON.stringify(failure)),
                complete: () => {},
              },
            );
          }),
      ),
    );
    expect(outcomes.filter((one) => one === 'news')).toHaveLength(8);
    expect(outcomes.find((one) => one !== 'news')).toContain('at most 8');
    await client.dispose();
  });
});
