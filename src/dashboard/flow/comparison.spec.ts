import { compare } from './comparison.js';

describe('a number beside that of the period before', () => {
  it('is better when a lead time is shorter', () => {
    expect(compare({ now: 88, before: 100, better: 'LOWER', share: false })).toEqual({
      direction: 'down',
      verdict: 'better',
      size: '12\u00a0%',
    });
  });

  it('is better when deployments are more frequent', () => {
    expect(compare({ now: 1.1, before: 1, better: 'HIGHER', share: false })).toMatchObject({
      direction: 'up',
      verdict: 'better',
    });
  });

  it('compares shares by percentage points, since twice nearly nothing is nearly nothing', () => {
    expect(compare({ now: 0.02, before: 0.01, better: 'LOWER', share: true })).toEqual({
      direction: 'up',
      verdict: 'worse',
      size: '1\u00a0points',
    });
  });

  it('is the same when it hardly moved', () => {
    expect(compare({ now: 1_001, before: 1_000, better: 'LOWER', share: false })?.verdict).toBe('same');
  });

  it('is not compared with nothing', () => {
    expect(compare({ now: 1, before: null, better: 'LOWER', share: false })).toBeUndefined();
    expect(compare({ now: null, before: 1, better: 'LOWER', share: true })).toBeUndefined();
    expect(compare({ now: 1, before: 0, better: 'LOWER', share: false })).toBeUndefined();
  });

  it('may go from no scrap to some', () => {
    expect(compare({ now: 0.1, before: 0, better: 'LOWER', share: true })?.verdict).toBe('worse');
  });
});
