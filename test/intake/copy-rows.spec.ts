import fc from 'fast-check';
import type { PoolClient } from 'pg';
import { type Row, together, writeRows } from '../../src/support/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const TARGET = {
  table: 'copied',
  columns: ['id', 'text', 'list', 'at', 'bytes', 'number', 'flag', 'json'],
  key: ['id'],
  conflict: 'none',
} as const;

/** Everything that a text of PostgreSQL can hold, and much of what means something to COPY or to an array. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('\\', '\n', '\r', '\t', 'N', '.', '"', '{', '}', ',', ' ', 'é', '😀') }),
  fc.string({ unit: 'binary' }).map((any) => any.replaceAll('\u0000', '')),
  fc.constantFrom('\\N', '\\.', '', 'NULL', '\\\\x00'),
);
const row = fc.record({
  text: fc.option(text),
  list: fc.option(fc.array(fc.option(text), { maxLength: 3 })),
  at: fc.option(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })),
  bytes: fc.option(fc.uint8Array({ maxLength: 5 }).map((bytes) => Buffer.from(bytes))),
  number: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  flag: fc.option(fc.boolean()),
  json: fc.option(fc.dictionary(fc.constantFrom('a', '\\', '"'), text)),
});

describe('rows that are new', () => {
  let database: TestDatabase;
  let client: PoolClient;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = await database.pool.connect();
    await client.query(`create temporary table copied (id text primary key, text text, list text[], at timestamptz,
      bytes bytea, number bigint, flag boolean, json json)`);
  });
  afterAll(async () => {
    client.release();
    await database.drop();
  });
  beforeEach(() => client.query('truncate copied'));

  const stored = async (): Promise<Row[]> => (await client.query('select * from copied order by id')).rows;
  const numbered = (rows: readonly object[]): Row[] =>
    rows.map((one, i) => ({ ...one, id: String(i).padStart(5, '0') }));
  const plain = (count: number): Row[] => numbered(Array.from({ length: count }, (_, i) => ({ number: i })));

  it('are the same whether they are copied or inserted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 20, maxLength: 40 }), async (rows) => {
        await client.query('truncate copied');
        await writeRows(client, TARGET, numbered(rows));
        const copied = await stored();
        await client.query('truncate copied');
        await writeRows(client, { ...TARGET, conflict: 'ignore' }, numbered(rows));
        expect(copied).toEqual(await stored());
        expect(copied).toHaveLength(rows.length);
      }),
      { numRuns: 200 },
    );
  });

  it('are counted, however many there are', async () => {
    expect(await writeRows(client, TARGET, plain(3_456))).toBe(3_456);
    expect(await stored()).toHaveLength(3_456);
  });

  it('stand between statements that do not wait for them', async () => {
    const [before, written, after] = await together([
      client.query('select count(*)::int as count from copied'),
      writeRows(client, TARGET, plain(1_500)),
      client.query('select count(*)::int as count from copied'),
    ]);
    expect([before.rows, written, after.rows]).toEqual([[{ count: 0 }], 1_500, [{ count: 1_500 }]]);
  });

  it('are refused where they are there after all, and the connection goes on', async () => {
    await writeRows(client, TARGET, plain(30));
    await client.query('begin');
    await expect(
      together([writeRows(client, TARGET, plain(2_500)), client.query('select 1')]),
    ).rejects.toMatchObject({ code: '23505' });
    await client.query('rollback');
    expect(await stored()).toHaveLength(30);
    expect(await writeRows(client, TARGET, plain(60).slice(30))).toBe(30);
  });

  it('are refused as a whole with a value that their column cannot hold', async () => {
    const rows = [...plain(40), { id: 'x', number: 'many' }];
    await expect(writeRows(client, TARGET, rows)).rejects.toMatchObject({ code: '22P02' });
    expect(await stored()).toEqual([]);
  });
});
