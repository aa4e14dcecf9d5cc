import fc from 'fast-check';
import { readChanges, withChanges } from './changes-in-url.js';
import type { WhatIfChange } from './queries.js';

const step = fc
  .string({ minLength: 1 })
  .filter((text) => !/[\n\r\u2028\u2029]/.test(text) && text.isWellFormed());
const share = fc.integer({ min: 0, max: 1_000 }).map((n) => n / 1_000);
const change: fc.Arbitrary<WhatIfChange> = fc.oneof(
  fc.record({ kind: fc.constantFrom('SCALE_WAIT' as const, 'SCALE_PROCESS' as const), step, factor: share }),
  fc.record({ kind: fc.constant('REMOVE_STEP' as const), step }),
  fc.record({ kind: fc.constant('RAISE_COMPLETE_AND_ACCURATE' as const), step, completeAndAccurate: share }),
);

describe('the changes that an address tries', () => {
  it('are those that were written into it, whatever the steps are called', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), (changes) => {
        const search = withChanges('?range=all&try=wait:0.1:Old', changes);
        expect(readChanges(search)).toEqual(changes);
        expect(new URLSearchParams(search).get('range')).toBe('all');
      }),
    );
  });

  it('can be read by a person', () => {
    const changes: WhatIfChange[] = [{ kind: 'SCALE_WAIT', step: 'Code: review', factor: 0.5 }];
    expect(decodeURIComponent(withChanges('', changes))).toBe('?try=wait:0.5:Code:+review');
  });

  it('leave out what cannot be understood', () => {
    expect(readChanges('?try=wait:0.5:Review&try=wait::Review&try=nap:1:Review&try=wait:1')).toEqual([
      { kind: 'SCALE_WAIT', step: 'Review', factor: 0.5 },
    ]);
  });
});
