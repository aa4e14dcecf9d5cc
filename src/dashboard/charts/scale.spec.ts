import { durationAxis, niceStep, positionAmongBars } from './scale.js';

describe('axes', () => {
  it('step in round numbers', () => {
    expect([7, 12, 30, 60, 223].map(niceStep)).toEqual([2, 5, 10, 20, 50]);
  });

  it('step in whole days when the values are days', () => {
    const axis = durationAxis('Lead time', [86_400 * 46, null, 86_400 * 223]);
    expect(axis.stepSize).toBe(86_400 * 50);
    expect([0, 86_400 * 50].map(axis.tick)).toEqual(['0', '50\u00a0d']);
  });
});

describe('a percentile among the bars', () => {
  const bars = [
    { fromSeconds: 0, toSeconds: 100 },
    { fromSeconds: 100, toSeconds: 10_000 },
  ];

  it('stands where its logarithm falls within its bar', () => {
    expect(positionAmongBars(bars, 1_000)).toBeCloseTo(1);
    expect(positionAmongBars(bars, 10_000)).toBeCloseTo(1.5);
  });

  it('stands linearly within a bar that starts at zero', () => {
    expect(positionAmongBars(bars, 50)).toBeCloseTo(0);
  });

  it('is left out when no bar holds it', () => {
    expect(positionAmongBars(bars, 20_000)).toBeUndefined();
  });
});
