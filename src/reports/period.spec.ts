import { parsePeriod, periodBefore, periodDueAt } from './period.js';

const ends = ({ from, to }: { from: Date; to: Date }): string => `${from.toISOString()} ${to.toISOString()}`;

describe('a period', () => {
  it.each([
    ['2026-Q3', 'UTC', '2026-07-01T00:00:00.000Z 2026-10-01T00:00:00.000Z'],
    ['2026-03', 'Australia/Sydney', '2026-02-28T13:00:00.000Z 2026-03-31T13:00:00.000Z'],
    ['2026-04', 'Australia/Sydney', '2026-03-31T13:00:00.000Z 2026-04-30T14:00:00.000Z'],
    ['2026-W01', 'UTC', '2025-12-29T00:00:00.000Z 2026-01-05T00:00:00.000Z'],
    ['2020-W53', 'UTC', '2020-12-28T00:00:00.000Z 2021-01-04T00:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z 2026-03-29T22:00:00.000Z'],
    ['2026', 'UTC', '2026-01-01T00:00:00.000Z 2027-01-01T00:00:00.000Z'],
    ['2026-03-01..2026-03-15', 'UTC', '2026-03-01T00:00:00.000Z 2026-03-15T00:00:00.000Z'],
    [
      '2026-03-01T10:00:00Z..2026-03-01T11:30:00+00:00',
      'UTC',
      '2026-03-01T10:00:00.000Z 2026-03-01T11:30:00.000Z',
    ],
  ])('%s in %s', (text, zone, expected) => {
    expect(ends(parsePeriod(text, zone))).toBe(expected);
  });

  it.each([
    '2026-W54',
    '2025-W53',
    '2026-13',
    '2026-02-30',
    'last week',
    '2026-Q5',
    '2026-03-15..2026-03-01',
    '',
  ])('%j is none, and the sentence says how to write one', (text) => {
    expect(() => parsePeriod(text, 'UTC')).toThrow(/There is no period .*: write 2026-Q3/);
  });

  it.each([
    ['2026-Q1', '2025-Q4'],
    ['2026-W01', '2025-W52'],
    ['2021-W01', '2020-W53'],
    ['2026-03', '2026-02'],
    ['2026-03-01', '2026-02-28'],
    ['2026-03-10..2026-03-15', '2026-03-05T00:00:00.000Z..2026-03-10T00:00:00.000Z'],
  ])('before %s was %s', (label, before) => {
    expect(periodBefore(parsePeriod(label, 'UTC'), 'UTC').label).toBe(before);
  });

  it('is the last whole one of the calendar of the zone, when a report is due', () => {
    const at = new Date('2026-03-01T20:00:00Z');
    expect(periodDueAt({ previous: 'month' }, at, 'UTC').label).toBe('2026-02');
    expect(periodDueAt({ previous: 'day' }, at, 'Australia/Sydney').label).toBe('2026-03-01');
    expect(periodDueAt({ previous: 'week' }, at, 'UTC').label).toBe('2026-W08');
    expect(periodDueAt({ lastSeconds: 3_600 }, at, 'UTC').label).toBe(
      '2026-03-01T19:00:00.000Z..2026-03-01T20:00:00.000Z',
    );
  });

  it('goes on without a gap through a year, in a zone with summer time', () => {
    let period = parsePeriod('2027-W01', 'Europe/Berlin');
    for (let i = 0; i < 60; i += 1) {
      const before = periodBefore(period, 'Europe/Berlin');
      expect(before.to).toEqual(period.from);
      expect(parsePeriod(before.label, 'Europe/Berlin')).toEqual(before);
      period = before;
    }
  });
});
