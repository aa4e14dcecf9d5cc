import { instantFrom, instantFromAny, isZone } from './instants.js';

describe('a time as systems write it', () => {
  it.each([
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T09:00:00.123456+01:00', '2026-03-02T08:00:00.123Z'],
    ['2026-03-02T09:00:00.002-0800', '2026-03-02T17:00:00.002Z'],
    ['2026-03-02 09:00:00', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02 09:00:00 UTC', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02 09:00:00 +0200', '2026-03-02T07:00:00.000Z'],
  ])('%s', (text, at) => {
    expect(instantFrom(text)).toBe(at);
  });

  it('may be local to a zone, on both sides of a change of clocks', () => {
    expect(instantFrom('2026-03-28 12:00:00', 'Europe/Berlin')).toBe('2026-03-28T11:00:00.000Z');
    expect(instantFrom('2026-03-30 12:00:00', 'Europe/Berlin')).toBe('2026-03-30T10:00:00.000Z');
  });

  it('may be a number of seconds or of milliseconds', () => {
    expect(instantFromAny(1_772_438_400)).toBe('2026-03-02T08:00:00.000Z');
    expect(instantFromAny(1_772_438_400_010)).toBe('2026-03-02T08:00:00.010Z');
    expect(instantFromAny('1772438400010')).toBe('2026-03-02T08:00:00.010Z');
  });

  it.each(['', 'yesterday', '2026-02-30', '2026-13-01T00:00:00Z', null, {}, -1, Number.NaN, 1e300])(
    'is none: %j',
    (value) => {
      expect(instantFromAny(value)).toBeUndefined();
    },
  );

  it('knows zones', () => {
    expect([isZone('Europe/Berlin'), isZone('UTC'), isZone('Middle/Earth')]).toEqual([true, true, false]);
  });
});
