import fc from 'fast-check';
import { People1763700000005 } from '../../migrations/1763700000005-people.js';
import { createDataSource } from '../../src/data-source.js';
import { arbitraryHistory } from '../support/arbitrary-history.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { emptyStore, record } from '../support/read-models.js';

describe('the actors that were seen', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const seen = async () =>
    (
      await database.pool.query(
        'select actor, kind, events, first_at, last_at from throughline.seen_actor order by actor',
      )
    ).rows;

  it('are counted once for each fact, however often and in whatever order it is told', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryHistory(), fc.nat(), async (events, seed) => {
        await emptyStore(database.pool);
        await database.pool.query('delete from throughline.seen_actor');
        const shuffled = [...events].sort((a, b) => ((a.at.length + seed + events.indexOf(b)) % 2 ? 1 : -1));
        await record(database.pool, shuffled.slice(0, seed % (events.length + 1)));
        await record(database.pool, shuffled);
        await record(database.pool, events);
        const facts = new Map(events.map((event) => [event.id, event]));
        const expected = new Map<string, number>();
        for (const { actor } of facts.values())
          if (actor) expected.set(actor.id, (expected.get(actor.id) ?? 0) + 1);
        expect(new Map((await seen()).map(({ actor, events: n }) => [actor, Number(n)]))).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('of events that were there before are counted by the migration', async () => {
    await emptyStore(database.pool);
    await database.pool.query('delete from throughline.seen_actor');
    const samples = fc.sample(arbitraryHistory(), { numRuns: 20, seed: 7 }).flat();
    const history = [...new Map(samples.map((event) => [event.id, event])).values()];
    await record(
      database.pool,
      history.filter(({ revision }) => revision === undefined),
    );
    const counted = await seen();
    expect(counted.length).toBeGreaterThan(0);
    const dataSource = await (await createDataSource(database.url)).initialize();
    const runner = dataSource.createQueryRunner();
    const migration = new People1763700000005();
    await migration.down(runner);
    await migration.up(runner);
    await dataSource.destroy();
    const names = ({ actor, events }: { actor: string; events: string }) => [actor, events];
    expect((await seen()).map(names)).toEqual(counted.map(names));
  });
});
