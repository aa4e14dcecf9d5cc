import fc from 'fast-check';
import { axisUnit, duration, exactSeconds, spelledDuration } from './duration.js';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('a duration as a person would say it', () => {
  it.each([
    [0, '0 s'],
    [0.4, '0.4 s'],
    [35, '35 s'],
    [59.7, '1 min'],
    [90, '1.5 min'],
    [720, '12 min'],
    [3_599, '1 h'],
    [12_240, '3.4 h'],
    [86_399, '1 d'],
    [449_280, '5.2 d'],
    [4_037_564.16, '46.7 d'],
    [19_256_345.28, '223 d'],
    [-720, '-12 min'],
  ])('%d seconds is %s', (seconds, text) => {
    expect(plain(duration(seconds))).toBe(text);
  });

  it('is spelled out in a sentence, in the singular where there is one', () => {
    expect(plain(spelledDuration(4_037_564.16))).toBe('46.7 days');
    expect(plain(spelledDuration(3_600))).toBe('1 hour');
  });

  it('is never further than 6 % from the exact value', () => {
    const sizes: Record<string, number> = { s: 1, min: 60, h: 3_600, d: 86_400 };
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e9, noNaN: true }), (seconds) => {
        const [amount, unit] = plain(duration(seconds)).replaceAll(',', '').split(' ');
        const back = Number(amount) * sizes[unit!]!;
        expect(Math.abs(back - seconds) / seconds).toBeLessThanOrEqual(0.06);
      }),
    );
  });

  it('keeps the exact seconds for titles and tables', () => {
    expect(plain(exactSeconds(4_037_564.16))).toBe('4,037,564.16 s');
  });

  it('puts an axis in the largest unit that leaves more than one step', () => {
    expect([30, 300, 10_000, 400_000].map((seconds) => axisUnit(seconds).name)).toEqual([
      's',
      'min',
      'h',
      'd',
    ]);
  });
});
