import { setTimeout as sleep } from 'node:timers/promises';
import { lockProjector, Projector } from '../../src/projections/projector.js';
import { inTransaction } from '../../src/support/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { openTestLedger } from '../support/ledger.js';

describe('a service beside a command that folds', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  const count = async (statement: string): Promise<number> =>
    (await database.pool.query<{ count: number }>(`select count(*)::int as count from ${statement}`)).rows[0]!
      .count;
  const commits = () => count('throughline_read.commit');
  const inLine = () => count(`pg_locks where locktype = 'advisory' and not granted`);

  it('does not stand in line with it, and folds what it left', async () => {
    const { deliver } = await openTestLedger(database.pool);
    await deliver('push', 30);
    let folding: Promise<void> | undefined;
    await inTransaction(database.pool, async (db) => {
      await lockProjector(db);
      folding = new Projector(database.pool).projectUnlessAnotherDoes();
      await sleep(400);
      expect(await inLine()).toBe(0);
      expect(await commits()).toBe(0);
    });
    await folding;
    expect(await commits()).toBe(30);
  });
});
