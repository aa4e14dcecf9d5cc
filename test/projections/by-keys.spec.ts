import { Projector } from '../../src/projections/projector.js';
import { rebuild } from '../../src/projections/rebuild.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { openTestLedger } from '../support/ledger.js';

describe('folding into tables that are new', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  /** How often each was read as a whole. */
  const readWhole = async (): Promise<unknown[]> => {
    const { rows } = await database.pool.query(
      `select relname, seq_scan::int from pg_stat_user_tables
       where schemaname = 'throughline_read' and seq_scan > 0 order by relname`,
    );
    return rows;
  };

  it('finds by their keys the rows that it replaces, before anybody counted the rows', async () => {
    const test = await openTestLedger(database.pool);
    const projector = new Projector(database.pool, 100);
    for (const push of ['first', 'second', 'third']) await test.deliver(push, 300);
    await projector.projectPending();
    await database.pool.query('select pg_stat_force_next_flush()');
    expect(await readWhole()).toEqual([]);
    await rebuild(database.pool);
    expect(await readWhole()).toEqual([]);
  });
});
