import fc from 'fast-check';
import { toldTime } from './told-time.js';

const at = (text: string, zone = 'UTC') => toldTime(text, zone);

describe('a time of a log', () => {
  it.each([
    ['2010-01-13T08:40:25.000+02:00', '2010-01-13T08:40:25.000+02:00'],
    ['2010-01-13 08:40:25+0200', '2010-01-13T08:40:25.000+02:00'],
    ['2010-01-13T08:40:25.1234567Z', '2010-01-13T08:40:25.123+00:00'],
    ['2010/01/13 08:40', '2010-01-13T08:40:00.000+00:00'],
    ['13.01.2010 08:40:25', '2010-01-13T08:40:25.000+00:00'],
    ['2010-01-13', '2010-01-13T00:00:00.000+00:00'],
    ['1263364825', '2010-01-13T06:40:25.000+00:00'],
    ['2010-01-13T08:40:25-09:30', '2010-01-13T08:40:25.000-09:30'],
  ])('%s is %s', (text, expected) => {
    expect(at(text)).toMatchObject({ at: expected, ms: Date.parse(expected) });
  });

  it('without an offset is that of the zone, before and after the clocks change', () => {
    expect(at('2026-03-28 12:00:00', 'Europe/Rome')).toMatchObject({
      at: '2026-03-28T12:00:00.000+01:00',
      local: true,
    });
    expect(at('2026-03-29 12:00:00', 'Europe/Rome')).toMatchObject({ at: '2026-03-29T12:00:00.000+02:00' });
    expect(at('2026-10-24 12:00:00', 'Europe/Rome')).toMatchObject({ at: '2026-10-24T12:00:00.000+02:00' });
  });

  it('that the clock skips, or shows twice, is refused, unless an offset tells which', () => {
    expect(at('2026-03-29 02:30:00', 'Europe/Rome')).toEqual({
      fault: '2026-03-29 02:30:00 does not exist in Europe/Rome, where the clock was put forward over it',
    });
    expect(at('2026-10-25 02:30:00', 'Europe/Rome')).toEqual({
      fault: '2026-10-25 02:30:00 exists twice in Europe/Rome, where the clock was put back over it',
    });
    const [first, second] = ['+02:00', '+01:00'].map((offset) =>
      at(`2026-10-25 02:30:00${offset}`, 'Europe/Rome'),
    );
    expect(second).toMatchObject({ ms: (first as { ms: number }).ms + 3_600_000 });
  });

  it.each([
    '2026-02-30 10:00:00',
    '2026-01-01 25:00:00',
    'yesterday',
    '01/02/2026',
    '2026-01-01T00:00:00+99:00',
  ])('%s is none', (text) => {
    expect(at(text)).toEqual({ fault: expect.stringContaining(text) });
  });

  it('is the same instant however its zone writes it', () => {
    const zones = ['Europe/Rome', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'];
    const instants = fc.integer({
      min: Date.parse('1990-01-01T00:00:00Z'),
      max: Date.parse('2035-01-01T00:00:00Z'),
    });
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (ms, zone) => {
        const digits = new Intl.DateTimeFormat('sv-SE', {
          timeZone: zone,
          dateStyle: 'short',
          timeStyle: 'medium',
        });
        const told = toldTime(digits.format(ms), zone);
        if ('fault' in told) expect(told.fault).toContain('exists twice');
        else expect(told.ms).toBe(Math.floor(ms / 1_000) * 1_000);
      }),
    );
  });
});
