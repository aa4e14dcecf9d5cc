import fc from 'fast-check';
import type { ToldEdit } from '../queries.js';
import { overlaid, valueIn, withEdits } from './cells.js';

const edits: fc.Arbitrary<ToldEdit[]> = fc
  .array(fc.record({ field: fc.constantFrom('a', 'b', 'c'), value: fc.constantFrom('1', '2', 'null') }), {
    maxLength: 20,
  })
  .map((told) =>
    told.map((one, i) => ({ ...one, id: `${i}`, sequence: i + 1, at: '', participant: 'p', name: 'n' })),
  );

describe('the cells of a board in the browser', () => {
  it('are the same in whatever batches and order the edits come', () => {
    fc.assert(
      fc.property(
        edits.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
            fc.nat(all.length),
          ),
        ),
        ([all, told, cut]) => {
          const whole = withEdits(new Map(), all);
          const inParts = withEdits(withEdits(new Map(), told.slice(0, cut)), told.slice(cut));
          for (const field of ['a', 'b', 'c']) expect(inParts.get(field)).toEqual(whole.get(field));
        },
      ),
    );
  });

  it('show what is on its way on top, the later of two', () => {
    const cells = withEdits(new Map(), [
      { id: '1', sequence: 7, field: 'a', value: '"theirs"', at: '', participant: 'p', name: 'Bo' },
    ]);
    const pending = [
      { id: '2', field: 'a', value: '"mine"', order: 1 },
      { id: '3', field: 'a', value: '"mine again"', order: 2 },
    ];
    expect(valueIn(overlaid(cells, pending, { name: 'Ada' }), 'a')).toBe('mine again');
    expect(valueIn(cells, 'a')).toBe('theirs');
  });
});
