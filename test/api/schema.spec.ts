import { readFileSync, writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startApi, type TestApi } from './app.js';

const FILE = new URL('../../schema.graphql', import.meta.url);

describe('the committed schema.graphql', () => {
  let database: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    database = await createTestDatabase();
    api = await startApi(database.pool);
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  it('is what the API answers to (`UPDATE_SCHEMA=1` writes it anew)', () => {
    const schema = `${printSchema(lexicographicSortSchema(api.schema))}\n`;
    if (process.env['UPDATE_SCHEMA']) writeFileSync(FILE, schema);
    expect(readFileSync(FILE, 'utf8')).toBe(schema);
  });
});
