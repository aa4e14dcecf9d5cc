import fc from 'fast-check';
import { changeIdOf, changePath, itemIdOf, itemPath, webAddress } from './url.js';

describe('links from foreign text', () => {
  it('are web addresses or nothing', () => {
    expect(webAddress('https://github.com/o/r/pull/1')).toBe('https://github.com/o/r/pull/1');
    for (const url of [
      'javascript:alert(1)',
      ' javascript:alert(1)',
      'data:text/html,x',
      '//x',
      'https://',
      null,
    ])
      expect(webAddress(url)).toBeUndefined();
  });
});

describe('the path of a change', () => {
  it('gives the id back, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (id) => {
        fc.pre(id.isWellFormed());
        expect(changeIdOf(changePath(id))).toBe(id);
      }),
    );
  });

  it('is undefined where the escapes are broken', () => {
    expect(changeIdOf('/changes/%E0%A4%A')).toBeUndefined();
    expect(changeIdOf('/sources')).toBeUndefined();
  });
});

describe('the path of an item', () => {
  it('gives the id back, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (id) => {
        fc.pre(id.isWellFormed());
        expect(itemIdOf(itemPath(id))).toBe(id);
      }),
    );
  });

  it('is that of the change for a change request', () => {
    expect(itemPath('change:example.org/shop#7')).toBe(changePath('example.org/shop#7'));
  });
});
