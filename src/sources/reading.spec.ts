import fc from 'fast-check';
import { at, instantOf, nameOf } from './reading.js';
import { fillIn, matchesGlob } from './run-rules.js';

describe('a time that a payload says', () => {
  it.each([
    ['2026-03-02T09:00:00.120000Z', '2026-03-02T09:00:00.120Z'],
    ['2026-03-02T09:00:00+02:00', '2026-03-02T07:00:00.000Z'],
    ['2026-03-02 09:00:00.120000+00:00', '2026-03-02T09:00:00.120Z'],
    ['2026-03-02 09:00:00,120', '2026-03-02T09:00:00.120Z'],
    ['2026-03-02', '2026-03-02T00:00:00.000Z'],
    ['tomorrow', undefined],
    ['0000-00-00T00:00:00Z', undefined],
    [17, undefined],
  ])('%s is %s', (told, expected) => expect(instantOf(told)).toBe(expected));
});

describe('what stands at a path', () => {
  it('is a member, and never what JavaScript adds to objects', () => {
    expect(at({ a: [{ b: 1 }] }, 'a.0.b')).toBe(1);
    for (const path of ['constructor', '__proto__', 'a.length.constructor', 'toString'])
      expect(at({ a: 'x' }, path)).toBeUndefined();
  });

  it('fills a template, all of it or not at all', () => {
    expect(fillIn('{{a.b}}-{{ c }}', { a: { b: 'till' }, c: 4 })).toBe('till-4');
    expect(fillIn('{{a.b}}-{{d}}', { a: { b: 'till' } })).toBeUndefined();
    expect(fillIn('production', {})).toBe('production');
    expect(nameOf('  ')).toBeUndefined();
  });
});

describe('a star in a pattern', () => {
  it('stands for anything, as the regular expression would', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    fc.assert(
      fc.property(letters, text, (pattern, told) => {
        const expression = pattern
          .split('*')
          .map((part) => part.replaceAll('.', '\\.'))
          .join('.*');
        expect(matchesGlob(pattern, told)).toBe(new RegExp(`^${expression}$`).test(told));
      }),
      { numRuns: 3_000 },
    );
  });
});
