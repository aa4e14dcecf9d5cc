import type { Journey, Visit } from './journey.js';
import { type StreamChange, whatIf } from './what-if.js';

const HOUR = 3_600_000;

interface Part {
  readonly step: number;
  readonly wait: number;
  readonly work: number;
  readonly again?: boolean;
}

/** An item that waits and is worked on so many hours at each step. */
const journey = (item: string, parts: readonly Part[], more: Partial<Journey> = {}): Journey => {
  let at = 0;
  const visits = parts.map(({ step, wait, work, again = false }): Visit => {
    const since = at;
    at += (wait + work) * HOUR;
    return { step, since, start: since + wait * HOUR, stop: at, refused: false, again };
  });
  return { item, type: 'ticket', entered: 0, visits, finished: at, left: undefined, ...more };
};

/** Build, review and deployment; item `i` waits i hours for its review, and every fourth is reviewed twice. */
const STREAM = Array.from({ length: 100 }, (_, i) =>
  journey(`T-${i}`, [
    { step: 0, wait: 0, work: 3 },
    { step: 1, wait: i, work: 1 },
    ...(i % 4 === 0
      ? [
          { step: 0, wait: 2, work: 3, again: true },
          { step: 1, wait: 5, work: 1, again: true },
        ]
      : []),
    { step: 2, wait: 4, work: 1 },
  ]),
);

const hours = (changes: readonly StreamChange[]): number[] =>
  whatIf(STREAM, 3, changes).flowTimes.map((time) => time / HOUR);
const recorded = hours([]);
const repeated = (i: number): number => (i % 4 === 0 ? 11 : 0);

describe('what if', () => {
  it('nothing changes without a change', () => {
    expect(recorded).toEqual(STREAM.map((_, i) => 9 + i + repeated(i)));
  });

  it('half the wait before a step takes half of every wait away, and nothing else', () => {
    const half = hours([{ kind: 'SCALE_WAIT', step: 1, factor: 0.5 }]);
    expect(half).toEqual(STREAM.map((_, i) => recorded[i]! - i / 2 - (i % 4 === 0 ? 2.5 : 0)));
    const { flowTime, steps } = whatIf(STREAM, 3, [{ kind: 'SCALE_WAIT', step: 1, factor: 0.5 }]);
    // In closed form: mean of 9 + i/2 over 0..99, and 8.5 more for each of 25.
    expect(flowTime.mean! / 3_600).toBeCloseTo(9 + 99 / 4 + 8.5 / 4, 9);
    expect(steps[1]!.wait.total! / 3_600).toBe((4_950 + 125) / 2);
    expect(steps[0]!.process.total! / 3_600).toBe(3 * 125);
  });

  it('process times scale apart from waits, and changes of one step multiply', () => {
    const faster = hours([
      { kind: 'SCALE_PROCESS', step: 0, factor: 0.5 },
      { kind: 'SCALE_PROCESS', step: 0, factor: 0 },
    ]);
    expect(faster).toEqual(STREAM.map((_, i) => recorded[i]! - (i % 4 === 0 ? 6 : 3)));
  });

  it('a step that is left out takes its waits and its work with it', () => {
    const without = hours([{ kind: 'REMOVE_STEP', step: 1 }]);
    expect(without).toEqual(STREAM.map((_, i) => 8 + (i % 4 === 0 ? 5 : 0)));
  });

  it('%C&A of 100 % spares everybody the way back, and half of the way there spares half of them', () => {
    const all = hours([{ kind: 'RAISE_COMPLETE_AND_ACCURATE', step: 1, to: 1 }]);
    expect(all).toEqual(STREAM.map((_, i) => 9 + i));
    // 25 of 125 reviews were sent back: 0.8; at 0.9 half of them are.
    const some = hours([{ kind: 'RAISE_COMPLETE_AND_ACCURATE', step: 1, to: 0.9 }]);
    const sent = some.filter((time, i) => time > 9 + i).length;
    expect(sent).toBeGreaterThan(5);
    expect(sent).toBeLessThan(20);
    expect(some.every((time, i) => time === all[i] || time === recorded[i])).toBe(true);
    expect(hours([{ kind: 'RAISE_COMPLETE_AND_ACCURATE', step: 1, to: 0.8 }])).toEqual(recorded);
  });

  it('leaves out what is not finished, and keeps what ran side by side', () => {
    const beside: Visit[] = [
      { step: 0, since: 0, start: 0, stop: 4 * HOUR, refused: false, again: false },
      { step: 1, since: HOUR, start: HOUR, stop: 2 * HOUR, refused: false, again: false },
      { step: 2, since: 4 * HOUR, start: 6 * HOUR, stop: 7 * HOUR, refused: false, again: false },
    ];
    const items = [
      journey('A', [], { visits: beside, finished: 8 * HOUR }),
      journey('B', [{ step: 0, wait: 1, work: 1 }], { finished: undefined }),
    ];
    const times = (changes: StreamChange[]) => whatIf(items, 3, changes).flowTimes.map((time) => time / HOUR);
    expect(times([])).toEqual([8]);
    // The first step is shorter now than the one beside it: that one decides.
    expect(times([{ kind: 'SCALE_PROCESS', step: 0, factor: 0.25 }])).toEqual([6]);
    expect(times([{ kind: 'SCALE_WAIT', step: 2, factor: 0 }])).toEqual([6]);
  });
});
