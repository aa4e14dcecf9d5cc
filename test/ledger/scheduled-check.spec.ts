import { Ledger } from '../../src/ledger/ledger.js';
import { inTransaction } from '../../src/support/rows.js';
import { startApi, type TestApi } from '../api/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { openTestLedger, type TestLedger } from '../support/ledger.js';
import { takeAllRights } from './tamperings.js';

const HOUR = 3_600_000;

describe('the ledger is checked by itself', () => {
  let database: TestDatabase;
  let test: TestLedger;
  let ledger: Ledger;
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    database = await createTestDatabase();
    test = await openTestLedger(database.pool);
    api = await startApi(database.pool);
    now = new Date('2026-03-02T08:00:00Z');
    ledger = new Ledger(database.pool, { now: () => now }, async () => test.signer);
  });
  afterEach(async () => {
    await api.close();
    await database.drop();
  });

  const later = (hours: number): void => {
    now = new Date(now.getTime() + hours * HOUR);
  };
  const deliver = async (key: string, commits: number): Promise<string[]> => {
    const ids = await test.deliver(key, commits);
    await test.ledger.appendPending();
    return ids;
  };
  const altered = (statement: string, parameters: unknown[] = []): Promise<void> =>
    inTransaction(database.pool, async (db) => {
      await takeAllRights(db);
      await db.query(statement, parameters);
    });
  const shown = async () => {
    const verification = '{ sound from size firstFinding }';
    const { data } = await api.ask(`{ ledger { lastVerification ${verification} alarm ${verification} } }`);
    return data.ledger;
  };

  it('whole at first, then what is new every day, and whole again after a week', async () => {
    await deliver('first', 300);
    expect(await ledger.verifyIfDue()).toMatchObject({ size: 300, count: 0 });
    expect((await shown()).lastVerification).toMatchObject({ from: 0, size: 300 });
    later(23);
    expect(await ledger.verifyIfDue()).toBeUndefined();

    await deliver('second', 40);
    later(2);
    expect(await ledger.verifyIfDue()).toMatchObject({ size: 340, checkpoints: 1, count: 0 });
    expect((await shown()).lastVerification).toMatchObject({ sound: true, from: 300, size: 340 });
    later(25);
    expect(await ledger.verifyIfDue()).toMatchObject({ size: 340, checkpoints: 0, count: 0 });

    later(7 * 24);
    expect(await ledger.verifyIfDue()).toMatchObject({ size: 340, checkpoints: 2, count: 0 });
    expect(await shown()).toMatchObject({ lastVerification: { from: 0 }, alarm: null });
  });

  it('is not checked while there is nothing in it', async () => {
    const empty = await createTestDatabase();
    const nothing = new Ledger(empty.pool, { now: () => now }, async () => test.signer);
    expect(await nothing.verifyIfDue()).toBeUndefined();
    await empty.drop();
  });

  it.each([
    [
      'an event was changed',
      `update throughline.event set data = replace(data, 'new-3', 'old-3') where data like '%new-3%'`,
    ],
    ['an event was taken away', `delete from throughline.event where data like '%new-3%'`],
    [
      'an event was slipped in',
      `insert into throughline.event
       select * from jsonb_populate_recordset(null::throughline.event, (
         select jsonb_agg(to_jsonb(e) || '{"id": "forged"}') from throughline.event e where data like '%new-3%'))`,
    ],
    ['a leaf was taken away', 'delete from throughline.ledger_leaf where index = 21'],
    ['a checkpoint was taken away', 'delete from throughline.ledger_checkpoint where size = 20'],
    [
      'a tile was changed',
      `update throughline.ledger_tile set hashes = decode(repeat('00', 32), 'hex') where level = 1`,
    ],
  ])('raises an alarm when %s', async (_, statement) => {
    await deliver('old', 20);
    await ledger.verifyIfDue();
    await deliver('new', 20);
    await altered(statement);
    later(25);
    expect((await ledger.verifyIfDue())!.count).toBeGreaterThan(0);
    expect(await shown()).toMatchObject({
      alarm: { sound: false, from: 20, firstFinding: expect.stringMatching(/\.$/) },
    });
  });

  it('keeps the alarm until a check of the whole store finds everything in order', async () => {
    const [id] = await deliver('old', 5);
    await ledger.verifyIfDue();
    await altered(`update throughline.event set data = data || ' ' where id = $1`, [id]);
    later(25);
    // It is old, so the daily check does not see it; the weekly one does.
    expect((await ledger.verifyIfDue())!.count).toBe(0);
    later(7 * 24);
    expect((await ledger.verifyIfDue())!.count).toBe(1);
    expect((await shown()).alarm).toMatchObject({ sound: false, from: 0 });
    expect(await ledger.verifyIfDue()).toBeUndefined();

    await altered(`update throughline.event set data = rtrim(data) where id = $1`, [id]);
    later(1);
    expect((await ledger.verifyIfDue())!.count).toBe(0);
    expect((await shown()).alarm).toBeNull();
  });
});
