import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { openRuntime, type Runtime } from '../../src/bootstrap/runtime.js';
import { importLog } from '../../src/cli/import-log.js';
import { readConfig } from '../../src/config.js';
import { startApi, type TestApi } from '../api/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** Public event logs whose figures others computed from the files alone. */

const shared = new URL('../../../shared/data/', import.meta.url);

const describeIf = (log: string, tests: (folder: URL) => void): void => {
  const folder = new URL(`${log}/`, shared);
  if (existsSync(folder)) describe(`the event log ${log}`, () => tests(folder));
  else
    describe.skip(`the event log ${log}`, () =>
      it(`skipped, because ${folder.pathname} is not there`, () => {}));
};

const EVER = { from: '2000-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' };

interface World {
  readonly database: TestDatabase;
  readonly runtime: Runtime;
  readonly api: TestApi;
  close(): Promise<void>;
}

const open = async (): Promise<World> => {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'throughline-log-'));
  const config = { DATABASE_URL: database.url, THROUGHLINE_DATA_DIR: dataDir, LOG_LEVEL: 'error' };
  const runtime = await openRuntime(readConfig(config));
  const api = await startApi(database.pool);
  const close = async (): Promise<void> => {
    await api.close();
    await runtime.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { database, runtime, api, close };
};

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

interface Top {
  readonly from: string;
  readonly to: string;
  readonly n: number;
  readonly median_s?: number;
  readonly mean_s: number;
  readonly sum_s: number;
}
interface Answers {
  readonly cases: number;
  readonly events: number;
  readonly 'handoffs org:resource': {
    readonly total: number;
    readonly pairs: number;
    readonly cases_with_handoff: number;
    readonly max_per_case: number;
    readonly mean_per_case: number;
    readonly wait_s: { readonly sum: number; readonly mean: number; readonly median: number };
    readonly top_by_count: readonly Top[];
    readonly top_by_total_wait: readonly Top[];
  };
  readonly 'pingpong org:resource': { readonly ABA_occurrences: number; readonly cases_with_ABA: number };
}

describeIf('log-helpdesk', (folder) => {
  const answers = (): Answers => JSON.parse(readFileSync(new URL('answers.json', folder), 'utf8')) as Answers;
  let world: World;
  beforeAll(async () => {
    world = await open();
    const file = new URL('helpdesk.xes.gz', folder).pathname;
    const imported = await importLog(world.runtime, file, {});
    expect(imported).toMatchObject({ rows: answers().events, cases: answers().cases, refused: 0 });
    expect(await importLog(world.runtime, file, {})).toBeUndefined();
  }, 120_000);
  afterAll(() => world.close());

  it('gives the published handoffs by resource, to the millisecond', async () => {
    const { data } = await world.api.ask(
      `query ($filter: FlowFilter!) { handoffMatrix(filter: $filter, level: PERSON) {
        handoffs items n waits { waitP50 waitMean waitTotal }
        cells { from to count waitP50 waitMean waitTotal bounceRate } } }`,
      { filter: EVER },
    );
    const { handoffs, items, n, waits, cells } = data.handoffMatrix;
    const expected = answers()['handoffs org:resource'];
    expect({ handoffs, items, n, pairs: cells.length }).toEqual({
      handoffs: expected.total,
      items: expected.cases_with_handoff,
      n: expected.total,
      pairs: expected.pairs,
    });
    expect(waits.waitTotal).toBe(expected.wait_s.sum);
    expect(waits.waitP50).toBe(expected.wait_s.median);
    expect(waits.waitMean).toBeCloseTo(expected.wait_s.mean, 6);
    for (const top of expected.top_by_count) {
      const cell = cells.find((one: Top) => one.from === top.from && one.to === top.to);
      expect({
        ...top,
        n: cell.count,
        median_s: cell.waitP50,
        mean_s: round(cell.waitMean, 3),
        sum_s: cell.waitTotal,
      }).toEqual(top);
    }
    const bounced = cells.reduce(
      (sum: number, cell: { count: number; bounceRate: number }) => sum + cell.count * cell.bounceRate,
      0,
    );
    expect(bounced).toBeCloseTo(answers()['pingpong org:resource'].ABA_occurrences, 6);
  });

  it('ranks the pairs by their total wait', async () => {
    const { data } = await world.api.ask(
      `query ($filter: FlowFilter!) { bottlenecks(filter: $filter, level: PERSON, first: 25) {
        waitTotal cells { from to count waitMean waitTotal share arrivals departures littleRatio batchSize } } }`,
      { filter: EVER },
    );
    const expected = answers()['handoffs org:resource'].top_by_total_wait;
    const { cells, waitTotal } = data.bottlenecks;
    expect(
      cells.slice(0, expected.length).map((cell: Record<string, number>) => ({
        from: cell.from,
        to: cell.to,
        n: cell.count,
        sum_s: cell.waitTotal,
        mean_s: round(cell.waitMean!, 3),
      })),
    ).toEqual(expected);
    for (const cell of cells) {
      expect(cell.share).toBeCloseTo(cell.waitTotal / waitTotal, 12);
      expect(cell.arrivals).toBe(cell.departures);
      // Over a range that begins and ends empty the law is exact.
      expect(cell.littleRatio).toBeCloseTo(1, 9);
      expect(cell.batchSize).toBeGreaterThanOrEqual(1);
    }
  });

  it('has the published handoffs per case, and ping-pong', async () => {
    const { rows } = await world.database.pool.query<{ items: number; most: number; bounced: number }>(
      `select count(*)::int as items, max(n)::int as most, (count(*) filter (where bounced))::int as bounced
       from (select item, count(*) as n, bool_or(bounced) as bounced
         from throughline_read.handoff where level = 'PERSON' group by item) one`,
    );
    const expected = answers()['handoffs org:resource'];
    expect(rows[0]).toEqual({
      items: expected.cases_with_handoff,
      most: expected.max_per_case,
      bounced: answers()['pingpong org:resource'].cases_with_ABA,
    });
    expect(expected.total / answers().cases).toBeCloseTo(expected.mean_per_case, 12);
  });

  it('leads from a cell to the items and their timelines', async () => {
    const { data } = await world.api.ask(
      `query ($filter: FlowFilter!) { handoffs(filter: $filter, from: "Value 2", to: "Value 3", first: 2) {
        totalCount nodes { item title from to since at wait timeline { type at } } } }`,
      { filter: EVER },
    );
    expect(data.handoffs.totalCount).toBe(214);
    const [node] = data.handoffs.nodes;
    expect(node).toMatchObject({ from: 'Value 2', to: 'Value 3', title: expect.stringMatching(/^Case/) });
    expect(node.wait).toBe((Date.parse(node.at) - Date.parse(node.since)) / 1_000);
    expect(node.timeline.length).toBeGreaterThan(2);
    expect(node.timeline[0].type).toBe('item.created');
  });
});

describeIf('log-bpic14', (folder) => {
  const rowsOf = (name: string): Record<string, string>[] =>
    parse(gunzipSync(readFileSync(new URL(name, folder))), { columns: true, bom: true });
  let world: World;
  beforeAll(async () => {
    world = await open();
    const imported = await importLog(
      world.runtime,
      new URL('bpic14_incident_activity_39911.csv.gz', folder).pathname,
      {
        item: 'incident_id',
        at: 'data_stamp',
        activity: 'incident_activity_type',
        team: 'assignment_group',
        name: 'bpic14',
      },
    );
    expect(imported).toMatchObject({ rows: 39_911, cases: 4_000, refused: 0 });
  }, 120_000);
  afterAll(() => world.close());

  it('gives the published changes of team', async () => {
    const { data } = await world.api.ask(
      `query ($filter: FlowFilter!) { handoffMatrix(filter: $filter, level: TEAM) { handoffs cells { from to count } } }`,
      { filter: EVER },
    );
    const { handoffs, cells } = data.handoffMatrix;
    expect([handoffs, cells.length]).toEqual([9_215, 1_442]);
    expect(cells[0]).toEqual({ from: 'TEAM0008', to: 'TEAM0039', count: 346 });
    const fromTop = cells.filter(({ from }: { from: string }) => from === 'TEAM0008');
    const count = (to: string): number => fromTop.find((cell: { to: string }) => cell.to === to).count;
    expect([count('TEAM0086'), count('TEAM0031'), count('TEAM0191')]).toEqual([202, 188, 188]);
  });

  it('has as many reassignments as the system itself counted', async () => {
    const { rows } = await world.database.pool.query<{ incident: string; moves: number }>(
      `select split_part(k.key, '/', 2) as incident, count(*)::int as moves
       from throughline.event_key k join throughline.event e on e.id = k.event_id
       where e.type = 'item.moved' and (e.data::json ->> 'to') = 'Reassignment' group by 1`,
    );
    const counted = new Map(rows.map(({ incident, moves }) => [incident, moves]));
    const told = rowsOf('bpic14_incident_case_attributes_4000.csv.gz');
    const off = told.map((row) => (counted.get(row.incident_id!) ?? 0) - Number(row.x_reassignments));
    expect(off.filter((difference) => difference === 0)).toHaveLength(3_890);
    expect(off.filter((difference) => difference === -1)).toHaveLength(99);
    expect(told.reduce((sum, row) => sum + Number(row.x_reassignments), 0)).toBe(4_542);
  });

  it('takes from open to close as long as the incidents themselves say', async () => {
    const told = rowsOf('bpic14_incident_case_attributes_4000.csv.gz');
    const lines = told.flatMap((row) => [
      `${row.incident_id};${row.open_time};Open`,
      `${row.incident_id};${row.close_time};Closed`,
    ]);
    const folder = await mkdtemp(join(tmpdir(), 'throughline-incidents-'));
    const file = join(folder, 'incidents.csv');
    await writeFile(file, `case;at;activity\n${lines.join('\n')}\n`);
    expect(await importLog(world.runtime, file, {})).toMatchObject({ rows: 8_000, cases: 4_000, refused: 0 });
    await rm(folder, { recursive: true, force: true });
    const { rows } = await world.database.pool.query<{ n: number; median: number; mean: number }>(
      `select count(*)::int as n, percentile_cont(0.5) within group (order by hours) as median, avg(hours) as mean
       from (select extract(epoch from closed_at - created_at)::float8 / 3600 as hours
         from throughline_read.item where item like 'incidents/%') one`,
    );
    expect({ n: rows[0]!.n, median: round(rows[0]!.median, 4), mean: round(rows[0]!.mean, 4) }).toEqual({
      n: 4_000,
      median: 18.3296,
      mean: 122.9641,
    });
  }, 60_000);
});
