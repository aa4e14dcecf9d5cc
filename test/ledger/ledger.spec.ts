import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { appendEvents, tellingOf } from '../../src/events/event-store.js';
import { verifyBundle, writeBundle } from '../../src/ledger/bundle.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { leafHash } from '../../src/ledger/merkle.js';
import { TileBuilder } from '../../src/ledger/tiles.js';
import { keysOf } from '../../src/projections/keys.js';
import { systemClock } from '../../src/support/clock.js';
import { createPool } from '../../src/support/pool.js';
import { type Db, inTransaction } from '../../src/support/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { commitOf, openTestLedger, type TestLedger } from '../support/ledger.js';
import { takeAllRights } from './tamperings.js';

describe('the ledger', () => {
  let database: TestDatabase;
  let test: TestLedger;
  beforeEach(async () => {
    database = await createTestDatabase();
    test = await openTestLedger(database.pool);
  });
  afterEach(() => database.drop());

  const asSuperuser = (work: (db: Db) => Promise<unknown>): Promise<void> =>
    inTransaction(database.pool, async (db) => {
      await takeAllRights(db);
      await work(db);
    });
  const findings = async (witnesses: string[] = []): Promise<string[]> =>
    (await test.ledger.verify({ witnesses })).findings.map(({ where, what }) => `${where}: ${what}`);

  it('signs checkpoints that verify by the letter of C2SP, without any code of ours', async () => {
    await test.deliver('first', 5);
    await test.ledger.appendPending();
    const { note } = await test.ledger.newestCheckpoint();

    const [body, signatures] = [
      note.slice(0, note.indexOf('\n\n') + 1),
      note.slice(note.indexOf('\n\n') + 2),
    ];
    const [origin, size, root] = body.split('\n');
    const [dash, name, encoded] = signatures.trimEnd().split(' ');
    expect([dash, name, size]).toEqual(['\u2014', origin, '5']);
    expect(Buffer.from(root!, 'base64')).toHaveLength(32);
    const [keyName, keyId, keyText] = test.signer.vkey
      .split('+')
      .slice(0, 2)
      .concat(test.signer.vkey.slice(test.signer.vkey.indexOf('+', test.signer.vkey.indexOf('+') + 1) + 1));
    const typedKey = Buffer.from(keyText!, 'base64');
    expect(typedKey[0]).toBe(1);
    const expectedId = createHash('sha256').update(`${keyName}\n`).update(typedKey).digest('hex').slice(0, 8);
    expect(keyId).toBe(expectedId);
    const signature = Buffer.from(encoded!, 'base64');
    expect(signature.subarray(0, 4).toString('hex')).toBe(expectedId);
    const publicKey = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: typedKey.subarray(1).toString('base64url') },
      format: 'jwk',
    });
    expect(verify(null, Buffer.from(body), publicKey, signature.subarray(4))).toBe(true);
  });

  it('gives each event one place, however many sequencers run while events come in', async () => {
    const others = Array.from(
      { length: 3 },
      () => new Ledger(database.pool, systemClock, async () => test.signer),
    );
    let isOver = false;
    const sequencers = others.map(async (ledger) => {
      let appended = 0;
      while (!isOver) appended += await ledger.appendPending();
      return appended + (await ledger.appendPending());
    });
    for (let i = 0; i < 40; i += 1) await test.deliver(`delivery-${i}`, 1 + (i % 7) * 20);
    isOver = true;
    const appended = await Promise.all(sequencers);
    const { rows } = await database.pool.query('select count(*)::int as events from throughline.event');
    expect(appended.reduce((a, b) => a + b)).toBe(rows[0].events);
    expect(await test.ledger.verify({})).toMatchObject({ size: rows[0].events, pending: 0, findings: [] });
  });

  it('is whole after a sequencer died between its leaves and its checkpoint', async () => {
    await test.deliver('before', 300);
    await test.ledger.appendPending();
    await test.deliver('during', 300);
    const blocker = await database.pool.connect();
    await blocker.query('begin');
    await blocker.query('lock table throughline.ledger_checkpoint in share mode');
    const pool = createPool(database.url, 1);
    const dying = new Ledger(pool, systemClock, async () => test.signer).appendPending().then(
      () => 'appended',
      () => 'died',
    );
    const waiting = `select pid from pg_stat_activity where datname = current_database()
      and wait_event_type = 'Lock' and query like 'insert into throughline.ledger_checkpoint%'`;
    let pid: number | undefined;
    while (pid === undefined) pid = (await database.pool.query(waiting)).rows[0]?.pid;
    await database.pool.query('select pg_terminate_backend($1)', [pid]);
    expect(await dying).toBe('died');
    await pool.end();
    await blocker.query('rollback');
    blocker.release();

    expect(await test.ledger.verify({})).toMatchObject({ size: 300, pending: 300, findings: [] });
    expect(await test.ledger.appendPending()).toBe(300);
    expect(await test.ledger.verify({})).toMatchObject({ size: 600, pending: 0, findings: [] });
  });

  it('takes in nothing that the service did not record, not even in the moment before it is signed', async () => {
    await test.deliver('real', 2);
    await asSuperuser((db) =>
      db.query(`insert into throughline.event
        select 'forged', digest, type, at, recorded_at, source, delivery_key, data from throughline.event limit 1`),
    );
    await expect(test.ledger.appendPending()).rejects.toMatchObject({ code: 'FORGED_RECORDING' });
    expect(await findings()).toEqual(['recording: Its events are not those that the service recorded then.']);
  });

  it('appends nothing to a log that was altered', async () => {
    await test.deliver('one', 3);
    await test.ledger.appendPending();
    await asSuperuser((db) => db.query('update throughline.ledger_tile set hashes = sha256(hashes)'));
    await test.deliver('two', 1);
    await expect(test.ledger.appendPending()).rejects.toMatchObject({ code: 'LEDGER_ALTERED' });
  });

  it('is not fooled by one who rewrites event, leaf and tiles so that they fit each other', async () => {
    await test.deliver('honest', 20);
    await test.ledger.appendPending();
    await asSuperuser(async (db) => {
      const { rows } = await db.query<{ leaf: string }>(
        'select leaf from throughline.ledger_leaf order by index',
      );
      const leaves = rows.map(({ leaf }, i) => (i === 7 ? leaf.replace('"shop"', '"shed"') : leaf));
      const builder = new TileBuilder();
      for (const leaf of leaves) builder.push(leafHash(leaf));
      await db.query(`update throughline.event set source = 'shed'
        where id = (select event_id from throughline.ledger_leaf where index = 7)`);
      await db.query('update throughline.ledger_leaf set leaf = $1 where index = 7', [leaves[7]]);
      for (const { level, index, hashes } of [...builder.takeFull(), ...builder.partial()])
        await db.query('update throughline.ledger_tile set hashes = $3 where level = $1 and index = $2', [
          level,
          index,
          hashes,
        ]);
    });
    expect(await findings()).toEqual(['checkpoint: The leaves do not make the root that was signed.']);
  });

  it('shows a cut-off end only to one who holds a later checkpoint', async () => {
    await test.deliver('kept', 10);
    await test.ledger.appendPending();
    const tiles = await database.pool.query('select * from throughline.ledger_tile');
    await test.deliver('cut off', 5);
    await test.ledger.appendPending();
    const { note } = await test.ledger.newestCheckpoint();
    expect(await findings([note])).toEqual([]);
    await asSuperuser(async (db) => {
      await db.query(`delete from throughline.event where delivery_key = 'shop/cut off'`);
      await db.query('delete from throughline.ledger_leaf where index >= 10');
      await db.query('delete from throughline.ledger_checkpoint where size > 10');
      await db.query('update throughline.ledger_tile set hashes = $1', [tiles.rows[0].hashes]);
    });
    expect(await findings()).toEqual([]);
    expect(await findings([note])).toEqual(['witness: The log has only 10 leaves: its end was cut off.']);
    await expect(test.ledger.agreeWith(note)).rejects.toMatchObject({ code: 'FORKED' });

    await test.deliver('in its place', 5);
    await test.ledger.appendPending();
    expect(await findings()).toEqual([]);
    expect(await findings([note])).toEqual([
      'witness: The log had another root at that size: its history was rewritten.',
    ]);
  });

  it('begins with what was recorded before it had a key', async () => {
    await database.drop();
    database = await createTestDatabase();
    const tellings = ['old', 'older'].map((title) => tellingOf(commitOf(title), 'shop/gone'));
    await inTransaction(database.pool, (db) => appendEvents(db, tellings, { clock: systemClock, keysOf }));
    test = await openTestLedger(database.pool);
    expect(await test.ledger.appendPending()).toBe(2);
    expect(await findings()).toEqual([]);
  });

  it('keeps every proof when the data of a person is erased, and the leaf says nothing about it', async () => {
    const [erased, other] = await test.deliver('personal', 2);
    await test.ledger.appendPending();
    const earlier = [erased!, other!].map(async (id) => writeBundle(await test.ledger.prove(id, {})));
    const bundles = await Promise.all(earlier);
    await asSuperuser(async (db) => {
      await test.ledger.erase(db, { events: [erased!] });
      await db.query('delete from throughline.event where id = $1', [erased]);
    });
    expect(await findings()).toEqual([]);
    const [waiting] = await test.deliver('not yet in the ledger', 1);
    await expect(test.ledger.erase(database.pool, { events: [waiting!] })).rejects.toMatchObject({
      code: 'NOT_IN_LEDGER',
    });
    for (const bundle of bundles) expect(verifyBundle(bundle)).toMatchObject({ isErased: false });
    const now = await test.ledger.prove(erased!, {});
    expect(now).toMatchObject({ event: null, salt: null, deliverySha256: null });
    expect(verifyBundle(writeBundle(now))).toMatchObject({ eventId: erased, isErased: true });
    const { rows } = await database.pool.query('select * from throughline.ledger_leaf where event_id = $1', [
      erased,
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/ann|personal/);
  });

  it('proves events of a log that grows, to one who holds an older checkpoint', async () => {
    const ids: string[] = [];
    const notes: string[] = [];
    for (const commits of [1, 2, 300, 3]) {
      ids.push(...(await test.deliver(randomBytes(4).toString('hex'), commits)));
      await test.ledger.appendPending();
      notes.push((await test.ledger.newestCheckpoint()).note);
    }
    for (const id of [ids[0]!, ids[150]!, ids.at(-1)!]) {
      for (const since of notes) {
        const bundle = writeBundle(await test.ledger.prove(id, { since }));
        expect(verifyBundle(bundle, { vkey: test.signer.vkey, witness: since })).toMatchObject({
          eventId: id,
        });
      }
    }
    await expect(test.ledger.prove('nothing', {})).rejects.toMatchObject({ code: 'NOT_IN_LEDGER' });
  });
});
