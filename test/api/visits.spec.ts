import { eventId } from '../../src/events/event-id.js';
import type { Actor, DeliveryEvent, EventOf } from '../../src/events/vocabulary.js';
import { committed, deployed, merged, REPO, told } from '../metrics/story.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { emptyStore } from '../support/read-models.js';
import { answered, startApi, type TestApi } from './app.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const JANUARY = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };
const VISIT =
  'id item title step from since start stop wait process lead again sentBack holder team evidence';

type Told = 'item.created' | 'item.moved' | 'item.closed';

/** Ticket SHOP-`n`; its events are called after the ticket and their place. */
const ticket = <T extends Told>(type: T, n: number, at: string, more: Partial<EventOf<T>> = {}) =>
  ({ type, id: eventId(type, n, at), at, source: 'test', item: `SHOP-${n}`, ...more }) as DeliveryEvent;

const idOf = (type: Told, n: number, at: string): string => eventId(type, n, at);

/** SHOP-1 passes quickly; SHOP-2 waits two days for its review, comes back from it and is built again by somebody else. */
const TICKETS: readonly DeliveryEvent[] = [
  ticket('item.created', 1, '2026-01-05T00:00:00Z', { title: 'Free delivery' }),
  ...(
    [
      ['New', 'Doing', '2026-01-05T06:00:00Z', true, 'ann'],
      ['Doing', 'Review', '2026-01-05T12:00:00Z', false, 'bob'],
      ['Review', 'Done', '2026-01-05T18:00:00Z', false, undefined],
    ] as const
  ).map(([from, to, at, active, person]) =>
    ticket('item.moved', 1, at, { from, to, active, ...(person && { person }) }),
  ),
  ticket('item.closed', 1, '2026-01-05T18:00:00Z', { order: 9 }),
  ticket('item.created', 2, '2026-01-05T00:00:00Z', { title: 'Gift wrapping' }),
  ...(
    [
      ['New', 'Doing', '2026-01-06T00:00:00Z', true, 'ann', 'shop'],
      ['Doing', 'Review', '2026-01-06T12:00:00Z', false, 'bob', 'desk'],
      ['Review', 'Doing', '2026-01-08T12:00:00Z', true, 'cleo', 'shop'],
      ['Doing', 'Review', '2026-01-08T18:00:00Z', false, 'bob', 'desk'],
      ['Review', 'Done', '2026-01-09T00:00:00Z', false, undefined, undefined],
    ] as const
  ).map(([from, to, at, active, person, team]) =>
    ticket('item.moved', 2, at, { from, to, active, ...(person && { person, team }) }),
  ),
  ticket('item.closed', 2, '2026-01-09T00:00:00Z', { order: 9 }),
];

const DESK = `name: desk
owner: ann
steps:
  - name: Work
    start: { event: item.moved, state: Doing }
    stop: { event: item.moved, from: Doing }
`;

const person = (name: string): Actor => ({ id: `test:${name}`, kind: 'human', confidence: 'authenticated' });

describe('the visits behind a value stream', () => {
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
  });

  const ask = (query: string, more: Readonly<Record<string, unknown>> = {}) =>
    answered(api, query, { ...JANUARY, ...more });
  const stepOf = async (name: string, evidence: string, stream = '') =>
    (
      await ask(
        `valueStream(filter: $filter${stream}) { step(name: "${name}") { visits wait { total } ${evidence} } }`,
      )
    ).valueStream.step;

  it('say which item waited how long, who had it, and by which events that is known', async () => {
    await told(database.pool, TICKETS);
    const { visits, wait, evidence } = await stepOf('Review', `evidence { totalCount nodes { ${VISIT} } }`);
    expect(evidence.totalCount).toBe(visits);
    expect(evidence.nodes.map(({ id }: { id: string }) => id)).toEqual(['SHOP-2/2', 'SHOP-1/2', 'SHOP-2/4']);
    expect(evidence.nodes[0]).toEqual({
      id: 'SHOP-2/2',
      item: 'SHOP-2',
      title: 'Gift wrapping',
      step: 'Review',
      from: 'Doing',
      since: '2026-01-06T12:00:00.000Z',
      start: null,
      stop: '2026-01-08T12:00:00.000Z',
      wait: 2 * DAY,
      process: null,
      lead: 2 * DAY,
      again: false,
      sentBack: true,
      holder: 'bob',
      team: 'desk',
      evidence: [
        idOf('item.moved', 2, '2026-01-06T12:00:00Z'),
        idOf('item.moved', 2, '2026-01-08T12:00:00Z'),
      ],
    });
    expect(evidence.nodes[2]).toMatchObject({ again: true, sentBack: false, wait: 6 * HOUR });
    expect(wait.total).toBe(2 * DAY + 12 * HOUR);
  });

  it('come page by page, by the time that is asked for', async () => {
    await told(database.pool, TICKETS);
    const ids = async (page: string) => {
      const { evidence } = await stepOf(
        'Doing',
        `evidence(${page}) { totalCount nodes { id holder process } pageInfo { hasNextPage endCursor } }`,
      );
      expect(evidence.totalCount).toBe(3);
      return evidence;
    };
    const first = await ids('first: 2, order: PROCESS');
    expect(first.nodes).toEqual([
      { id: 'SHOP-2/1', holder: 'ann', process: 12 * HOUR },
      { id: 'SHOP-1/1', holder: 'ann', process: 6 * HOUR },
    ]);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await ids(`first: 2, order: PROCESS, after: "${first.pageInfo.endCursor}"`);
    expect(second.nodes).toEqual([{ id: 'SHOP-2/3', holder: 'cleo', process: 6 * HOUR }]);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  it('lie behind every way between two steps, and behind the wait to be finished', async () => {
    await told(database.pool, TICKETS);
    const { valueStream } = await ask(`valueStream(filter: $filter) {
      edges { from to count wait { total } evidence(first: 500) { totalCount nodes { id step from wait evidence } } }
      edge(from: "Review", to: "Doing") { count evidence { nodes { id step from } } } }`);
    for (const { from, to, count, wait, evidence } of valueStream.edges) {
      expect(evidence.totalCount).toBe(count);
      const waits = evidence.nodes.map((node: { wait: number }) => node.wait);
      expect(waits.reduce((all: number, one: number) => all + one, 0)).toBe(wait.total);
      for (const node of evidence.nodes) {
        expect([node.from, node.step]).toEqual([from, to]);
        expect(node.evidence.length).toBeGreaterThan(0);
      }
    }
    expect(valueStream.edge).toEqual({
      count: 1,
      evidence: { nodes: [{ id: 'SHOP-2/3', step: 'Doing', from: 'Review' }] },
    });
    expect(valueStream.edges.map(({ to }: { to: string | null }) => to)).toContain(null);
  });

  it('have beside them what is at a step still, the longest there first', async () => {
    const begun = (n: number, at: string): DeliveryEvent[] => [
      ticket('item.created', n, '2026-01-04T00:00:00Z', { title: `Wish ${n}` }),
      ticket('item.moved', n, at, { from: 'New', to: 'Doing', active: true }),
    ];
    await told(database.pool, [
      ...TICKETS,
      ...begun(3, '2026-01-20T00:00:00Z'),
      ...begun(4, '2026-01-10T00:00:00Z'),
      ...begun(5, '2026-01-10T00:00:00Z'),
    ]);
    const at = (step: string, page: string) =>
      ask(`valueStream(filter: $filter) { step(name: "${step}") { wip wipAge { total } openItems(${page}) {
        totalCount nodes { item title since age } pageInfo { hasNextPage endCursor } } } }`).then(
        ({ valueStream }) => valueStream.step,
      );
    const first = await at('Doing', 'first: 2');
    expect(first).toMatchObject({ wip: 3, wipAge: { total: 22 * DAY + 22 * DAY + 12 * DAY } });
    expect(first.openItems).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const tenth = '2026-01-10T00:00:00.000Z';
    expect(first.openItems.nodes).toEqual([
      { item: 'SHOP-4', title: 'Wish 4', since: tenth, age: 22 * DAY },
      { item: 'SHOP-5', title: 'Wish 5', since: tenth, age: 22 * DAY },
    ]);
    const rest = await at('Doing', `first: 2, after: "${first.openItems.pageInfo.endCursor}"`);
    expect(rest.openItems.nodes).toEqual([
      { item: 'SHOP-3', title: 'Wish 3', since: '2026-01-20T00:00:00.000Z', age: 12 * DAY },
    ]);
    expect((await at('Review', 'first: 2')).openItems).toMatchObject({ totalCount: 0, nodes: [] });
    const forged = await api.ask(
      'query ($filter: FlowFilter!) { valueStream(filter: $filter) { steps { openItems(after: "x") { totalCount } } } }',
      { filter: JANUARY },
    );
    expect(forged.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_CURSOR' } });
  });

  it('follow a definition, and are those that were known at a past time', async () => {
    await told(database.pool, TICKETS.slice(0, 5));
    await api.ask('mutation ($text: String!) { defineStream(text: $text) { name } }', { text: DESK });
    const work = (evidence: string) => stepOf('Work', evidence, ', stream: "desk"');
    const { evidence } = await work(`evidence { nodes { id holder wait process evidence } }`);
    expect(evidence.nodes).toEqual([
      {
        id: 'SHOP-1/0',
        holder: 'ann',
        wait: 0,
        process: 6 * HOUR,
        evidence: [
          idOf('item.moved', 1, '2026-01-05T06:00:00Z'),
          idOf('item.moved', 1, '2026-01-05T12:00:00Z'),
        ],
      },
    ]);
    const { asOf } = (await ask('valueStream(filter: $filter, stream: "desk") { asOf }')).valueStream;
    await told(database.pool, TICKETS.slice(5));
    expect((await work('evidence { totalCount }')).evidence.totalCount).toBe(3);
    const { valueStream } = await ask(
      'valueStream(filter: $filter, stream: "desk") { steps { evidence { totalCount nodes { id evidence } } } }',
      { asOf },
    );
    const [{ id, evidence: events }] = evidence.nodes;
    expect(valueStream.steps).toEqual([{ evidence: { totalCount: 1, nodes: [{ id, evidence: events }] } }]);
  });

  it('lead from a change request to who reviewed and who deployed it', async () => {
    const change = { source: 'test', repo: REPO, change: '7' } as const;
    await told(database.pool, [
      committed(1, '2026-01-01T00:00:00Z'),
      deployed('d0', '2026-01-01T12:00:00Z', 1),
      committed(2, '2026-01-10T00:00:00Z'),
      { ...change, type: 'change.opened', id: 'opened', at: '2026-01-10T00:00:00Z', actor: person('ann') },
      {
        ...change,
        type: 'change.reviewed',
        id: 'reviewed',
        at: '2026-01-11T00:00:00Z',
        actor: person('bob'),
        decision: 'approved',
      },
      merged(7, '2026-01-11T06:00:00Z', 2, { actor: person('ann') }),
      deployed('d1', '2026-01-12T06:00:00Z', 2, { actor: person('cleo') }),
    ]);
    const { valueStream } = await ask(
      'valueStream(filter: $filter) { steps { name evidence { nodes { item holder wait evidence } } } }',
    );
    const item = `change:${REPO}#7`;
    const mergedId = eventId('change.merged', REPO, 7);
    const deployedId = eventId('deployment.finished', 'basket', 'production', 'd1');
    const nodes = valueStream.steps.flatMap((step: { evidence: { nodes: object[] } }) => step.evidence.nodes);
    expect(nodes).toEqual([
      { item, holder: 'test:ann', wait: 0, evidence: ['opened'] },
      { item, holder: 'test:bob', wait: DAY, evidence: ['opened', 'reviewed'] },
      { item, holder: 'test:ann', wait: 6 * HOUR, evidence: ['reviewed', mergedId] },
      { item, holder: 'test:cleo', wait: DAY, evidence: [mergedId, deployedId] },
    ]);
  });

  it('lead from a ticket to what happened to the change that it was made by', async () => {
    const change = { source: 'test', repo: REPO, change: '7' } as const;
    await told(database.pool, [
      ...TICKETS.slice(0, 1),
      {
        ...change,
        type: 'change.opened',
        id: 'opened',
        at: '2026-01-06T00:00:00Z',
        actor: person('ann'),
        items: ['SHOP-1'],
      },
      merged(7, '2026-01-06T06:00:00Z', 2, { actor: person('bob'), items: ['SHOP-1'] }),
    ]);
    const text = `name: wish
owner: ann
items: ticket
begins: { event: item.created }
steps:
  - { name: Review, start: { event: change.opened }, stop: { event: change.merged } }
`;
    await api.ask('mutation ($text: String!) { defineStream(text: $text) { name } }', { text });
    const { evidence } = await stepOf(
      'Review',
      'evidence { nodes { item holder wait process evidence } }',
      ', stream: "wish"',
    );
    expect(evidence.nodes).toEqual([
      {
        item: 'SHOP-1',
        holder: 'test:ann',
        wait: DAY,
        process: 6 * HOUR,
        evidence: [
          idOf('item.created', 1, '2026-01-05T00:00:00Z'),
          'opened',
          eventId('change.merged', REPO, 7),
        ],
      },
    ]);
  });

  it('lead to the timeline of the item', async () => {
    await told(database.pool, TICKETS);
    const { evidence } = await stepOf('Review', 'evidence(first: 1) { nodes { item timeline { type at } } }');
    expect(evidence.nodes[0].timeline).toHaveLength(7);
    const { data } = await api.ask('{ item(id: "SHOP-2") { item title leftOut timeline { type at } } }');
    expect(data.item).toEqual({
      item: 'SHOP-2',
      title: 'Gift wrapping',
      leftOut: [],
      timeline: evidence.nodes[0].timeline,
    });
    expect((await api.ask('{ item(id: "SHOP-99") { item } }')).data.item).toBeNull();
  });

  it('are refused in one sentence where the page or the cursor is none', async () => {
    await told(database.pool, TICKETS);
    const refused = async (page: string) =>
      (
        await api.ask(
          `query ($filter: FlowFilter!) { valueStream(filter: $filter) { step(name: "Review") { evidence(${page}) { totalCount } } } }`,
          { filter: JANUARY },
        )
      ).errors![0]!;
    expect(await refused('first: 501')).toMatchObject({ extensions: { code: 'BAD_PAGE' } });
    expect(await refused('after: "nonsense"')).toMatchObject({ extensions: { code: 'BAD_CURSOR' } });
    const { valueStream } = await ask(
      'valueStream(filter: $filter) { step(name: "Nap") { visits } edge(to: "Nap") { count } }',
    );
    expect(valueStream).toEqual({ step: null, edge: null });
  });
});
