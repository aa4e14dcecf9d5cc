import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRuntime, type Runtime } from '../../src/bootstrap/runtime.js';
import { importLog } from '../../src/cli/import-log.js';
import { readConfig } from '../../src/config.js';
import { answered, startApi, type TestApi } from '../api/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

interface Row {
  readonly wait: { readonly total: number };
  readonly wip: number;
}

interface Page {
  readonly valueStream: {
    readonly one: {
      readonly evidence: {
        readonly nodes: readonly { readonly id: string; readonly wait: number }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      };
    };
  };
}

const file = new URL('../../../shared/data/log-helpdesk/helpdesk.xes.gz', import.meta.url);
const describeIf = existsSync(file) ? describe : describe.skip;
if (!existsSync(file)) process.stderr.write(`Skipped, because ${file.pathname} is not there.\n`);

const EVER = { from: '2000-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' };
/** The log was cut off then. */
const UNTIL_ITS_END = { from: '2010-01-01T00:00:00Z', to: '2014-01-03T12:00:00Z' };
const TIME = '{ n p50 p85 mean total }';

/** The value stream of a public event log, whose figures others computed from the file alone. */
describeIf('the value stream of log-helpdesk', () => {
  let database: TestDatabase;
  let dataDir: string;
  let runtime: Runtime;
  let api: TestApi;
  beforeAll(async () => {
    database = await createTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'throughline-stream-'));
    const config = { DATABASE_URL: database.url, THROUGHLINE_DATA_DIR: dataDir, LOG_LEVEL: 'error' };
    runtime = await openRuntime(readConfig(config));
    api = await startApi(database.pool);
    await importLog(runtime, file.pathname, {});
  }, 120_000);
  afterAll(async () => {
    await api.close();
    await runtime.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const ask = (query: string, filter: Readonly<Record<string, unknown>> = EVER) =>
    answered(api, query, filter);

  it('is discovered, and its parts add up to the whole', async () => {
    const { valueStream } = await ask(`valueStream(filter: $filter) {
      kind n excluded { reason count } finished load left flowTime ${TIME} wait ${TIME} process ${TIME} flowEfficiency
      steps { name visits wait ${TIME} process ${TIME} lead ${TIME} completeAndAccurate rolledCompleteAndAccurate scrapRate variation wip wipAge ${TIME} }
      edges { from to count wait ${TIME} } distribution { type count } velocity }`);
    const { n, excluded, steps, edges, flowTime, wait } = valueStream;
    expect(n + excluded[0].count).toBe(4_580);
    expect(excluded[0].reason).toBe('RARE_PATH');
    expect(n).toBeGreaterThanOrEqual(0.8 * 4_557);
    const sum = (rows: readonly Row[], of: (row: Row) => number): number =>
      rows.reduce((all, row) => all + of(row), 0);
    expect(valueStream.finished + valueStream.load + valueStream.left).toBe(n);
    expect(sum(edges, ({ wait: { total } }) => total)).toBeCloseTo(wait.total, 3);
    expect(sum(steps, ({ wip }) => wip)).toBe(valueStream.load);
    expect(flowTime.n).toBe(valueStream.finished);
  });

  it('lists the very visits that each step counts, and waits as long with them', async () => {
    const { valueStream } = await ask(
      'valueStream(filter: $filter) { steps { name visits wait { total } } edges { from to count wait { total } } }',
    );
    const totals = async (of: string): Promise<{ waits: number; ids: Set<string> }> => {
      let waits = 0;
      const ids = new Set<string>();
      let after: string | null = null;
      do {
        const page = `first: 500${after === null ? '' : `, after: "${after}"`}`;
        const answer: Page = await ask(
          `valueStream(filter: $filter) { one: ${of} { evidence(${page}) { nodes { id wait } pageInfo { hasNextPage endCursor } } } }`,
        );
        const { nodes, pageInfo } = answer.valueStream.one.evidence;
        for (const { id, wait } of nodes) {
          waits += wait;
          ids.add(id);
        }
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      return { waits, ids };
    };
    for (const { name, visits, wait } of valueStream.steps) {
      const { waits, ids } = await totals(`step(name: ${JSON.stringify(name)})`);
      expect(ids.size).toBe(visits);
      expect(waits).toBeCloseTo(wait.total, 3);
    }
    for (const { from, to, count, wait } of valueStream.edges) {
      const { waits, ids } = await totals(`edge(from: ${JSON.stringify(from)}, to: ${JSON.stringify(to)})`);
      expect(ids.size).toBe(count);
      expect(waits).toBeCloseTo(wait.total, 3);
    }
  });

  it('shows for each visit the events that it stands on', async () => {
    const { valueStream } = await ask(
      'valueStream(filter: $filter) { steps { evidence(first: 5, order: LEAD) { nodes { since stop holder evidence } } } }',
    );
    for (const { evidence } of valueStream.steps)
      for (const { since, stop, holder, evidence: ids } of evidence.nodes) {
        expect(holder).toMatch(/^Value /);
        const { data } = await api.ask('query ($ids: [String!]!) { events(ids: $ids) { at } }', { ids });
        const at = data.events.map((event: { at: string }) => event.at);
        expect(new Set(at)).toEqual(new Set([since, stop]));
      }
  });

  it('covers as many outcomes with its percentiles as they say', async () => {
    for (const items of ['', ', items: 10', ', items: 25', ', items: 50', ', items: 100']) {
      const { forecast } = await ask(
        `forecast(filter: $filter${items}) { items n from p50 p85 p95 throughput backTest { n covered50 covered85 covered95 } }`,
        UNTIL_ITS_END,
      );
      expect(forecast.backTest.n).toBeGreaterThan(150);
      expect(Math.abs(forecast.backTest.covered85 - 0.85)).toBeLessThanOrEqual(0.03);
    }
  });
});
