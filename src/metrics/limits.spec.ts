import { processLimits } from './limits.js';

const daily = (values: readonly number[]) =>
  values.map((value, i) => ({ from: new Date(Date.UTC(2026, 0, i + 1)), value }));

describe('the limits of an XmR chart', () => {
  it('of a share never lie above the whole', () => {
    expect(processLimits(daily([0.1, 0.9, 0.1, 0.9, 0.1, 0.9]), 1)?.upper).toBe(1);
  });

  it('are 2.66 mean moving ranges around the mean', () => {
    const limits = processLimits(daily([10, 12, 10, 12, 10, 12]));
    expect(limits).toEqual({ centre: 11, lower: 11 - 2.66 * 2, upper: 11 + 2.66 * 2, signals: [] });
  });

  it('do not go below zero', () => {
    expect(processLimits(daily([1, 9, 1, 9, 1, 9]))?.lower).toBe(0);
  });

  it('need six points', () => {
    expect(processLimits(daily([1, 2, 3, 4, 5]))).toBeNull();
    expect(processLimits(daily([1, 2, 3, 4, 5, 6]))).not.toBeNull();
  });

  it('name the buckets outside them', () => {
    const limits = processLimits(daily([10, 11, 10, 11, 10, 11, 10, 11, 40, 11]));
    expect(limits?.signals).toEqual([new Date('2026-01-09')]);
  });

  it('of values that never differ are the value, without a signal', () => {
    const limits = processLimits(daily([5, 5, 5, 5, 5, 5]));
    expect(limits).toEqual({ centre: 5, lower: 5, upper: 5, signals: [] });
  });
});
