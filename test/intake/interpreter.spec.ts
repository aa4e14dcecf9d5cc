import { z } from 'zod';
import { eventId } from '../../src/events/event-id.js';
import type { DeliveryEvent } from '../../src/events/vocabulary.js';
import { keysOf } from '../../src/projections/keys.js';
import { type NewDelivery, storeDeliveries } from '../../src/sources/intake/inbox.js';
import { Interpreter, MOST_ATTEMPTS } from '../../src/sources/intake/interpreter.js';
import type { AnySource } from '../../src/sources/source.js';
import type { Clock } from '../../src/support/clock.js';
import { sha256 } from '../../src/support/hash.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** A source with a fault of ours in it: it cannot read the number 13. */
const faulty: AnySource = {
  id: 'faulty',
  title: 'Faulty',
  about: { transport: 'none', authentication: 'none', deliveryKey: 'hash of the body' },
  headers: [],
  payload: z.object({ n: z.number() }),
  authenticate: () => ({ ok: true }),
  interpret: (payload) => {
    const { n } = payload as { n: number };
    if (n === 13) throw new Error('thirteen');
    return { outcome: 'ignored', reason: `the number ${n}` };
  },
};

/** A clock that a test moves. */
class TestClock implements Clock {
  private time = Date.parse('2026-01-05T08:00:00Z');
  now = (): Date => new Date(this.time);
  advance(ms: number): void {
    this.time += ms;
  }
}

/** @param key default: the hash of its body. */
const deliveryTo = (system: string, clock: Clock, payload: object, key?: string): NewDelivery => {
  const body = Buffer.from(JSON.stringify(payload));
  const its = key ?? sha256(body).toString('hex');
  return { source: system, system, key: its, receivedAt: clock.now(), headers: '{}', body };
};

describe('a delivery that we fail to read', () => {
  let database: TestDatabase;
  const clock = new TestClock();
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const delivery = (n: number): NewDelivery => deliveryTo('faulty', clock, { n }, String(n));
  const state = async (key: string) =>
    (
      await database.pool.query(
        'select state, attempts, reason from throughline.inbox where delivery_key = $1',
        [key],
      )
    ).rows[0];

  it('is tried again with growing pauses, then set aside as dead, and never holds up the others', async () => {
    const interpreter = new Interpreter(database.pool, { clock, keysOf, findSource: () => faulty });
    await storeDeliveries(database.pool, [delivery(12), delivery(13), delivery(14)]);
    await interpreter.interpretPending();
    expect(await state('12')).toMatchObject({ state: 'ignored' });
    expect(await state('14')).toMatchObject({ state: 'ignored' });
    expect(await state('13')).toEqual({ state: 'pending', attempts: 1, reason: 'thirteen' });
    expect(await interpreter.interpretPending()).toBe(0);
    for (let attempt = 2; attempt <= MOST_ATTEMPTS; attempt += 1) {
      clock.advance(2_000 * 4 ** (attempt - 2));
      expect(await interpreter.interpretPending()).toBe(1);
    }
    expect(await state('13')).toEqual({ state: 'dead', attempts: MOST_ATTEMPTS, reason: 'thirteen' });
  });
});

describe('a delivery that was read while it was stored', () => {
  let database: TestDatabase;
  const clock = new TestClock();
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  /** A source that counts how often it is asked what a number means. */
  const counting = () => {
    const asked: number[] = [];
    const source: AnySource = {
      ...faulty,
      id: 'counting',
      payload: z.object({ n: z.number(), filling: z.string().optional() }),
      interpret: (payload) => {
        const { n } = payload as { n: number };
        asked.push(n);
        return n < 0
          ? { outcome: 'ignored', reason: `below ${n}` }
          : { outcome: 'accepted', events: [item(n)] };
      },
    };
    const interpreter = new Interpreter(database.pool, { clock, keysOf, findSource: () => source });
    return { asked, interpreter };
  };
  const item = (n: number): DeliveryEvent => ({
    type: 'item.created',
    id: eventId('item.created', 'counting', n),
    source: 'counting',
    at: '2026-01-05T08:00:00.000Z',
    item: `DESK-${n}`,
    title: `number ${n}`,
  });
  const delivery = (n: number, filling?: string): NewDelivery =>
    deliveryTo('counting', clock, { n, filling });
  const states = async (): Promise<unknown[]> =>
    (await database.pool.query('select state, reason from throughline.inbox order by reason, state')).rows;
  const titles = async (): Promise<string[]> => {
    const { rows } = await database.pool.query<{ data: string }>('select data from throughline.event');
    return rows.map(({ data }) => (JSON.parse(data) as { title: string }).title).sort();
  };

  it('is not read again, and comes to the same', async () => {
    const { asked, interpreter } = counting();
    const deliveries = [delivery(1), delivery(2), delivery(-3)];
    for (const one of deliveries) interpreter.foresee(one);
    await storeDeliveries(database.pool, deliveries);
    expect(await interpreter.interpretPending()).toBe(3);
    expect(asked).toEqual([1, 2, -3]);
    expect(await titles()).toEqual(['number 1', 'number 2']);
    expect(await states()).toEqual([
      { state: 'ignored', reason: 'below -3' },
      { state: 'accepted', reason: null },
      { state: 'accepted', reason: null },
    ]);
  });

  it('is read again when somebody repaired it meanwhile, or when it is replayed', async () => {
    const { asked, interpreter } = counting();
    const one = delivery(1);
    interpreter.foresee(one);
    await storeDeliveries(database.pool, [one]);
    await database.pool.query('update throughline.inbox set repaired_body = $1', [Buffer.from('{"n":7}')]);
    await interpreter.interpretPending();
    expect(await titles()).toEqual(['number 7']);
    await database.pool.query(`update throughline.inbox set state = 'pending', repaired_body = null`);
    await interpreter.interpretPending();
    expect(await titles()).toEqual(['number 1', 'number 7']);
    expect(asked).toEqual([1, 7, 1]);
  });

  it('is read again when the store took nothing of its transaction', async () => {
    const { asked, interpreter } = counting();
    const one = delivery(1);
    interpreter.foresee(one);
    await storeDeliveries(database.pool, [one]);
    await database.pool.query(`alter table throughline.event add constraint none check (id = '') not valid`);
    await interpreter.interpretPending();
    expect(await states()).toEqual([{ state: 'pending', reason: expect.stringContaining('violates') }]);
    await database.pool.query('alter table throughline.event drop constraint none');
    clock.advance(60_000);
    await interpreter.interpretPending();
    expect(await titles()).toEqual(['number 1']);
    expect(asked).toEqual([1, 1, 1]);
  });

  it('is read when it is claimed, where there was no room for more', async () => {
    const { asked, interpreter } = counting();
    const deliveries = [1, 2, 3, 4].map((n) => delivery(n, 'x'.repeat(5_000_000)));
    for (const one of deliveries) interpreter.foresee(one);
    expect(asked).toEqual([1, 2, 3]);
    for (const one of deliveries) await storeDeliveries(database.pool, [one]);
    expect(await interpreter.interpretPending()).toBe(4);
    expect(asked).toEqual([1, 2, 3, 4]);
    expect(await titles()).toHaveLength(4);
    const more = delivery(5);
    interpreter.foresee(more);
    expect(asked).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('a delivery that is kept for who stored it', () => {
  let database: TestDatabase;
  const clock = new TestClock();
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const interpreter = () => new Interpreter(database.pool, { clock, keysOf, findSource: () => faulty });
  const keep = (...numbers: number[]) =>
    storeDeliveries(
      database.pool,
      numbers.map((n) => deliveryTo('faulty', clock, { n })),
      new Date(clock.now().getTime() + 120_000),
    );

  it('is left alone by others, who read what came after it', async () => {
    await keep(1, 2);
    await storeDeliveries(database.pool, [deliveryTo('faulty', clock, { n: 3 })]);
    expect(await interpreter().interpretPending()).toBe(1);
    expect(await interpreter().interpretPending({ keptFor: 'another' })).toBe(0);
    expect(await interpreter().interpretPending({ keptFor: 'faulty' })).toBe(2);
  });

  it('is read by others when its time is over', async () => {
    await keep(4);
    clock.advance(119_999);
    expect(await interpreter().interpretPending()).toBe(0);
    clock.advance(1);
    expect(await interpreter().interpretPending()).toBe(1);
  });

  it('is tried again with pauses like any other, also by who stored it', async () => {
    await keep(13);
    expect(await interpreter().interpretPending({ keptFor: 'faulty' })).toBe(1);
    expect(await interpreter().interpretPending({ keptFor: 'faulty' })).toBe(0);
    clock.advance(2_000);
    expect(await interpreter().interpretPending()).toBe(1);
  });
});
