import { eventId } from '../../src/events/event-id.js';
import type { Actor, DeliveryEvent, EventOf } from '../../src/events/vocabulary.js';
import { committed, deployed, merged, REPO, told } from '../metrics/story.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { emptyStore } from '../support/read-models.js';
import { answered, startApi, type TestApi } from './app.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const JANUARY = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };
const TIME = '{ n p50 mean total }';

/** Ticket SHOP-`n`. */
const ticket = <T extends 'item.created' | 'item.moved' | 'item.closed' | 'item.reopened'>(
  type: T,
  n: number,
  at: string,
  more: Partial<EventOf<T>> = {},
): DeliveryEvent =>
  ({
    type,
    id: eventId(type, n, at),
    at,
    source: 'test',
    item: `SHOP-${n}`,
    kind: 'Bug',
    ...more,
  }) as DeliveryEvent;

const moves = (n: number, steps: readonly (readonly [string, string, boolean?])[]): DeliveryEvent[] =>
  steps.map(([to, at, active], i) =>
    ticket('item.moved', n, at, { from: steps[i - 1]?.[0] ?? 'New', to, active: active ?? false, order: i }),
  );

/** Two tickets that are done, of which one came back from its review, and one that is waiting for its review. */
const TICKETS: readonly DeliveryEvent[] = [
  ticket('item.created', 1, '2026-01-05T00:00:00Z'),
  ...moves(1, [
    ['Doing', '2026-01-06T00:00:00Z', true],
    ['Review', '2026-01-07T00:00:00Z'],
    ['Done', '2026-01-09T00:00:00Z'],
  ]),
  ticket('item.closed', 1, '2026-01-09T00:00:00Z', { order: 9 }),
  ticket('item.created', 2, '2026-01-05T00:00:00Z'),
  ...moves(2, [
    ['Doing', '2026-01-05T12:00:00Z', true],
    ['Review', '2026-01-06T00:00:00Z'],
    ['Doing', '2026-01-07T00:00:00Z', true],
    ['Review', '2026-01-08T00:00:00Z'],
    ['Done', '2026-01-08T06:00:00Z'],
  ]),
  ticket('item.closed', 2, '2026-01-08T06:00:00Z', { order: 9 }),
  ticket('item.created', 3, '2026-01-20T00:00:00Z'),
  ...moves(3, [
    ['Doing', '2026-01-21T00:00:00Z', true],
    ['Review', '2026-01-22T00:00:00Z'],
  ]),
];

const DESK = `name: desk
owner: ann
begins: { event: item.created }
ends: { event: item.closed }
steps:
  - name: Work
    start: { event: item.moved, state: Doing }
    stop: { event: item.moved, from: Doing }
  - name: Check
    owner: bob
    start: { event: item.moved, state: Review }
    stop: { event: item.moved, from: Review }
`;

const person = (name: string): Actor => ({ id: `test:${name}`, kind: 'human', confidence: 'authenticated' });

describe('value streams over HTTP', () => {
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
  beforeEach(async () => {
    await emptyStore(database.pool);
    await database.pool.query(
      'grant delete on throughline.value_stream to current_user; delete from throughline.value_stream',
    );
  });

  const ask = (query: string, more: Readonly<Record<string, unknown>> = {}) =>
    answered(api, query, { ...JANUARY, ...more });
  const define = (text: string, by = api) =>
    by.ask('mutation ($text: String!) { defineStream(text: $text) { name version owner saidBy kind } }', {
      text,
    });

  it('show tickets by their states where nothing is defined', async () => {
    await told(database.pool, TICKETS);
    const { valueStream } = await ask(`valueStream(filter: $filter) {
      kind n finished load left excluded { reason count } stream { name } zone definition { id version sql }
      flowTime ${TIME} process ${TIME} wait ${TIME} flowEfficiency velocity distribution { type count }
      steps { name visits process ${TIME} wait ${TIME} completeAndAccurate scrapRate wip wipAge ${TIME} }
      edges { from to count wait { total } } }`);
    expect(valueStream).toMatchObject({
      kind: 'TICKET',
      n: 3,
      finished: 2,
      load: 1,
      left: 0,
      excluded: [],
      stream: null,
      zone: 'UTC',
      definition: { id: 'VALUE_STREAM', version: 1, sql: expect.stringContaining('from path p') },
      distribution: [{ type: 'Bug', count: 3 }],
    });
    const [fresh, doing, review] = valueStream.steps;
    expect(valueStream.steps.map(({ name }: { name: string }) => name)).toEqual([
      'New',
      'Doing',
      'Review',
      'Done',
    ]);
    expect(fresh).toMatchObject({ visits: 3, process: { n: 0, total: null }, wait: { total: 2.5 * DAY } });
    expect(doing).toMatchObject({
      visits: 4,
      process: { n: 4, total: 3.5 * DAY },
      wait: { total: 0 },
      scrapRate: 0.25,
      completeAndAccurate: 1,
    });
    expect(review).toMatchObject({
      visits: 3,
      wait: { n: 3, total: 3.25 * DAY },
      completeAndAccurate: 2 / 3,
      wip: 1,
      wipAge: { n: 1, total: 10 * DAY },
    });
    expect(valueStream.flowTime).toMatchObject({ n: 2, total: 4 * DAY + 3.25 * DAY });
    expect(valueStream.flowEfficiency).toBeCloseTo(3.5 / (3.5 + 5.75), 12);
    expect(valueStream.edges).toContainEqual({ from: 'Review', to: 'Doing', count: 1, wait: { total: 0 } });
  });

  it('follow a definition, and try it with changes', async () => {
    await told(database.pool, TICKETS);
    expect((await define(DESK)).data.defineStream).toEqual([
      { name: 'desk', version: 1, owner: 'ann', saidBy: 'administrator', kind: 'TICKET' },
    ]);
    const { valueStream, whatIf } = await ask(`
      valueStream(filter: $filter, stream: "desk") { n finished load stream { name version } flowTime ${TIME}
        steps { name owner visits process ${TIME} wait ${TIME} completeAndAccurate rolledCompleteAndAccurate wip } }
      whatIf(filter: $filter, stream: "desk", changes: [
        { kind: SCALE_WAIT, step: "Work", factor: 0.5 },
        { kind: RAISE_COMPLETE_AND_ACCURATE, step: "Check", completeAndAccurate: 1 }
      ]) { recorded { flowTime ${TIME} histogram { n } } predicted { flowTime ${TIME} histogram { n } }
        steps { name recordedWait { total } predictedWait { total } } definition { id } }`);
    expect(valueStream).toMatchObject({ n: 3, finished: 2, load: 1, stream: { name: 'desk', version: 1 } });
    expect(valueStream.steps).toMatchObject([
      { name: 'Work', owner: null, visits: 4, wait: { total: 2.5 * DAY }, process: { total: 3.5 * DAY } },
      { name: 'Check', owner: 'bob', visits: 3, wait: { total: 0 }, process: { total: 3.25 * DAY }, wip: 1 },
    ]);
    expect(valueStream.steps[1].completeAndAccurate).toBeCloseTo(2 / 3, 12);
    expect(whatIf.recorded.flowTime.total).toBe(valueStream.flowTime.total);
    // SHOP-1 saves half of its day, SHOP-2 half of its half day, the second work (a day) and check (6 hours).
    expect(whatIf.predicted.flowTime.total).toBe(
      whatIf.recorded.flowTime.total - 0.5 * DAY - 0.25 * DAY - DAY - 6 * HOUR,
    );
    expect(whatIf.definition.id).toBe('WHAT_IF');
  });

  it('lead a change from its review to its deployment', async () => {
    const change = { source: 'test', repo: REPO, change: '7' } as const;
    await told(database.pool, [
      committed(1, '2026-01-01T00:00:00Z'),
      deployed('d0', '2026-01-01T12:00:00Z', 1),
      committed(2, '2026-01-10T00:00:00Z'),
      { ...change, type: 'change.opened', id: 'opened', at: '2026-01-10T00:00:00Z', actor: person('ann') },
      {
        ...change,
        type: 'change.reviewed',
        id: 'r',
        at: '2026-01-11T00:00:00Z',
        actor: person('bob'),
        decision: 'approved',
      },
      merged(7, '2026-01-11T06:00:00Z', 2),
      deployed('d1', '2026-01-12T06:00:00Z', 2),
    ]);
    const { valueStream } = await ask(
      `valueStream(filter: $filter) { kind n finished flowTime ${TIME} steps { name wait { total } } }`,
    );
    expect(valueStream).toMatchObject({ kind: 'CHANGE', n: 1, finished: 1, flowTime: { total: 2.25 * DAY } });
    expect(valueStream.steps).toEqual([
      { name: 'Open', wait: { total: 0 } },
      { name: 'Review', wait: { total: DAY } },
      { name: 'Merge', wait: { total: 6 * HOUR } },
      { name: 'Deploy to production', wait: { total: DAY } },
    ]);
    await define(`name: shop
owner: ann
steps:
  - { name: Review, start: { event: change.opened }, stop: { event: change.merged } }
  - name: Deploy
    start: { event: change.merged }
    stop: { event: deployment.finished, environment: production }
`);
    const defined = await ask(
      `valueStream(filter: $filter, stream: "shop") { n finished flowTime ${TIME} steps { name process { total } } }`,
    );
    expect(defined.valueStream).toMatchObject({ n: 1, finished: 1, flowTime: { total: 2.25 * DAY } });
    expect(defined.valueStream.steps).toEqual([
      { name: 'Review', process: { total: 1.25 * DAY } },
      { name: 'Deploy', process: { total: DAY } },
    ]);
  });

  it('keep every version, and are asked as of a past time', async () => {
    await told(database.pool, TICKETS);
    await define(DESK);
    const first = (await ask('valueStream(filter: $filter, stream: "desk") { asOf steps { name } }'))
      .valueStream;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await define(DESK.replace('Work', 'Build'))).data.defineStream[0].version).toBe(2);
    expect((await define(DESK.replace('Work', 'Build'))).data.defineStream[0].version).toBe(2);
    const steps = async (more: object) =>
      (await ask('valueStream(filter: $filter, stream: "desk") { steps { name } }', { ...more })).valueStream
        .steps[0].name;
    expect(await steps({})).toBe('Build');
    expect(await steps({ asOf: first.asOf })).toBe('Work');
    const { data } = await api.ask(
      '{ valueStreams { name version steps { name } } valueStreamVersions(name: "desk") { version } }',
    );
    expect(data.valueStreams).toEqual([
      { name: 'desk', version: 2, steps: [{ name: 'Build' }, { name: 'Check' }] },
    ]);
    expect(data.valueStreamVersions).toEqual([{ version: 2 }, { version: 1 }]);
    await api.ask('mutation { withdrawStream(name: "desk") }');
    const gone = await api.ask(
      'query ($filter: FlowFilter!) { valueStream(filter: $filter, stream: "desk") { n } }',
      { filter: JANUARY },
    );
    expect(gone.errors![0]!.extensions.code).toBe('UNKNOWN_STREAM');
    expect(await steps({ asOf: first.asOf })).toBe('Work');
  });

  it('refuse what is wrong in one sentence, and store nothing of it', async () => {
    const wrong = await define(
      `streams:\n  - ${DESK.trimEnd().split('\n').join('\n    ')}\n  - { name: other, steps: [] }\n`,
    );
    expect(wrong.errors![0]).toMatchObject({
      message: expect.stringMatching(/^stream:14:5 streams\.1\.owner: a stream has an owner/),
      extensions: { code: 'BAD_STREAM' },
    });
    expect((await api.ask('{ valueStreams { name } }')).data.valueStreams).toEqual([]);
    await told(database.pool, TICKETS);
    const refused = async (field: string) =>
      (await api.ask(`query ($filter: FlowFilter!) { ${field} }`, { filter: JANUARY })).errors![0]!.message;
    expect(
      await refused('whatIf(filter: $filter, changes: [{ kind: REMOVE_STEP, step: "Nap" }]) { n }'),
    ).toMatch(/has no step "Nap": choose one of New, Doing, Review, Done/);
    expect(
      await refused('whatIf(filter: $filter, changes: [{ kind: SCALE_WAIT, step: "New" }]) { n }'),
    ).toMatch(/"factor"/);
    expect(
      await refused(
        'whatIf(filter: $filter, changes: [{ kind: RAISE_COMPLETE_AND_ACCURATE, step: "Review", completeAndAccurate: 0.1 }]) { n }',
      ),
    ).toMatch(/raise it/);
    expect(await refused('forecast(filter: $filter, items: 0) { n }')).toMatch(/whole number from 1/);
  });

  it('are defined by administrators alone', async () => {
    const reader = await startApi(database.pool, { name: 'reader', role: 'reader' });
    const { errors } = await define(DESK, reader);
    expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
    await reader.close();
  });

  it('answer nothing by null, not by 0', async () => {
    const { valueStream, forecast } = await ask(`
      valueStream(filter: $filter) { n finished flowTime ${TIME} flowEfficiency completeAndAccurate steps { name } histogram { n } }
      forecast(filter: $filter, items: 5) { p50 p85 backTest { n covered85 } }`);
    const nothing = { n: 0, p50: null, mean: null, total: null };
    expect(valueStream).toEqual({
      n: 0,
      finished: 0,
      flowTime: nothing,
      flowEfficiency: null,
      completeAndAccurate: null,
      steps: [],
      histogram: [],
    });
    expect(forecast).toEqual({ p50: null, p85: null, backTest: { n: 0, covered85: null } });
  });
});
