import { verifyStore } from '../../src/ledger/verify-store.js';
import { inTransaction } from '../../src/support/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { openTestLedger, type TestLedger } from '../support/ledger.js';
import { Chance, TAMPERINGS, takeAllRights } from './tamperings.js';

const RUNS = 1_000;

describe('tampering with the store', () => {
  let database: TestDatabase;
  let test: TestLedger;
  beforeAll(async () => {
    database = await createTestDatabase();
    test = await openTestLedger(database.pool);
    // Given a log of several tiles and checkpoints, an erased event, and events that wait for their leaves.
    for (const [key, commits] of [
      ['a', 3],
      ['b', 250],
      ['c', 1],
      ['d', 20],
    ] as const) {
      await test.deliver(key, commits);
      await test.ledger.appendPending();
    }
    await eraseOne();
    await test.deliver('waiting', 4);
    await test.deliver('waiting too', 2);
    // Deliveries whose events still wait are in no leaf yet.
    await database.pool.query(`delete from throughline.inbox where delivery_key like 'waiting%'`);
  });
  afterAll(() => database.drop());

  const eraseOne = async (): Promise<void> => {
    const [erased] = await test.deliver('personal', 1);
    await test.ledger.appendPending();
    await inTransaction(database.pool, async (db) => {
      await takeAllRights(db);
      await test.ledger.erase(db, { events: [erased!] });
      await db.query('delete from throughline.event where id = $1', [erased]);
      await db.query(`delete from throughline.inbox where delivery_key = 'personal'`);
    });
  };

  it('finds nothing where nothing was done', async () => {
    const { findings, ...figures } = await test.ledger.verify({});
    expect(findings).toEqual([]);
    expect(figures).toEqual({ size: 276, checkpoints: 6, pending: 6, count: 0 });
  });

  it(`finds each of ${RUNS} random tamperings, and nothing once they are undone`, async () => {
    const client = await database.pool.connect();
    const missed: string[] = [];
    const { vkey } = test.signer;
    try {
      for (let seed = 1; seed <= RUNS; seed += 1) {
        const chance = new Chance(seed * 2_654_435_761);
        const tampering = TAMPERINGS[seed % TAMPERINGS.length]!;
        await client.query('begin');
        await takeAllRights(client);
        const touched = await tampering.run(client, chance);
        const { count } = await verifyStore(client, { vkey });
        await client.query('rollback');
        if (touched === 0 || count === 0) missed.push(`${tampering.name} of seed ${seed} (${touched} rows)`);
        if (seed % 50 === 0) expect((await verifyStore(client, { vkey })).findings).toEqual([]);
      }
    } finally {
      client.release();
    }
    expect(missed).toEqual([]);
  }, 120_000);
});
