import fc from 'fast-check';
import { canonicalJson } from './hash.js';
import { storable, storableDeep } from './text.js';

const anything = () =>
  fc.anything({
    key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '10', '9')),
    values: [
      fc.string({ unit: 'binary' }),
      fc.constant('\u0000'),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constant(undefined),
    ],
  });

/** The same value, its members in the opposite order. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, turned(member)]),
  );
};

const hasMembersInOrder = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.every(hasMembersInOrder);
  if (value === null || typeof value !== 'object') return true;
  const names = Object.keys(value).filter((name) => !/^(0|[1-9]\d*)$/.test(name));
  return (
    names.join('\u0001') === [...names].sort().join('\u0001') && Object.values(value).every(hasMembersInOrder)
  );
};

describe('canonicalJson', () => {
  it('says all of a value, in one text whatever the order of its members', () => {
    fc.assert(
      fc.property(anything(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(turned(value))).toBe(text);
        if (text === undefined) return;
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(hasMembersInOrder(JSON.parse(text))).toBe(true);
      }),
    );
  });
});

describe('storableDeep', () => {
  it('leaves nothing that PostgreSQL refuses, and the rest as it was', () => {
    fc.assert(
      fc.property(anything(), (value) => {
        const text = JSON.stringify(storableDeep(value)) ?? '';
        expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/i);
        if (typeof value === 'string') expect(storableDeep(value)).toBe(storable(value));
      }),
    );
    const sound = { a: ['b', { c: null }] };
    expect(storableDeep(sound)).toBe(sound);
  });
});
