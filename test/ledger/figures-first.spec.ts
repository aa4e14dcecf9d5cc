import { LedgerProcessor } from '../../src/bootstrap/workers/ledger.js';
import { Projector } from '../../src/projections/projector.js';
import { systemClock } from '../../src/support/clock.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { openTestLedger, type TestLedger } from '../support/ledger.js';

describe('the ledger while very much is taken in', () => {
  let database: TestDatabase;
  let test: TestLedger;
  let projector: Projector;
  beforeEach(async () => {
    database = await createTestDatabase();
    test = await openTestLedger(database.pool);
    projector = new Projector(database.pool);
  });
  afterEach(() => database.drop());

  /** What a worker does when its clock is so many seconds ahead. */
  const tick = async (seconds = 0): Promise<number> => {
    const clock = { now: () => new Date(systemClock.now().getTime() + seconds * 1_000) };
    await new LedgerProcessor(test.ledger, projector, clock).process();
    const { rows } = await database.pool.query<{ leaves: number }>(
      'select count(*)::int as leaves from throughline.ledger_leaf',
    );
    return rows[0]!.leaves;
  };

  it('appends what systems at work send as it comes, folded or not', async () => {
    await test.deliver('push', 400);
    expect(await tick()).toBe(400);
  });

  it('waits until the figures are there', async () => {
    await test.deliver('history', 600);
    expect(await tick()).toBe(0);
    await projector.projectPending();
    expect(await tick()).toBe(600);
  });

  it('waits no longer than a minute for them', async () => {
    await test.deliver('history', 600);
    expect(await tick(55)).toBe(0);
    expect(await tick(65)).toBe(600);
  });

  it('appends nothing where nothing was recorded', async () => {
    expect(await tick()).toBe(0);
  });
});
