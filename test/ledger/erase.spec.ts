import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importPeopleFile } from '../../src/access/people-import.js';
import { erase } from '../../src/bootstrap/erasure/erase.js';
import { eventsNaming, identitiesOf, namesOfAll } from '../../src/bootstrap/erasure/person.js';
import { planErasure } from '../../src/bootstrap/erasure/plan.js';
import { openRuntime, type Runtime } from '../../src/bootstrap/runtime.js';
import { readConfig } from '../../src/config.js';
import { verifyBundle, writeBundle } from '../../src/ledger/bundle.js';
import { rebuild } from '../../src/projections/rebuild.js';
import { storeDeliveries } from '../../src/sources/intake/inbox.js';
import { inTransaction } from '../../src/support/rows.js';
import { operator } from '../people/story.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { commitOf } from '../support/ledger.js';
import { dump } from '../support/read-models.js';
import { runCli } from '../support/server-process.js';
import { takeAllRights } from './tamperings.js';

const MARKER = 'Quicksilver Nightingale';
const REASON = { by: 'os:ops', why: 'request 17' };

describe('erasing', () => {
  let database: TestDatabase;
  let folder: string;
  let runtime: Runtime;
  let env: NodeJS.ProcessEnv;
  beforeEach(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'throughline-erase-'));
    env = { DATABASE_URL: database.url, THROUGHLINE_DATA_DIR: folder, LOG_LEVEL: 'error' };
    runtime = await openRuntime(readConfig(env));
  });
  afterEach(async () => {
    await runtime.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const cli = (...args: string[]) => runCli(folder, ['ledger', 'erase', ...args], env);

  /** As a system would send it: a batch of CloudEvents, each of them a commit. */
  const deliver = async (key: string, commits: readonly ReturnType<typeof commitOf>[]): Promise<void> => {
    const body = commits.map((event) => ({
      specversion: '1.0',
      id: event.id,
      source: 'https://shop.example',
      type: `dev.throughline.${event.type}`,
      time: event.at,
      data: event,
    }));
    await storeDeliveries(runtime.pool, [
      {
        source: 'shop',
        system: 'cloudevents',
        key,
        receivedAt: runtime.clock.now(),
        headers: '{"content-type":"application/cloudevents-batch+json"}',
        body: Buffer.from(JSON.stringify(body)),
      },
    ]);
    await settle();
  };
  const settle = async (): Promise<void> => {
    await runtime.interpreter.interpretPending();
    await runtime.projector.projectPending();
    await runtime.ledger.appendPending();
  };
  const storedIds = async (): Promise<string[]> => {
    const { rows } = await database.pool.query<{ id: string }>(
      'select id from throughline.event order by data',
    );
    return rows.map(({ id }) => id);
  };
  const idOf = async (text: string): Promise<string> => {
    const { rows } = await database.pool.query<{ id: string }>(
      'select id from throughline.event where strpos(data, $1) > 0',
      [text],
    );
    return rows[0]!.id;
  };
  const eraseNow = async (ids: readonly string[]): Promise<number> =>
    erase(runtime, await planErasure(runtime.pool, ids), REASON);
  const findings = async (): Promise<string[]> =>
    (await runtime.ledger.verify({})).findings.map(({ where, what }) => `${where}: ${what}`);
  const altered = (statement: string, parameters: unknown[] = []): Promise<void> =>
    inTransaction(database.pool, async (db) => {
      await takeAllRights(db);
      await db.query(statement, parameters);
    });

  /** Every table of every schema of ours in which some column holds the text, as text or as bytes. */
  const tablesHolding = async (text: string): Promise<string[]> => {
    const { rows } = await database.pool.query<{ place: string; column: string }>(
      `select format('%I.%I', table_schema, table_name) as place, quote_ident(column_name) as column
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
       where table_schema like 'throughline%' and table_type = 'BASE TABLE'`,
    );
    expect(rows.length).toBeGreaterThan(200);
    const holding = new Set<string>();
    for (const { place, column } of rows) {
      const { rowCount } = await database.pool.query(
        `select from ${place} where strpos(${column}::text, $1) > 0 or strpos(${column}::text, $2) > 0 limit 1`,
        [text, Buffer.from(text).toString('hex')],
      );
      if (rowCount) holding.add(place);
    }
    return [...holding].sort();
  };

  const secret = (): ReturnType<typeof commitOf> => ({
    ...commitOf(`thanks to ${MARKER}`),
    actor: { id: 'github:quick', name: MARKER, kind: 'human', confidence: 'authenticated' },
  });

  it('takes every trace away, and every proof and the whole store stay valid', async () => {
    await deliver('both', [commitOf('plain'), secret()]);
    await deliver('again', [secret()]);
    await deliver('other', [commitOf('unrelated')]);
    const [id, kept] = [await idOf(MARKER), await idOf('plain')];
    const before = writeBundle(await runtime.ledger.prove(kept, {}));
    expect(await tablesHolding(MARKER)).toEqual(
      expect.arrayContaining(['throughline.event', 'throughline.inbox', 'throughline_read.commit']),
    );

    expect(await eraseNow([id])).toBe(1);

    expect(await tablesHolding(MARKER)).toEqual([]);
    expect(await findings()).toEqual([]);
    expect(verifyBundle(before)).toMatchObject({ eventId: kept, isErased: false });
    expect(verifyBundle(writeBundle(await runtime.ledger.prove(kept, {})))).toMatchObject({
      isErased: false,
    });
    expect(verifyBundle(writeBundle(await runtime.ledger.prove(id, {})))).toMatchObject({ isErased: true });
    const { rows } = await database.pool.query(
      `select delivery_key, state, erased_by, erased_why, erased_at is not null as dated, length(body) as bytes,
         body_sha256 is not null as hashed from throughline.inbox order by 1`,
    );
    const erased = { state: 'erased', erased_by: 'os:ops', erased_why: 'request 17', dated: true, bytes: 0 };
    expect(rows).toMatchObject([
      { delivery_key: 'again', ...erased, hashed: false },
      { delivery_key: 'both', ...erased, hashed: true },
      { delivery_key: 'other', state: 'accepted', hashed: false },
    ]);
  });

  it('is not undone by a replay, a rebuild or another delivery, and a second erasure takes that one too', async () => {
    await deliver('both', [commitOf('plain'), secret()]);
    const id = await idOf(MARKER);
    await eraseNow([id]);
    const after = await dump(database.pool);

    const replayed = await runCli(folder, ['replay', '--state', 'all'], env);
    expect(replayed).toMatchObject({ code: 0, stdout: 'Read 0 deliveries again.\n' });
    await rebuild(runtime.pool, () => {});
    expect(await dump(database.pool)).toEqual(after);
    await deliver('once more', [secret()]);
    expect(await storedIds()).not.toContain(id);
    expect(await dump(database.pool)).toEqual(after);
    expect(await tablesHolding(MARKER)).toEqual(['throughline.inbox']);

    expect(await eraseNow([id])).toBe(0);
    expect(await tablesHolding(MARKER)).toEqual([]);
    expect(await findings()).toEqual([]);
  });

  it('forgets the hash of a body once nothing stands on it', async () => {
    await deliver('both', [commitOf('plain'), secret()]);
    const [id, other] = [await idOf(MARKER), await idOf('plain')];
    await eraseNow([id]);
    await eraseNow([other]);
    const { rows } = await database.pool.query('select body_sha256, headers from throughline.inbox');
    expect(rows).toEqual([{ body_sha256: null, headers: '{}' }]);
    expect(await storedIds()).toEqual([]);
    expect(await findings()).toEqual([]);
  });

  it('cannot be imitated: what was taken away without an entry in the ledger is found', async () => {
    await deliver('both', [commitOf('plain'), secret()]);
    await deliver('more', [commitOf('more')]);
    await altered(`update throughline.inbox set body_sha256 = encode(sha256(body), 'hex'), body = '', state = 'erased'
      where delivery_key = 'both'`);
    expect(await findings()).toEqual(['event: The body that it came from is gone, and no erasure says so.']);
    await altered(`update throughline.inbox set body = 'another' where delivery_key = 'both'`);
    expect((await findings()).join()).toMatch(/what differs: delivery/);
  });

  it('hides nothing that is done to what an erasure left', async () => {
    await deliver('both', [commitOf('plain'), secret()]);
    await deliver('more', [commitOf('more')]);
    await eraseNow([await idOf(MARKER)]);
    const tried = async (statement: string): Promise<number> => {
      const client = await database.pool.connect();
      try {
        await client.query('begin');
        await takeAllRights(client);
        expect((await client.query(statement)).rowCount).toBeGreaterThan(0);
        await client.query('commit');
      } finally {
        client.release();
      }
      return (await runtime.ledger.verify({})).count;
    };
    expect(await findings()).toEqual([]);
    expect(await tried(`update throughline.inbox set body = 'slipped in' where delivery_key = 'both'`)).toBe(
      1,
    );
    expect(await tried(`update throughline.inbox set body = '' where delivery_key = 'both'`)).toBe(0);
    expect(await tried(`delete from throughline.event where data like '%more%'`)).toBe(1);
  });

  it('leaves the event table append-only for the service', async () => {
    await deliver('one', [secret()]);
    await eraseNow([await idOf(MARKER)]);
    const { rows } = await database.pool.query(
      `select table_name, privilege_type from information_schema.role_table_grants
       where table_schema = 'throughline' and table_name in ('event', 'event_key', 'erased_event')
         and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')`,
    );
    expect(rows).toEqual([]);
  });

  it('says first what it would erase, and asks for a reason and a yes', async () => {
    await deliver('both', [commitOf('plain'), secret()]);
    const id = await idOf(MARKER);
    const shown = await cli(id);
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.stdout).toBe(
      [
        `Events: 1\n  ${id}\nBy source:\n  shop  1\nDeliveries whose raw bodies are erased: 1\n  shop  both\n`,
        'Nothing was changed. To erase this for good, say --why REASON --yes.\n',
      ].join(''),
    );
    expect(await cli(id, '--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('--why') });
    expect(await cli('nowhere', '--why', 'x', '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no event nowhere'),
    });
    expect(await cli()).toMatchObject({ code: 1, stderr: expect.stringContaining('--person') });
    expect(await storedIds()).toContain(id);
    const done = await cli(id, '--why', 'request 17', '--yes');
    expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/Erased 1 tellings of 1 events/) });
    expect(await tablesHolding(MARKER)).toEqual([]);
  }, 60_000);

  const importPeople = async (text: string): Promise<void> => {
    await importPeopleFile(runtime, { name: 'people.yaml', source: { kind: 'people', text } }, operator);
    await settle();
  };
  const PEOPLE = `people:
  - id: ann
    name: ${MARKER}
    emails: [quick@example.org]
    accounts: ['github:quick', { id: 'github:ops', to: 2026-01-01 }]
  - id: bob
    name: Bob Ray
    accounts: [{ id: 'github:ops', from: 2026-01-01 }]`;
  const by = (id: string, title: string, at = '2026-01-05T08:00:00.000Z') => ({
    ...commitOf(title),
    at,
    actor: { id, kind: 'human', confidence: 'authenticated' } as const,
  });

  it('finds all events of a person by every identity, while it was theirs, and what files said of them', async () => {
    await importPeople(PEOPLE);
    await importPeople(`${PEOPLE}\n  - id: eve\n    accounts: ['github:eve']`);
    await deliver('commits', [
      by('github:quick', 'one'),
      by('mailto:quick@example.org', 'two'),
      by('github:ops', 'three', '2025-12-31T08:00:00.000Z'),
      by('github:ops', 'of bob'),
      by('github:eve', 'of eve'),
    ]);
    expect(await identitiesOf(runtime.pool, 'nobody').catch(({ code }) => code)).toBe('NOT_FOUND');
    const identities = await identitiesOf(runtime.pool, 'ann');
    const ids = await eventsNaming(runtime.pool, identities);
    await erase(runtime, await planErasure(runtime.pool, ids, namesOfAll(identities)), REASON);

    const { rows } = await database.pool.query(
      `select author_id, title from throughline_read.commit order by title`,
    );
    expect(rows).toEqual([
      { author_id: 'github:ops', title: 'of bob' },
      { author_id: 'github:eve', title: 'of eve' },
    ]);
    for (const name of [MARKER, 'github:quick', 'quick@example.org', '"ann"'])
      expect([name, await tablesHolding(name)]).toEqual([name, []]);
    const known = await database.pool.query('select person from throughline_read.person order by 1');
    expect(known.rows).toEqual([{ person: 'bob' }, { person: 'eve' }]);
    expect(await findings()).toEqual([]);

    // A file without the person says nothing of their end.
    const later = PEOPLE.slice(PEOPLE.indexOf('  - id: bob'));
    await importPeople(`people:\n${later}`);
    expect(await tablesHolding('github:quick')).toEqual([]);
    expect(await findings()).toEqual([]);
  });
});
