import fc from 'fast-check';
import { differences, erase, holdsAt, paint, type Segment, tidy } from './validity.js';

const DAYS = 8;
const day = (n: number): string => new Date(Date.UTC(2026, 0, 5 + n)).toISOString();
/** A moment in the middle of each day, one before and one after all of them. */
const moments = Array.from({ length: DAYS + 2 }, (_, i) =>
  new Date(Date.UTC(2026, 0, 4 + i, 12)).toISOString(),
);

const edge = fc.option(fc.nat({ max: DAYS }).map(day), { nil: null });
const stroke = fc.record({
  from: edge,
  to: edge,
  value: fc.constantFrom('ann', 'bob', 'eve'),
  takes: fc.boolean(),
});
const same = (a: string, b: string): boolean => a === b;

const at = (timeline: readonly Segment<string>[], moment: string): string[] =>
  timeline.filter((segment) => holdsAt(segment, moment)).map(({ value }) => value);

const drawn = (strokes: readonly (Segment<string> & { takes: boolean })[]): Segment<string>[] => {
  let timeline: Segment<string>[] = [];
  for (const { takes, ...segment } of strokes)
    timeline = takes
      ? erase(timeline, segment, (value) => value === segment.value)
      : paint(timeline, segment);
  return tidy(timeline, same);
};

describe('what holds during a span', () => {
  it('is what the last stroke says of each moment, whatever the strokes', () => {
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 10 }), (strokes) => {
        const timeline = drawn(strokes);
        for (const moment of moments) {
          let expected: string | undefined;
          for (const { takes, ...segment } of strokes) {
            if (!holdsAt(segment, moment)) continue;
            if (!takes) expected = segment.value;
            else if (expected === segment.value) expected = undefined;
          }
          expect(at(timeline, moment)).toEqual(expected === undefined ? [] : [expected]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('differs exactly where the differences say so', () => {
    const strokes = fc.array(stroke, { maxLength: 6 });
    fc.assert(
      fc.property(strokes, strokes, (left, right) => {
        const [before, after] = [drawn(left), drawn(right)];
        const found = differences(before, after, same);
        for (const moment of moments) {
          const here = found.filter((difference) => holdsAt(difference, moment));
          const [was] = at(before, moment);
          const [is] = at(after, moment);
          if (was === is) expect(here).toEqual([]);
          else expect(here).toMatchObject([{ before: was, after: is }]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
