import { codeOf } from '../src/support/errors.js';
import { createTestDatabase, type TestDatabase } from './support/database.js';

describe('migrations', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('give every table a primary key', async () => {
    const { rows } = await database.pool.query(`
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname like 'throughline%' and c.relkind = 'r'
        and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)`);
    expect(rows).toEqual([]);
  });

  it('make the event store append-only', async () => {
    const attempts = [
      'update throughline.event set type = type',
      'delete from throughline.event',
      'truncate throughline.event_key',
    ];
    for (const attempt of attempts) {
      const code = await database.pool.query(attempt).then(() => 'allowed', codeOf);
      expect(code).toBe('42501');
    }
  });
});
