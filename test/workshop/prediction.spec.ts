import { eventId } from '../../src/events/event-id.js';
import type { DeliveryEvent } from '../../src/events/vocabulary.js';
import { startApp, type TestApp } from '../support/app.js';
import { record } from '../support/read-models.js';

const HOUR = 3_600;
const FILTER = { from: '2024-01-01T00:00:00Z', to: '2025-01-01T00:00:00Z' };
const AS = 'participant: "facilitator", name: "Fay"';

/** A ticket that is created, waits `wait` hours until somebody begins, and is done `work` hours later. */
const ticket = (n: number, wait: number, work: number, from = '2024-03-01T00:00:00Z'): DeliveryEvent[] => {
  const after = (hours: number): string => new Date(Date.parse(from) + hours * HOUR * 1_000).toISOString();
  const item = `SHOP-${n}`;
  return [
    { type: 'item.created', id: eventId('item.created', item), at: after(0), source: 'test', item },
    {
      type: 'item.moved',
      id: eventId('item.moved', item, 1),
      at: after(0),
      source: 'test',
      item,
      to: 'Waiting',
    },
    {
      type: 'item.moved',
      id: eventId('item.moved', item, 2),
      at: after(wait),
      source: 'test',
      item,
      from: 'Waiting',
      to: 'Doing',
      active: true,
    } as DeliveryEvent,
    { type: 'item.closed', id: eventId('item.closed', item), at: after(wait + work), source: 'test', item },
  ];
};

interface Cell {
  field: string;
  value: string;
}

describe('a future state', () => {
  let app: TestApp;
  let id: string;
  beforeAll(async () => {
    app = await startApp();
    await learn([...ticket(1, 8, 2), ...ticket(2, 16, 4), ...ticket(3, 24, 6)]);
    const made = await app.graphql<{ createWorkshop: { id: string } }>(
      `mutation { createWorkshop(title: "Halve it", ${AS}) { id } }`,
    );
    id = made.data.createWorkshop.id;
  });
  afterAll(() => app?.close());

  const learn = async (events: DeliveryEvent[]): Promise<void> => {
    await record(app.pool, events);
    await app.settle();
  };
  const cell = async <T>(prefix: string): Promise<T> => {
    const { data } = await app.graphql<{ workshopLog: Cell[] }>(
      'query ($id: ID!) { workshopLog(id: $id) { field value } }',
      { id },
    );
    const found = data.workshopLog.findLast(({ field }) => field.startsWith(prefix));
    return JSON.parse(found!.value) as T;
  };
  const draft = () =>
    app.graphql(
      `mutation ($id: ID!, $filter: FlowFilter!) {
        draftWorkshop(workshop: $id, ${AS}, filter: $filter) { sequence } }`,
      { id, filter: FILTER },
    );
  const save = (changes: object[]) =>
    app.graphql<{ saveFuture: { sequence: number; field: string }[] } | null>(
      `mutation ($id: ID!, $changes: [WhatIfChange!]!) {
        saveFuture(workshop: $id, ${AS}, title: "Quicker", changes: $changes) { sequence field } }`,
      { id, changes },
    );

  it('cannot be predicted before the map is drafted', async () => {
    const { errors } = await save([{ kind: 'REMOVE_STEP', step: 'Doing' }]);
    expect(errors?.[0]?.message).toContain('Draft the map');
  });

  it('is predicted over the recorded items: half of a wait is half of it', async () => {
    expect((await draft()).errors).toBeUndefined();
    const { steps, flowTime } = await cell<{
      steps: { name: string; wait: number | null }[];
      flowTime: { n: number; p50: number };
    }>('measured');
    expect(flowTime).toMatchObject({ n: 3, p50: 20 * HOUR });
    const waiting = steps.find(({ wait }) => wait === 16 * HOUR)!;
    const { errors } = await save([{ kind: 'SCALE_WAIT', step: waiting.name, factor: 0.5 }]);
    expect(errors).toBeUndefined();
    const future = await cell<{
      recorded: { p50: number; mean: number };
      predicted: { p50: number; mean: number; bars: { n: number }[] };
    }>('future:');
    expect(future.recorded).toMatchObject({ p50: 20 * HOUR, mean: 20 * HOUR });
    expect(future.predicted).toMatchObject({ p50: 12 * HOUR, mean: 12 * HOUR });
    expect(future.predicted.bars.reduce((sum, { n }) => sum + n, 0)).toBe(3);
  });

  it('refuses a change of a step that there is not, with one sentence', async () => {
    const { errors } = await save([{ kind: 'REMOVE_STEP', step: 'Nowhere' }]);
    expect(errors?.[0]?.message).toMatch(/no step "Nowhere"/);
  });

  it('stands on the numbers of its day, whatever is learned later, until the map is drafted again', async () => {
    const before = await cell<{ recorded: object }>('future:');
    await learn(ticket(4, 100, 50));
    const { steps } = await cell<{ steps: { name: string; wait: number | null }[] }>('measured');
    const waiting = steps.find(({ wait }) => wait === 16 * HOUR)!;
    await save([{ kind: 'SCALE_WAIT', step: waiting.name, factor: 0.5 }]);
    expect((await cell<{ recorded: object }>('future:')).recorded).toEqual(before.recorded);
    await draft();
    expect((await cell<{ flowTime: { n: number } }>('measured')).flowTime.n).toBe(4);
  });

  it('is compared later with what came since it was saved', async () => {
    const { steps } = await cell<{ steps: { name: string }[] }>('measured');
    const { data } = await save([{ kind: 'REMOVE_STEP', step: steps.at(-1)!.name }]);
    const future = data!.saveFuture[0]!.field.slice('future:'.length);
    const aMinuteAgo = new Date(Date.now() - 60_000).toISOString();
    await learn(ticket(5, 0, 1 / 60, aMinuteAgo));
    const compare = await app.graphql(
      `mutation ($id: ID!, $future: ID!) {
        compareFuture(workshop: $id, ${AS}, future: $future) { sequence } }`,
      { id, future },
    );
    expect(compare.errors).toBeUndefined();
    const { came, question } = await cell<{ came: { n: number; p50: number }; question: { from: string } }>(
      `comparison:${future}`,
    );
    expect(came.n).toBe(1);
    expect(came.p50).toBeCloseTo(60, 3);
    expect(Date.parse(question.from)).toBeLessThan(Date.now());
  });
});
