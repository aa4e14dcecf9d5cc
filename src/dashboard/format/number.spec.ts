import { counted, pace, percent } from './number.js';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('numbers in words', () => {
  it('shows a small share with two decimals, so that 0.46 % is not 0 %', () => {
    expect(plain(percent(0.004617))).toBe('0.46 %');
    expect(plain(percent(0.0461))).toBe('4.6 %');
    expect(plain(percent(1))).toBe('100 %');
  });

  it('says a pace in the shortest period with at least one', () => {
    expect([3.14, 0.25, 0.04, 0.003, 0].map((perDay) => plain(pace(perDay)))).toEqual([
      '3.1 per day',
      '1.8 per week',
      '1.2 per month',
      '1.1 per year',
      '0 per day',
    ]);
  });

  it('counts one change and many changes', () => {
    expect(plain(counted(1, 'change'))).toBe('1 change');
    expect(plain(counted(18_323, 'change'))).toBe('18,323 changes');
  });
});
