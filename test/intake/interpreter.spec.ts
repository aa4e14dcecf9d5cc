import { z } from 'zod';
import { keysOf } from '../../src/projections/keys.js';
import { type NewDelivery, storeDeliveries } from '../../src/sources/intake/inbox.js';
import { Interpreter, MOST_ATTEMPTS } from '../../src/sources/intake/interpreter.js';
import type { AnySource } from '../../src/sources/source.js';
import type { Clock } from '../../src/support/clock.js';
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

describe('a delivery that we fail to read', () => {
  let database: TestDatabase;
  const clock = new TestClock();
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const delivery = (n: number): NewDelivery => ({
    source: 'faulty',
    system: 'faulty',
    key: String(n),
    receivedAt: clock.now(),
    headers: '{}',
    body: Buffer.from(JSON.stringify({ n })),
  });
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
