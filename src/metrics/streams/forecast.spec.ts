import fc from 'fast-check';
import { covered, forecast } from './forecast.js';

const DAY = 86_400_000;
const NOW = Date.parse('2026-06-01T00:00:00Z');
const question = { items: 20, now: NOW, seed: 'shop' };

/** So many a day for so many days until now, at noon. */
const steady = (perDay: number, days: number): number[] =>
  Array.from({ length: perDay * days }, (_, i) => NOW - DAY / 2 - Math.floor(i / perDay) * DAY);

describe('a forecast', () => {
  it('of a stream that finishes two a day is ten days for twenty', () => {
    const { told, perDay, past } = forecast({ ...question, finished: steady(2, 200) });
    expect(perDay).toBe(2);
    for (const at of told!) expect(Math.abs((at - NOW) / DAY - 10)).toBeLessThan(1.5);
    for (const { at, came } of past) if (came !== undefined) expect((came - at) / DAY).toBe(10);
  });

  it('is the same for the same seed in any order, and another for another', () => {
    const finished = steady(3, 90).map((at, i) => at - ((i * 7_919) % 40) * DAY);
    const first = forecast({ ...question, finished });
    expect(forecast({ ...question, finished: [...finished].reverse() })).toEqual(first);
    expect(forecast({ ...question, finished, seed: 'other' }).past).not.toEqual(first.past);
  });

  it('is not made where nothing was finished in the last 30 days', () => {
    const finished = steady(2, 100).map((at) => at - 40 * DAY);
    expect(forecast({ ...question, finished }).told).toBeUndefined();
    expect(forecast({ ...question, finished: [] })).toEqual({ told: undefined, perDay: 0, past: [] });
  });

  it('knows in its back-test only what was known then', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 40, maxLength: 200 }), (days) => {
        const finished = days.map((day) => NOW - day * DAY + 1_000);
        const whole = forecast({ ...question, items: 5, finished }).past;
        const until = NOW - 70 * DAY;
        const then = forecast({
          ...question,
          items: 5,
          finished: finished.filter((at) => at < until),
          now: until,
        });
        const at = (at: number) => whole.find((one) => one.at === at);
        for (const one of then.past.filter(({ came }) => came !== undefined))
          expect(at(one.at)!.came).toBe(one.came);
      }),
      { numRuns: 20 },
    );
  });

  it('covers what came by the percentile, of what has come', () => {
    const at = (day: number) => NOW + day * DAY;
    const past = [
      { at: NOW, told: [at(1), at(2), at(3)], came: at(2) },
      { at: NOW, told: [at(1), at(2), at(3)], came: at(4) },
      { at: NOW, told: [at(1), at(2), at(3)], came: undefined },
    ];
    expect(covered(past)).toEqual({ n: 2, shares: [0, 0.5, 0.5] });
    expect(covered([])).toEqual({ n: 0, shares: undefined });
  });
});
