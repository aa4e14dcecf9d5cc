import fc from 'fast-check';
import { holdsAt } from '../../support/validity.js';
import { afterFile, type Claim, type Wanted } from './claims.js';

const month = (n: number): string => new Date(Date.UTC(2026, n, 1)).toISOString();
/** The middle of each month before, between and after the imports. */
const moments = Array.from({ length: 10 }, (_, n) => new Date(Date.UTC(2026, n - 1, 15)).toISOString());

const undated = fc.record({
  subject: fc.constantFrom('github:a', 'github:b').map((account) => ['account', account]),
  value: fc.constantFrom('ann', 'bob').map((person) => ({ person })),
});
/** Files that name each account at most once, without dates; imported a month after each other. */
const files = fc.array(fc.uniqueArray(undated, { selector: ({ subject }) => subject[1]!, maxLength: 2 }), {
  minLength: 1,
  maxLength: 6,
});

const ownerAt = (claims: readonly Claim[], account: string, moment: string): unknown => {
  const found = claims.filter((claim) => claim.subject[1] === account && holdsAt(claim, moment));
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0]?.value['person'];
};

const imports = (all: readonly (readonly Wanted[])[]): Claim[][] => {
  let before: Claim[] = [];
  return all.map((wanted, n) => {
    before = afterFile(before, wanted, { effective: month(n), first: n === 0 });
    return before;
  });
};

describe('files imported one after the other, without dates', () => {
  it('hold from their import on, exactly as the file says', () => {
    fc.assert(
      fc.property(files, (all) => {
        imports(all).forEach((claims, n) => {
          for (const account of ['github:a', 'github:b']) {
            const said = all[n]!.find(({ subject }) => subject[1] === account)?.value.person;
            for (const moment of moments.filter((one) => one > month(n)))
              expect(ownerAt(claims, account, moment)).toBe(said);
          }
        });
      }),
    );
  });

  it('never rewrite what held before their import', () => {
    fc.assert(
      fc.property(files, (all) => {
        const states = imports(all);
        states.slice(1).forEach((claims, i) => {
          for (const moment of moments.filter((one) => one < month(i + 1)))
            for (const account of ['github:a', 'github:b'])
              expect(ownerAt(claims, account, moment)).toBe(ownerAt(states[i]!, account, moment));
        });
      }),
    );
  });

  it('say nothing when they are imported again', () => {
    fc.assert(
      fc.property(files, (all) => {
        const last = imports(all).at(-1)!;
        expect(afterFile(last, all.at(-1)!, { effective: month(9), first: false })).toEqual(last);
      }),
    );
  });
});
