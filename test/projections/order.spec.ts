import fc from 'fast-check';
import { Projector, recordedWatermark } from '../../src/projections/projector.js';
import { arbitraryHandovers } from '../support/arbitrary-handovers.js';
import { arbitraryHistory } from '../support/arbitrary-history.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { dump, dumpOfWholeFold, emptyStore, record } from '../support/read-models.js';

const RUNS = Number(process.env['THROUGHLINE_ORDER_RUNS'] ?? 100);

/** A history, an order in which to hear it (with repetitions), and how it is cut into batches. */
const arbitraryEvents = fc
  .tuple(arbitraryHistory(), arbitraryHandovers())
  .map(([history, handovers]) => [...history, ...handovers]);

const arbitraryHearing = arbitraryEvents.chain((events) =>
  fc.record({
    heard: fc
      .tuple(fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events, { maxLength: 4 }))
      .map(([all, again]) => [...all, ...again]),
    cuts: fc.array(fc.nat({ max: events.length }), { maxLength: 5 }),
  }),
);

const cut = <T>(values: readonly T[], at: readonly number[]): T[][] => {
  const edges = [0, ...[...new Set(at)].sort((a, b) => a - b), values.length];
  return edges.slice(1).map((edge, i) => values.slice(edges[i], edge));
};

describe('order does not matter', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('holds, after every single batch, exactly what was recorded until the watermark', async () => {
    const { pool } = database;
    const projector = new Projector(pool, 1);
    await fc.assert(
      fc.asyncProperty(arbitraryHearing, async ({ heard, cuts }) => {
        await emptyStore(pool);
        for (const batch of cut(heard, cuts)) await record(pool, batch);
        while ((await projector.projectBatch()) > 0) {
          const { rows } = await pool.query<{ at: Date }>(
            `select at from throughline.watermark where name = 'projected'`,
          );
          expect(await dump(pool)).toEqual(await dumpOfWholeFold(pool, rows[0]!.at));
        }
      }),
      { numRuns: Math.ceil(RUNS / 30) },
    );
  }, 600_000);

  it('ends in byte-identical read models after any shuffle, repetition, batch split or late backfill, now and as of then', async () => {
    const { pool } = database;
    const projector = new Projector(pool);
    await fc.assert(
      fc.asyncProperty(arbitraryHearing, fc.nat(), async ({ heard, cuts }, pick) => {
        await emptyStore(pool);
        const states: { at: Date; dump: Record<string, string[]> }[] = [];
        for (const batch of cut(heard, cuts)) {
          await record(pool, batch);
          await projector.projectPending();
          const at = await recordedWatermark(pool);
          if (at) states.push({ at, dump: await dump(pool) });
        }
        const last = states.at(-1)!;
        expect(last.dump).toEqual(await dumpOfWholeFold(pool, last.at));
        const past = states[pick % states.length]!;
        expect(await dumpOfWholeFold(pool, past.at)).toEqual(past.dump);
      }),
      { numRuns: RUNS, endOnFailure: process.env['THROUGHLINE_SHRINK'] === undefined },
    );
  }, 600_000);
});
