import {
  absencesSince,
  noteArrivals,
  Presence,
  sequencesOf,
  usualDeliveries,
} from '../../src/sources/intake/watch.js';
import { inTransaction } from '../../src/support/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

describe('what came in', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const note = (...arrived: Parameters<typeof noteArrivals>[1]) =>
    inTransaction(database.pool, (db) => noteArrivals(db, arrived));
  const build = (number: number) => ({
    source: 'ci',
    receivedAt: new Date('2026-03-02T10:15:00Z'),
    sequence: [{ stream: 'shop', number }],
  });

  it('shows which numbers are missing, in whatever order they came', async () => {
    await note(build(9), build(3), build(3), build(4));
    await note(build(7), build(4));
    expect(await sequencesOf(database.pool, 'ci')).toEqual([
      {
        stream: 'shop',
        first: 3,
        contiguousTo: 4,
        last: 9,
        gaps: [
          { stream: 'shop', from: 5, to: 6 },
          { stream: 'shop', from: 8, to: 8 },
        ],
      },
    ]);
    await note(build(5), build(6), build(8));
    expect(await sequencesOf(database.pool, 'ci')).toEqual([
      { stream: 'shop', first: 3, contiguousTo: 9, last: 9, gaps: [] },
    ]);
  });

  it('tells what is usual from the same hours of the weeks before', async () => {
    const sent = (at: string, deliveries: number) =>
      Array.from({ length: deliveries }, () => ({ source: 'day', receivedAt: new Date(at), sequence: [] }));
    // Given two weeks in which it sent ten on Mondays from ten to eleven, and nothing in the night,
    await note(...sent('2026-02-16T10:30:00Z', 10), ...sent('2026-02-23T10:30:00Z', 10));
    const usual = (from: string, to: string) =>
      usualDeliveries(database.pool, 'day', { from: new Date(from), to: new Date(to) });
    // when the third Monday has begun, then a night says nothing, and the hour from ten on says more and more.
    expect(await usual('2026-03-02T10:00:00Z', '2026-03-02T10:30:00Z')).toBeCloseTo(5);
    expect(await usual('2026-03-02T10:00:00Z', '2026-03-02T12:00:00Z')).toBeCloseTo(10);
    expect(await usual('2026-03-02T01:00:00Z', '2026-03-02T09:00:00Z')).toBe(0);
    expect(await usual('2026-02-17T01:00:00Z', '2026-02-17T09:00:00Z')).toBe(0);
  });

  it('tells when nobody of us was there to take it', async () => {
    let now = new Date('2026-03-02T08:00:00Z');
    const clock = { now: () => now };
    const run = async (name: string, from: string, to: string) => {
      now = new Date(from);
      const presence = new Presence(database.pool, clock, name);
      await presence.start(1);
      now = new Date(to);
      await new Promise((done) => setTimeout(done, 60));
      presence.stop();
    };
    await run('a', '2026-03-02T08:00:00Z', '2026-03-02T09:00:00Z');
    await run('b', '2026-03-02T08:30:00Z', '2026-03-02T08:40:00Z');
    await run('c', '2026-03-02T09:00:30Z', '2026-03-02T10:00:00Z');
    await run('d', '2026-03-02T10:05:00Z', '2026-03-02T11:00:00Z');
    expect(await absencesSince(database.pool, new Date('2026-03-01T00:00:00Z'))).toEqual([
      { from: new Date('2026-03-02T10:00:00Z'), to: new Date('2026-03-02T10:05:00Z') },
    ]);
  });
});
