import { bucketsOf, calendarDays } from '../../src/metrics/buckets.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

describe('buckets of calendar time', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const between = (from: string, to: string, zone: string) => ({
    from: new Date(from),
    to: new Date(to),
    zone,
  });
  const startsOf = async (...asked: [Parameters<typeof between>, 'DAY' | 'WEEK' | 'MONTH']) =>
    (await bucketsOf(database.pool, between(...asked[0]), asked[1])).map(({ from }) => from.toISOString());

  it('begin at midnight of the zone, on days of 23 and of 25 hours too', async () => {
    expect(await startsOf(['2026-03-28T00:00Z', '2026-03-30T12:00Z', 'Europe/Berlin'], 'DAY')).toEqual([
      '2026-03-27T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ]);
    expect(await startsOf(['2026-10-24T22:00Z', '2026-10-26T23:00Z', 'Europe/Berlin'], 'DAY')).toEqual([
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ]);
  });

  it('begin once on a day whose midnight comes twice, and at one on a day without midnight', async () => {
    // Havana turns its clocks back at one in the night, Beirut turned them forward at midnight.
    expect(await startsOf(['2025-11-02T04:00Z', '2025-11-03T05:00Z', 'America/Havana'], 'DAY')).toEqual([
      '2025-11-02T04:00:00.000Z',
    ]);
    expect(await startsOf(['2022-03-26T22:00Z', '2022-03-27T21:00Z', 'Asia/Beirut'], 'DAY')).toEqual([
      '2022-03-26T22:00:00.000Z',
    ]);
  });

  it('are weeks from Monday and months of the zone', async () => {
    expect(await startsOf(['2026-01-01T00:00Z', '2026-01-12T00:00Z', 'UTC'], 'WEEK')).toEqual([
      '2025-12-29T00:00:00.000Z',
      '2026-01-05T00:00:00.000Z',
    ]);
    expect(await startsOf(['2025-12-31T13:00Z', '2026-02-28T13:00Z', 'Australia/Sydney'], 'MONTH')).toEqual([
      '2025-12-31T13:00:00.000Z',
      '2026-01-31T13:00:00.000Z',
    ]);
  });

  it('count the days that lie in the range only', async () => {
    const span = between('2026-01-15T00:00Z', '2026-02-03T00:00Z', 'UTC');
    const buckets = await bucketsOf(database.pool, span, 'MONTH');
    expect(buckets.map(({ days }) => days)).toEqual([17, 2]);
    expect(await calendarDays(database.pool, span)).toBe(19);
  });

  it('skip the day that a zone skipped', async () => {
    // Samoa crossed the date line: after the 29th of December came the 31st.
    const starts = await startsOf(['2011-12-29T10:00Z', '2012-01-01T10:00Z', 'Pacific/Apia'], 'DAY');
    expect(starts).toEqual([
      '2011-12-29T10:00:00.000Z',
      '2011-12-30T10:00:00.000Z',
      '2011-12-31T10:00:00.000Z',
    ]);
  });

  it('last longer than no time, also in the hour that the clock shows twice', async () => {
    const hour = between('2026-10-25T00:30Z', '2026-10-25T01:30Z', 'Europe/Berlin');
    expect(await calendarDays(database.pool, hour)).toBeCloseTo(1 / 25, 12);
    const [bucket] = await bucketsOf(database.pool, hour, 'DAY');
    expect(bucket!.days).toBeCloseTo(1 / 25, 12);
    const backwards = between('2026-10-25T00:45Z', '2026-10-25T01:15Z', 'Europe/Berlin');
    expect(await calendarDays(database.pool, backwards)).toBeCloseTo(1 / 50, 12);
  });

  it('of whole days are whole, whatever the clocks do', async () => {
    const year = between('2025-12-31T23:00Z', '2026-12-31T23:00Z', 'Europe/Berlin');
    expect(await calendarDays(database.pool, year)).toBe(365);
    const months = await bucketsOf(database.pool, year, 'MONTH');
    expect(months.map(({ days }) => days)).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
  });

  it('are at most 2,000, and none of ten thousand years is made to find that out', async () => {
    const years = between('0001-01-01T00:00Z', '9999-01-01T00:00Z', 'UTC');
    await expect(bucketsOf(database.pool, years, 'DAY')).rejects.toThrow('more than 2000 buckets');
    const exact = between('2020-01-01T00:00Z', '2025-06-23T00:00Z', 'UTC');
    expect(await bucketsOf(database.pool, exact, 'DAY')).toHaveLength(2000);
    const more = between('2020-01-01T00:00Z', '2025-06-23T00:01Z', 'UTC');
    await expect(bucketsOf(database.pool, more, 'DAY')).rejects.toThrow('more than 2000 buckets');
  });
});
