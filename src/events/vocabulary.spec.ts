import fc from 'fast-check';
import { deliveryEvent } from './vocabulary.js';

const readAt = (at: string) =>
  deliveryEvent.safeParse({ type: 'item.created', id: 'x', source: 's', item: 'T-1', at });

const two = (n: number): string => String(n).padStart(2, '0');

/** Any offset that ISO 8601 can write. */
const offset = fc.oneof(
  fc.constantFrom('Z', '+00:00', '-00:00'),
  fc
    .tuple(fc.constantFrom('+', '-'), fc.nat(23), fc.nat(59))
    .map(([sign, hours, minutes]) => `${sign}${two(hours)}:${two(minutes)}`),
);

/** Any local time of the years 1 to 9998, to as many digits of a second as a source likes. */
const local = fc
  .tuple(
    fc.date({
      min: new Date('0001-01-03T00:00:00Z'),
      max: new Date('9998-12-30T00:00:00Z'),
      noInvalidDate: true,
    }),
    fc.nat(9),
    fc.stringMatching(/^\d{0,6}$/),
  )
  .map(([date, digits, more]) => {
    const [seconds, fraction] = date.toISOString().slice(0, -1).split('.');
    const kept = `${fraction}${more}`.slice(0, digits);
    return kept === '' ? seconds! : `${seconds}.${kept}`;
  });

describe('an instant of an event', () => {
  it('is kept in UTC to the millisecond, whatever its offset', () => {
    fc.assert(
      fc.property(local, offset, (told, east) => {
        const read = readAt(`${told}${east}`);
        expect(read.data?.at).toBe(new Date(`${told}${east}`).toISOString());
      }),
      { numRuns: 1_000 },
    );
  });

  it('is kept once for all: what was kept is read as it stands', () => {
    fc.assert(
      fc.property(local, offset, (told, east) => {
        const kept = readAt(`${told}${east}`).data!.at;
        expect(readAt(kept).data?.at).toBe(kept);
      }),
    );
  });

  it.each([
    '',
    'yesterday',
    '2026-02-30T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:00.000',
    '2026-01-01T00:00:00.000+24:00',
  ])('is refused in words, where it is none: %j', (at) => {
    const read = readAt(at);
    expect(read.error?.issues).toEqual([
      expect.objectContaining({ path: ['at'], message: 'Invalid ISO datetime' }),
    ]);
  });

  it('is refused, not thrown, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^.{19}\.\d{3}Z$/)), (at) => {
        expect(() => readAt(at)).not.toThrow();
      }),
    );
  });
});
