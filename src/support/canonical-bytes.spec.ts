import fc from 'fast-check';
import { canonicalBytes } from './canonical-bytes.js';
import { canonicalJson } from './hash.js';

describe('canonical JSON as bytes', () => {
  it('is the same text, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(canonicalBytes(value).toString()).toBe(canonicalJson(value));
      }),
    );
  });

  it('is the same text for lists of any length, with instants and members that are undefined', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_600 }), (length) => {
        const rows = Array.from({ length }, (_, i) => ['Zoë & co', i, null, { b: i, a: undefined }]);
        const value = { rows, at: new Date(length), left: undefined, few: [[rows], undefined] };
        expect(canonicalBytes(value, '\n').toString()).toBe(`${canonicalJson(value)}\n`);
      }),
      { numRuns: 30 },
    );
  });
});
