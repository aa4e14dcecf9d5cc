import { encodeCursor } from '../../src/metrics/page.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startApi, type TestApi } from './app.js';

const metric = (filter: string, fields = '{ n }', more = '') =>
  `{ leadTime(filter: { ${filter} }${more}) ${fields} }`;
const RANGE = 'from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z"';

describe('the API refuses in one sentence and one shape', () => {
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

  it.each([
    ['BAD_ZONE', metric(`${RANGE}, zone: "Mars/Olympus"`), 'There is no time zone "Mars/Olympus"'],
    ['BAD_ZONE', metric(`${RANGE}, zone: "IST"`), 'use an IANA name'],
    ['BAD_ZONE', metric(`${RANGE}, zone: "+10:00"`), 'use an IANA name'],
    ['BAD_RANGE', metric('from: "2026-02-01T00:00:00Z", to: "2026-01-01T00:00:00Z"'), '"to" must be later'],
    ['BAD_RANGE', metric('from: "2026-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z"'), '"to" must be later'],
    [
      'TOO_MANY_BUCKETS',
      metric(
        'from: "2000-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z"',
        '{ buckets { n } }',
        ', bucket: DAY',
      ),
      'more than 2000 buckets',
    ],
    ['UNKNOWN_SERVICE', metric(`${RANGE}, services: ["baskett"]`), 'There is no service "baskett"'],
    ['UNKNOWN_TEAM', metric(`${RANGE}, teams: ["nobody"]`), 'There is no team "nobody"'],
    ['BAD_PAGE', metric(RANGE, '{ evidence(first: 0) { totalCount } }'), 'A page holds 1 to 500 rows'],
    [
      'BAD_CURSOR',
      metric(RANGE, '{ evidence(after: "xyz") { totalCount } }'),
      'is not a cursor of this list',
    ],
    ...[
      ['2026', 'a', 'b', 'c'],
      ['2026-02-31T00:00:00.000000Z', 'a', 'b', 'c'],
      ['2026-01-05T00:00:00.000000Z', 'a\0', 'b', 'c'],
    ].map((key): [string, string, string] => [
      'BAD_CURSOR',
      metric(RANGE, `{ evidence(after: "${encodeCursor(key)}") { totalCount } }`),
      'is not a cursor of this list',
    ]),
    ['BAD_TEXT', metric(`${RANGE}, services: ["a\\u0000b"]`), 'holds a NUL character'],
    ['BAD_TEXT', metric(`${RANGE}, environment: "a\\u0000b"`), 'holds a NUL character'],
    ['BAD_INPUT', metric(RANGE, '{ evidence(of: NUMERATOR) { totalCount } }'), 'has no numerator'],
  ])('%s: %s', async (code, query, sentence) => {
    const { errors, data, status } = await api.ask(query);
    expect(data).toBeNull();
    expect(status).toBe(200);
    expect(errors).toHaveLength(1);
    expect(errors![0]!.extensions).toEqual({ code });
    expect(errors![0]!.message).toContain(sentence);
  });

  it.each([
    ['a field that is not there', '{ leadTimes { n } }', 'Did you mean "leadTime"?'],
    ['an instant without offset', metric('from: "2026-01-01", to: "2026-02-01"'), 'is no instant'],
    ['no query at all', '{', 'Syntax Error'],
  ])('%s', async (_, query, sentence) => {
    const { errors, status } = await api.ask(query);
    expect(status).toBe(400);
    expect(errors![0]!.message).toContain(sentence);
    expect(typeof errors![0]!.extensions.code).toBe('string');
  });

  it('a query nested too deep', async () => {
    const deep = `{ change(id: "x") ${'{ commits '.repeat(20)} { id } ${'}'.repeat(20)} }`;
    const { errors, data } = await api.ask(deep);
    expect(data).toBeNull();
    expect(errors![0]).toMatchObject({ extensions: { code: 'TOO_DEEP' } });
  });

  it.each([
    ['selections', (n: number) => '{a'.repeat(n) + '}'.repeat(n)],
    ['lists', (n: number) => `{ change(id: ${'['.repeat(n)}${']'.repeat(n)}) { id } }`],
    ['objects', (n: number) => `{ leadTime(filter: ${'{a: '.repeat(n)}1${'}'.repeat(n)}) { n } }`],
    ['types', (n: number) => `query ($a: ${'['.repeat(n)}Int${']'.repeat(n)}) { a }`],
    ['fragments', (n: number) => `{ ${'... on Query { '.repeat(n)} flow { services } ${'}'.repeat(n)} }`],
    ['what is never closed', (n: number) => '{a'.repeat(n)],
  ])('%s in each other without end', async (_, nested) => {
    for (const levels of [300, 10_000, 100_000]) {
      const { errors } = await api.ask(nested(levels));
      expect(errors).toHaveLength(1);
      expect(errors![0]).toMatchObject({ extensions: { code: 'TOO_DEEP' } });
    }
  });

  it.each([
    ['by pages', `{ changes(first: 500) { nodes { commits(first: 500) { timeline { id } } } } }`],
    [
      'by aliases',
      `{ ${Array.from({ length: 600 }, (_, i) => `a${i}: leadTime(filter: { ${RANGE} }) { n }`).join(' ')} }`,
    ],
    [
      'by fragments of fragments',
      `query { ...f0 } ${Array.from({ length: 11 }, (_, i) => `fragment f${i} on Query { ${Array.from({ length: 9 }, () => `...f${i + 1}`).join(' ')} }`).join(' ')} fragment f11 on Query { flow { services } }`,
    ],
  ])('a bomb %s', async (_, query) => {
    const { errors, data } = await api.ask(query);
    expect(data).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors![0]!.extensions.code).toBe('TOO_COSTLY');
    expect(errors![0]!.message).toMatch(/^The query asks too much at once/);
  });

  it('a page size that comes in a variable is weighed too', async () => {
    const query = 'query($n: Int) { changes(first: $n) { nodes { commits(first: $n) { id title } } } }';
    expect((await api.ask(query, { n: 500 })).errors![0]!.extensions.code).toBe('TOO_COSTLY');
    expect((await api.ask(query, { n: 5 })).errors).toBeUndefined();
  });

  it('a page size that is the default of a variable is weighed too', async () => {
    const query = 'query($n: Int = 500) { changes(first: $n) { nodes { commits(first: $n) { id title } } } }';
    expect((await api.ask(query)).errors![0]!.extensions.code).toBe('TOO_COSTLY');
    expect((await api.ask(query, { n: 5 })).errors).toBeUndefined();
  });

  it('a page size below zero pays for nothing else', async () => {
    const many = Array.from({ length: 600 }, (_, i) => `a${i}: leadTime(filter: { ${RANGE} }) { n }`).join(
      ' ',
    );
    const { errors } = await api.ask(`{ changes(first: -100000) { nodes { id title } } ${many} }`);
    expect(errors!.map(({ extensions }) => extensions.code)).toEqual(['TOO_COSTLY']);
  });

  it('a refusal is no failure of ours: only what nobody expected is logged, and once', async () => {
    const logged: unknown[] = [];
    const log = (...said: unknown[]) => logged.push(said);
    api.app.useLogger({ error: log, warn: log, log: () => {} });
    await api.ask(metric(`${RANGE}, zone: "IST"`));
    await api.ask('{ deployments(first: 0) { totalCount } }');
    expect(logged).toEqual([]);
    await database.pool.query('alter table throughline_read.deployment rename to away');
    await api.ask('{ deployments { totalCount } }');
    await database.pool.query('alter table throughline_read.away rename to deployment');
    api.app.useLogger(false);
    expect(logged).toHaveLength(1);
  });

  it('but answers what tools ask about the schema', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const { errors, data } = await api.ask(getIntrospectionQuery());
    expect(errors).toBeUndefined();
    expect(data.__schema.types.length).toBeGreaterThan(20);
  });

  it('and tells nothing of what it did not expect but an id', async () => {
    await database.pool.query('alter table throughline_read.delivered_commit rename to away');
    const { errors, status } = await api.ask(metric(RANGE));
    await database.pool.query('alter table throughline_read.away rename to delivered_commit');
    expect(status).toBe(500);
    expect(errors![0]!.extensions).toEqual({ code: 'INTERNAL' });
    expect(errors![0]!.message).toMatch(
      /^Something went wrong on our side\. The log has it under [\w-]{8}\.$/,
    );
  });
});
