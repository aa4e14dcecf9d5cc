import type { Proof } from '../figure/proof.js';
import { choicesOf } from './choices.js';

const proof = (n: number, population: number): Proof => ({
  n,
  population,
  excluded: [],
  definition: { id: 'X', version: 1, title: '', unit: '', better: 'LOWER', text: '', sql: '' },
  zone: 'UTC',
  asOf: '2026-01-01T00:00:00Z',
});

describe('the lists behind a number', () => {
  it('begin with what a share counts above its line', () => {
    expect(choicesOf('scrapRate', proof(6, 8)).map(({ of }) => of)).toEqual([
      'NUMERATOR',
      'INCLUDED',
      'EXCLUDED',
    ]);
  });

  it('show what was left out only where something was', () => {
    expect(choicesOf('leadTime', proof(5, 5))).toEqual([{ of: 'INCLUDED', name: 'All that count (5)' }]);
    expect(choicesOf('leadTime', proof(5, 7)).at(-1)).toEqual({ of: 'EXCLUDED', name: 'Left out (2)' });
  });
});
