import fc from 'fast-check';
import { eventId } from '../../src/events/event-id.js';
import type { Actor, DeliveryEvent } from '../../src/events/vocabulary.js';
import { parseCalendars } from '../../src/metrics/calendar/read-calendars.js';
import { HandoffDoor, type HandoffQuestion } from '../../src/metrics/handoffs/handoff-door.js';
import { cellStatement } from '../../src/metrics/handoffs/matrix.js';
import { between } from '../../src/metrics/handoffs/slices.js';
import { join, sql } from '../../src/support/sql.js';
import { answered, startApi, type TestApi } from '../api/app.js';
import { arbitraryHandovers } from '../support/arbitrary-handovers.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { emptyStore } from '../support/read-models.js';
import { committed, deployed, doorOf, JANUARY, merged, REPO, told } from './story.js';

const person = (name: string): Actor => ({ id: `test:${name}`, kind: 'human', confidence: 'authenticated' });

/** Ticket SHOP-`n`, with whoever has it from then on. */
const moved = (n: number, at: string, holder: { person?: string; team?: string }): DeliveryEvent => ({
  type: 'item.moved',
  id: eventId('item.moved', n, at),
  at,
  source: 'test',
  item: `SHOP-${n}`,
  to: 'Next',
  ...holder,
});
const ticket = { source: 'test', item: 'SHOP-9' } as const;
const change = { source: 'test', repo: REPO, change: '7' } as const;

const QUESTION: HandoffQuestion = { filter: JANUARY, level: 'TEAM', time: 'WALL' };

describe('handoffs', () => {
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
  beforeEach(() => emptyStore(database.pool));

  const ask = (query: string) => answered(api, query, { ...JANUARY });

  it('of a matrix are its population: cells, holders and the list add up, at each level and for each team', async () => {
    const { pool } = database;
    const door = new HandoffDoor(pool, doorOf(pool));
    await fc.assert(
      fc.asyncProperty(arbitraryHandovers(), fc.constantFrom(undefined, ['desk']), async (events, teams) => {
        await emptyStore(pool);
        await told(pool, [
          ...events,
          moved(1, '2026-01-02T00:00:00Z', { person: 'ann', team: 'desk' }),
          moved(1, '2026-01-03T00:00:00Z', { person: 'bob', team: 'field' }),
        ]);
        for (const level of ['PERSON', 'TEAM', 'LINE'] as const) {
          const answer = await door.ask({ ...QUESTION, level, filter: { ...JANUARY, teams } });
          const { handoffs, items, cells } = await answer.matrix();
          const { rows } = await pool.query<{ n: number; items: number; us: string; bounced: number }>(
            `select count(*)::int as n, count(distinct item)::int as items, coalesce(sum(wait_us), 0)::text as us,
               (count(*) filter (where bounced))::int as bounced
             from throughline_read.handoff
             where level = $1 and ($2::text[] is null or from_team = any($2) or to_team = any($2))`,
            [level, teams ?? null],
          );
          const sum = (of: (cell: (typeof cells)[number]) => number) =>
            cells.reduce((all, cell) => all + of(cell), 0);
          expect([handoffs, items]).toEqual([rows[0]!.n, rows[0]!.items]);
          expect([sum(({ count }) => count), sum(({ bounced }) => bounced)]).toEqual([
            rows[0]!.n,
            rows[0]!.bounced,
          ]);
          expect(sum(({ waitTotal }) => waitTotal)).toBeCloseTo(Number(rows[0]!.us) / 1e6, 3);
          expect((await answer.overall()).waitTotal).toBeCloseTo(Number(rows[0]!.us) / 1e6, 3);
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('are in one slice each, wherever the cells are shared out among the workers of PostgreSQL', async () => {
    const { pool } = database;
    const client = await pool.connect();
    await client.query('set search_path to throughline_read');
    const scope = {
      level: 'PERSON' as const,
      from: new Date(JANUARY.from),
      to: new Date(JANUARY.to),
      services: undefined,
      teams: undefined,
    };
    const cuts = fc.uniqueArray(fc.constantFrom('', 'ann', 'bob', 'cleo', 'zoe'), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(arbitraryHandovers(), cuts, async (events, names) => {
        await emptyStore(pool);
        await told(pool, events);
        const whole = await client.query(sql`${cellStatement(scope)} order by 1, 2`);
        const slices = between([...names].sort()).map((slice) => cellStatement(scope, slice));
        const sliced = await client.query(sql`${join(slices, ' union all ')} order by 1, 2`);
        expect(sliced.rows).toEqual(whole.rows);
      }),
      { numRuns: 20 },
    );
    client.release();
  });

  it('have exact percentiles, and count on the day on which they ended', async () => {
    await told(database.pool, [
      ...[1, 100].flatMap((hours, n) => [
        moved(n, '2026-01-05T00:00:00Z', { team: 'desk' }),
        moved(n, new Date(Date.parse('2026-01-05T00:00:00Z') + hours * 3_600_000).toISOString(), {
          team: 'field',
        }),
      ]),
      moved(3, '2026-01-31T23:00:00Z', { team: 'desk' }),
      moved(3, '2026-02-01T00:00:00Z', { team: 'field' }),
    ]);
    const { handoffMatrix } = await ask(
      'handoffMatrix(filter: $filter, level: TEAM) { handoffs items n cells { from to count waitP50 waitP85 waitMean waitTotal bounceRate } definition { id version sql } }',
    );
    expect(handoffMatrix).toMatchObject({
      handoffs: 2,
      items: 2,
      n: 2,
      definition: { id: 'HANDOFF_WAIT', version: 1 },
    });
    expect(handoffMatrix.cells).toEqual([
      {
        from: 'desk',
        to: 'field',
        count: 2,
        waitP50: 50.5 * 3_600,
        waitP85: expect.closeTo(85.15 * 3_600, 6),
        waitMean: 50.5 * 3_600,
        waitTotal: 101 * 3_600,
        bounceRate: 0,
      },
    ]);
  });

  it('say who received what could be used, and who waits for what now', async () => {
    await told(database.pool, [
      moved(1, '2026-01-05T00:00:00Z', { team: 'desk' }),
      moved(1, '2026-01-06T00:00:00Z', { team: 'field' }),
      moved(1, '2026-01-07T00:00:00Z', { team: 'desk' }),
      moved(2, '2026-01-05T00:00:00Z', { team: 'desk' }),
      moved(2, '2026-01-30T00:00:00Z', { team: 'field' }),
      {
        ...ticket,
        type: 'handoff.offered',
        id: 'o1',
        at: '2026-01-08T00:00:00Z',
        from: 'desk',
        to: 'field',
        level: 'TEAM',
      },
    ]);
    const data = await ask(`
      handoffMatrix(filter: $filter, level: TEAM) { holders { holder received given completeAndAccurate } queues { holder count oldest ageP50 } }
      waiting(filter: $filter, level: TEAM, holder: "field") { totalCount nodes { item holder awaits since age censored } }`);
    expect(data.handoffMatrix.holders).toEqual([
      { holder: 'field', received: 2, given: 1, completeAndAccurate: 0.5 },
      { holder: 'desk', received: 1, given: 2, completeAndAccurate: 1 },
    ]);
    expect(data.handoffMatrix.queues).toEqual([
      { holder: 'field', count: 2, oldest: '2026-01-08T00:00:00.000Z', ageP50: 13 * 86_400 },
      { holder: 'desk', count: 1, oldest: '2026-01-07T00:00:00.000Z', ageP50: 25 * 86_400 },
    ]);
    expect(data.waiting).toEqual({
      totalCount: 2,
      nodes: [
        {
          item: 'SHOP-9',
          holder: 'desk',
          awaits: 'field',
          since: '2026-01-08T00:00:00.000Z',
          age: 24 * 86_400,
          censored: true,
        },
        {
          item: 'SHOP-2',
          holder: 'field',
          awaits: null,
          since: '2026-01-30T00:00:00.000Z',
          age: 2 * 86_400,
          censored: true,
        },
      ],
    });
  });

  it('of a change request go from author to reviewer, to whoever merges and to whoever deploys', async () => {
    await told(database.pool, [
      committed(1, '2026-01-05T08:00:00Z'),
      deployed('d0', '2026-01-05T09:00:00Z', 1),
      committed(2, '2026-01-06T08:00:00Z'),
      { ...change, type: 'change.opened', id: 'c1', at: '2026-01-06T08:00:00Z', actor: person('ann') },
      {
        ...change,
        type: 'change.updated',
        id: 'c2',
        at: '2026-01-06T09:00:00Z',
        actor: person('ann'),
        action: 'ready_for_review',
      },
      {
        ...change,
        type: 'change.reviewed',
        id: 'c3',
        at: '2026-01-06T12:00:00Z',
        actor: person('bob'),
        decision: 'approved',
      },
      merged(7, '2026-01-06T14:00:00Z', 2, { actor: person('ann') }),
      deployed('d1', '2026-01-07T14:00:00Z', 2, { actor: person('cleo') }),
      {
        source: 'test',
        type: 'approval.requested',
        id: 'a1',
        at: '2026-01-07T10:00:00Z',
        approval: 'x',
        actor: person('ann'),
        reviewers: ['test:bob'],
      },
      {
        source: 'test',
        type: 'approval.decided',
        id: 'a2',
        at: '2026-01-07T13:00:00Z',
        approval: 'x',
        actor: person('bob'),
        decision: 'rejected',
      },
    ]);
    const { handoffs } = await ask('handoffs(filter: $filter) { nodes { item title from to wait bounced } }');
    expect(
      handoffs.nodes.map((one: Record<string, string>) => [
        one.item,
        one.from,
        one.to,
        Number(one.wait) / 3_600,
        one.bounced,
      ]),
    ).toEqual([
      [`change:${REPO}#7`, 'test:ann', 'test:cleo', 24, false],
      ['approval:x', 'test:ann', 'test:bob', 3, true],
      [`change:${REPO}#7`, 'test:bob', 'test:ann', 2, false],
      [`change:${REPO}#7`, 'test:ann', 'test:bob', 3, false],
    ]);
    expect(handoffs.nodes[0].title).toBe('Change 7');
    const ofBasket = await api.ask(
      `query ($filter: FlowFilter!) { handoffMatrix(filter: $filter) { handoffs items } }`,
      {
        filter: { ...JANUARY, services: ['basket'] },
      },
    );
    expect(ofBasket.data.handoffMatrix).toEqual({ handoffs: 3, items: 1 });
  });

  it('go between the teams that the people were in at the time, even where that is told only afterwards', async () => {
    const { pool } = database;
    await told(pool, [
      { ...change, type: 'change.opened', id: 'c1', at: '2026-01-06T08:00:00Z', actor: person('ann') },
      {
        ...change,
        type: 'change.reviewed',
        id: 'c2',
        at: '2026-01-06T12:00:00Z',
        actor: person('bob'),
        decision: 'approved',
      },
      moved(1, '2026-01-10T00:00:00Z', { person: 'test:ann' }),
      moved(1, '2026-01-20T00:00:00Z', { person: 'test:bob' }),
    ]);
    const question =
      'handoffs(filter: $filter, level: TEAM) { nodes { item from to } } lines: handoffs(filter: $filter, level: LINE) { nodes { from to } }';
    expect((await ask(question)).handoffs.nodes).toEqual([]);

    const declared = { source: 'test', at: '2026-01-25T00:00:00Z' };
    await told(pool, [
      { ...declared, type: 'identity.merged', id: 'i1', identity: 'test:ann', person: 'ann' },
      { ...declared, type: 'identity.merged', id: 'i2', identity: 'test:bob', person: 'bob' },
      { ...declared, type: 'team.joined', id: 't1', team: 'web', person: 'ann', line: 'first' },
      { ...declared, type: 'team.joined', id: 't2', team: 'core', person: 'bob', line: 'second' },
    ]);
    const data = await ask(question);
    expect(data.handoffs.nodes).toEqual([
      { item: 'SHOP-1', from: 'web', to: 'core' },
      { item: `change:${REPO}#7`, from: 'web', to: 'core' },
    ]);
    expect(data.lines.nodes).toHaveLength(2);

    await told(pool, [
      { ...declared, type: 'team.left', id: 't3', team: 'core', person: 'bob', from: '2026-01-15T00:00:00Z' },
      {
        ...declared,
        type: 'team.joined',
        id: 't4',
        team: 'web',
        person: 'bob',
        from: '2026-01-15T00:00:00Z',
      },
    ]);
    expect((await ask(question)).handoffs.nodes).toEqual([
      { item: `change:${REPO}#7`, from: 'web', to: 'core' },
    ]);
  });

  it('are measured in the hours of the team that is waited for, and left out where nobody knows them', async () => {
    const { pool } = database;
    await told(pool, [
      moved(1, '2026-01-09T15:00:00Z', { team: 'desk' }),
      moved(1, '2026-01-12T10:00:00Z', { team: 'field' }),
      moved(1, '2026-01-12T12:00:00Z', { team: 'lab' }),
    ]);
    const calendars = parseCalendars(
      'hours.yaml',
      'teams: { field: { zone: UTC, hours: { monday: 09:00-17:00, friday: 09:00-17:00 } } }',
    );
    const answer = await new HandoffDoor(pool, doorOf(pool), calendars).ask({
      ...QUESTION,
      time: 'BUSINESS',
    });
    const { handoffs, withoutCalendar, cells } = await answer.matrix();
    expect({ handoffs, withoutCalendar }).toEqual({ handoffs: 2, withoutCalendar: 1 });
    expect(cells.map(({ to, waitTotal, waitP50 }) => [to, waitTotal, waitP50])).toEqual([
      ['field', 3 * 3_600, 3 * 3_600],
      ['lab', 0, null],
    ]);
    expect((await answer.overall()).waitMean).toBe(3 * 3_600);
  });

  it('refuse a team that nobody knows', async () => {
    const { errors } = await api.ask(
      'query ($filter: FlowFilter!) { handoffMatrix(filter: $filter) { handoffs } }',
      {
        filter: { ...JANUARY, teams: ['nobody'] },
      },
    );
    expect(errors?.[0]?.extensions.code).toBe('UNKNOWN_TEAM');
  });

  it('grow a queue that more enter than leave, and come in batches', async () => {
    await told(database.pool, [
      ...[0, 1, 2, 3].map((n) => moved(n, '2026-01-30T00:00:00Z', { team: 'desk' })),
      ...[0, 1].map((n) => moved(n, `2026-01-31T00:00:0${n}Z`, { team: 'field' })),
      ...[2, 3].map((n) => moved(n, `2026-02-03T00:00:0${n}Z`, { team: 'field' })),
    ]);
    const { bottlenecks } = await ask(
      'bottlenecks(filter: $filter, level: TEAM) { handoffs waitTotal cells { from to share arrivals departures growthPerDay queueLength littleLength littleRatio batchSize } }',
    );
    expect(bottlenecks.cells).toEqual([
      {
        from: 'desk',
        to: 'field',
        share: 1,
        arrivals: 4,
        departures: 2,
        growthPerDay: expect.closeTo(2 / 31, 9),
        queueLength: expect.closeTo((86_400 + 86_401 + 2 * 2 * 86_400) / (31 * 86_400), 9),
        littleLength: expect.closeTo((86_400 + 86_401) / (31 * 86_400), 9),
        littleRatio: expect.closeTo(3, 3),
        batchSize: 2,
      },
    ]);
  });
});
