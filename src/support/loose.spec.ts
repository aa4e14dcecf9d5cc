import { z } from 'zod';
import { instantOf, listOf, looseInstant, looseList, looseObject, looseText } from './loose.js';

describe('an instant', () => {
  it.each([
    ['2016-03-09T14:44:26.402973972-08:00', '2016-03-09T22:44:26.402Z'],
    ['2023-04-06T16:56:06.8987104-04:00', '2023-04-06T20:56:06.898Z'],
    ['2026-03-02T09:40:00Z', '2026-03-02T09:40:00.000Z'],
    ['2026-03-02 09:40:00+01:00', '2026-03-02T08:40:00.000Z'],
    [1_772_444_400_000, '2026-03-02T09:40:00.000Z'],
  ])('is read to the millisecond: %s', (told, instant) => {
    expect(instantOf(told)).toBe(instant);
  });

  it.each(['2026-03-02T09:40:00', '2026-13-45T00:00:00Z', 'yesterday', '', Number.NaN, 1e300])(
    'is none: %s',
    (told) => {
      expect(instantOf(told)).toBeUndefined();
    },
  );

  it('without a zone is UTC only where that is known', () => {
    expect(instantOf('2024-02-13 12:45:06.073', 'utc')).toBe('2024-02-13T12:45:06.073Z');
  });
});

describe('a part that is not what we expect', () => {
  const schema = z.object({
    name: looseText,
    at: looseInstant,
    inner: looseObject({ name: looseText }),
    all: looseList(z.string()),
  });

  it.each([
    [{}],
    [{ name: null, at: null, inner: null, all: null }],
    [{ name: {}, at: [], inner: 'x', all: 5 }],
    [{ name: '' }],
  ])('counts as not told: %j', (value) => {
    expect(schema.parse(value)).toEqual({ all: [] });
  });

  it('does not hide the others', () => {
    expect(schema.parse({ name: 7, inner: { name: 'x', more: 1 }, all: ['a', 1, null, 'b'] })).toEqual({
      name: '7',
      inner: { name: 'x' },
      all: ['a', 'b'],
    });
  });

  it('is an error where nothing can be said without it', () => {
    expect(listOf(z.string()).safeParse(undefined).success).toBe(false);
    expect(listOf(z.string()).parse(['a', 1])).toEqual(['a']);
  });
});
