import fc from 'fast-check';
import { appendEvents, tellingOf } from '../../src/events/event-store.js';
import type { DeliveryEvent } from '../../src/events/vocabulary.js';
import { keysOf, onlyLinks } from '../../src/projections/keys.js';
import { Projector } from '../../src/projections/projector.js';
import { systemClock } from '../../src/support/clock.js';
import { inTransaction } from '../../src/support/rows.js';
import { arbitraryHandovers } from '../support/arbitrary-handovers.js';
import { arbitraryHistory } from '../support/arbitrary-history.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { dump, emptyStore, record } from '../support/read-models.js';

/** Every event may name a key that others have as their own. */
const arbitraryEvents = fc
  .tuple(arbitraryHistory(), arbitraryHandovers(), fc.infiniteStream(fc.nat()))
  .map(([history, handovers, picks]): DeliveryEvent[] => {
    const events = [...history, ...handovers];
    const keys = [...new Set(events.flatMap(keysOf))].sort();
    return events.map((event) => {
      const pick = picks.next().value!;
      if (pick % 3 > 0) return event;
      return { ...event, links: [...(event.links ?? []), keys[pick % keys.length]!] };
    });
  });

describe('an event that only links to a key', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('changes no row of it: the folds that read all that links give the same read models', async () => {
    const { pool } = database;
    await fc.assert(
      fc.asyncProperty(arbitraryEvents, async (events) => {
        await emptyStore(pool);
        await record(pool, events);
        await new Projector(pool).projectPending();
        const sparing = await dump(pool);

        await emptyStore(pool);
        const tellings = events.map((event) => tellingOf(event, 'test'));
        await inTransaction(pool, (db) => appendEvents(db, tellings, { clock: systemClock, keysOf }));
        await new Projector(pool).projectPending();
        expect(await dump(pool)).toEqual(sparing);
      }),
      { numRuns: 40 },
    );
  }, 300_000);

  it('is not read when the key is folded, however many name it', async () => {
    const { pool } = database;
    await emptyStore(pool);
    const ticket = told('item.created', 1, { item: 'SHOP-41', title: 'Sell cakes' });
    const runs = Array.from({ length: 200 }, (_, i) =>
      told('execution.finished', i, {
        execution: `runner:1/${i}`,
        outcome: 'success',
        links: ['item:SHOP-41'],
      }),
    );
    await record(pool, [ticket, ...runs]);
    const { rows } = await pool.query<{ linked: boolean; n: number }>(
      `select linked, count(*)::int as n from throughline.event_key where key = 'item:SHOP-41' group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { linked: false, n: 1 },
      { linked: true, n: 200 },
    ]);
    expect(runs.every((run) => onlyLinks(run, 'item:SHOP-41'))).toBe(true);
    expect(onlyLinks(ticket, 'item:SHOP-41')).toBe(false);
  });
});

const told = (type: DeliveryEvent['type'], n: number, more: object): DeliveryEvent =>
  ({ type, id: `${type}-${n}`, at: '2026-01-05T08:00:00.000Z', source: 'runner', ...more }) as DeliveryEvent;
