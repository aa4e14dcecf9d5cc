import fc from 'fast-check';
import { readSelection, type Selection, withSelection } from './selection.js';

const name = fc.string({ minLength: 1 }).filter((text) => text.isWellFormed());
const selection: fc.Arbitrary<Selection> = fc.oneof(
  fc.record({ kind: fc.constant('step' as const), step: name }),
  fc.record({ kind: fc.constant('wait' as const), step: name }),
  fc.record({
    kind: fc.constant('way' as const),
    from: fc.option(name, { nil: null }),
    to: fc.option(name, { nil: null }),
  }),
);

describe('what of a map an address opens', () => {
  it('is what was written into it, and everything else in it is kept', () => {
    fc.assert(
      fc.property(selection, selection, (first, second) => {
        const search = withSelection(withSelection('?range=all&stream=shop', first), second);
        expect(readSelection(search)).toEqual(second);
        expect(withSelection(search, undefined)).toBe('?range=all&stream=shop');
      }),
    );
  });

  it('is nothing where the address says nothing', () => {
    expect(readSelection('')).toBeUndefined();
    expect(readSelection('?from=2026-01-01&to=2026-02-01&step=')).toBeUndefined();
  });
});
