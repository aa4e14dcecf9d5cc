import { amount, difference, unitOf } from './amounts.js';

describe('the figures of a report', () => {
  it('are told in the unit that their name says', () => {
    expect(unitOf('leadTime.p50')).toBe('seconds');
    expect(unitOf('scrapRate.rate')).toBe('ratio');
    expect(unitOf('deploymentFrequency.perDay')).toBe('per day');
    expect(unitOf('leadTime.variation')).toBe('times');
  });

  it('say that there is no data, never 0', () => {
    expect(amount(null, 'seconds')).toBe('no data');
    expect(amount(0, 'ratio')).toBe('0\u00a0%');
  });

  it('differ with a sign, shares by points', () => {
    expect(difference(0.021, 'ratio')).toBe('+2.1\u00a0points');
    expect(difference(-7_200, 'seconds')).toMatch(/^−2\sh/);
    expect(difference(0, 'count')).toBe('0');
  });
});
