import fc from 'fast-check';
import { buckets, definitions, type Filters, levels, readFilters, times, writeFilters } from './filters.js';

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const range = fc.oneof(
  fc
    .constantFrom('30d' as const, '90d' as const, '365d' as const, 'all' as const)
    .map((preset) => ({ preset })),
  fc.tuple(day, day).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a })),
);

const filters: fc.Arbitrary<Filters> = fc.record({
  services: fc
    .uniqueArray(fc.string({ minLength: 1, unit: 'grapheme' }))
    .map((names) => names.filter((name) => name.isWellFormed()).sort()),
  environment: fc.option(fc.constantFrom('production', 'a b&c=d', '50%'), { nil: undefined }),
  definition: fc.constantFrom(...definitions),
  clock: fc.constantFrom('COMMITTED' as const, 'AUTHORED' as const),
  level: fc.constantFrom(...levels),
  time: fc.constantFrom(...times),
  range: fc.option(range, { nil: undefined }),
  bucket: fc.option(fc.constantFrom(...buckets), { nil: undefined }),
  zone: fc.option(fc.constantFrom('Australia/Sydney', 'America/Argentina/Ushuaia'), { nil: undefined }),
  asOf: fc.option(fc.constantFrom('2026-01-02T03:04:05.678Z'), { nil: undefined }),
});

describe('filters in the URL', () => {
  it('come back as they were written', () => {
    fc.assert(fc.property(filters, (some) => expect(readFilters(writeFilters(some))).toEqual(some)));
  });

  it('leave nothing behind when they are the defaults', () => {
    expect(writeFilters(readFilters(''))).toBe('');
  });

  it('ignore what cannot be understood', () => {
    const read = readFilters(
      '?definition=FASTEST&bucket=YEAR&zone=Moon/Base&from=2026-02-31&to=2026-03-01&asOf=soon',
    );
    expect(read).toEqual(readFilters(''));
  });

  it('refuse a range that ends before it starts', () => {
    expect(readFilters('?from=2026-03-02&to=2026-03-01').range).toBeUndefined();
  });
});
