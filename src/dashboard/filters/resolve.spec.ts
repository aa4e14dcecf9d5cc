import { fromWallTime, startOfDay, wallTime } from './days.js';
import { readFilters } from './filters.js';
import { pinned, resolve, type Surroundings } from './resolve.js';

const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  scope: {
    services: ['shop'],
    environments: ['production', 'staging'],
    firstAt: '2014-04-23T00:51:34Z',
    lastAt: '2026-05-30T08:00:00Z',
  },
  now: new Date('2026-06-01T10:00:00Z'),
  browserZone: 'UTC',
  ...more,
});

describe('a question with every default decided', () => {
  it('asks for the last 90 days, today included, in weeks', () => {
    const asked = resolve(readFilters(''), around());
    expect(asked.days).toEqual({ from: '2026-03-04', to: '2026-06-01', count: 90 });
    expect(asked.filter).toMatchObject({ from: '2026-03-04T00:00:00.000Z', to: '2026-06-02T00:00:00.000Z' });
    expect(asked.bucket).toBe('WEEK');
    expect(asked.environment).toBe('production');
  });

  it('compares with as many days just before', () => {
    const { previous } = resolve(readFilters('?from=2026-01-01&to=2026-01-31'), around());
    expect(previous).toMatchObject({ from: '2025-12-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' });
  });

  it('shows all time, by month and without a comparison, when nothing happened lately', () => {
    const scope = { ...around().scope, lastAt: '2025-02-01T00:00:00Z' };
    const asked = resolve(readFilters(''), around({ scope }));
    expect(asked.rangeName).toBe('All time');
    expect(asked.days).toMatchObject({ from: '2014-04-23', to: '2025-02-01' });
    expect(asked.bucket).toBe('MONTH');
    expect(asked.previous).toBeUndefined();
  });

  it('takes the first environment there is when none is called production', () => {
    const scope = { ...around().scope, environments: ['live'] };
    expect(resolve(readFilters(''), around({ scope })).environment).toBe('live');
  });

  it('starts its days at midnight in the zone, not in UTC', () => {
    const asked = resolve(readFilters('?zone=Australia/Sydney&from=2026-04-04&to=2026-04-05'), around());
    // Summer time ends on 5 April: the second day has 25 hours.
    expect(asked.filter).toMatchObject({ from: '2026-04-03T13:00:00.000Z', to: '2026-04-05T14:00:00.000Z' });
  });

  it('says today in the zone of the question', () => {
    const late = around({ now: new Date('2026-06-01T23:30:00Z') });
    expect(resolve(readFilters('?range=30d&zone=Asia/Tokyo'), late).days.to).toBe('2026-06-02');
  });

  it('is the same question again by its permalink, on another day and in another zone', () => {
    const filters = readFilters('?service=shop&range=30d&definition=MERGED_TO_DEPLOY');
    const asked = resolve(filters, around({ browserZone: 'Europe/Berlin' }));
    const link = pinned(filters, asked, '2026-06-01T10:00:00.000Z');
    const later = around({ now: new Date('2027-01-01T00:00:00Z'), browserZone: 'Asia/Tokyo' });
    const again = resolve(readFilters(link), later);
    expect(again.filter).toEqual({ ...asked.filter, asOf: '2026-06-01T10:00:00.000Z' });
    expect(again.bucket).toBe(asked.bucket);
    expect(again.definition).toBe('MERGED_TO_DEPLOY');
  });
});

describe('wall clocks', () => {
  it('come back through an input field', () => {
    expect(wallTime('2026-01-01T00:30:00.000Z', 'America/New_York')).toBe('2025-12-31T19:30');
    expect(fromWallTime('2025-12-31T19:30', 'America/New_York')).toBe('2026-01-01T00:30:00.000Z');
    expect(fromWallTime('yesterday', 'UTC')).toBeUndefined();
  });

  it('count days across the change of clocks', () => {
    expect(startOfDay('2026-03-29', 'Europe/Berlin', 1).toISOString()).toBe('2026-03-29T22:00:00.000Z');
  });
});
