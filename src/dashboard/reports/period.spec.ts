import { lastWholePeriod } from './period.js';

const period = (cron: string | null, now: string): string => lastWholePeriod(cron, new Date(now), 'UTC');

describe('the period that a report is run for', () => {
  it('is the last whole week, month or quarter, as its schedule runs', () => {
    expect(period('0 6 * * 1', '2026-11-21T12:00:00Z')).toBe('2026-W46');
    expect(period('0 6 1 * *', '2026-11-21T12:00:00Z')).toBe('2026-10');
    expect(period('0 6 1 1,4,7,10 *', '2026-11-21T12:00:00Z')).toBe('2026-Q3');
    expect(period(null, '2026-11-21T12:00:00Z')).toBe('2026-10');
  });

  it('reaches over the end of a year', () => {
    expect(period('0 6 * * 1', '2027-01-05T12:00:00Z')).toBe('2026-W53');
    expect(period('0 6 1 * *', '2027-01-05T12:00:00Z')).toBe('2026-12');
    expect(period('0 6 1 1,4,7,10 *', '2027-01-05T12:00:00Z')).toBe('2026-Q4');
  });
});
