import fc from 'fast-check';
import { BusinessClock } from './business-clock.js';
import { calendarOf, parseCalendars } from './read-calendars.js';

const FILE = `
default:
  zone: Europe/Berlin
  hours: { monday: 09:00-17:00, tuesday: 09:00-17:00, wednesday: 09:00-17:00, thursday: 09:00-17:00, friday: [09:00-12:00, 13:00-17:00] }
  holidays: [2026-12-25]
teams:
  Night:
    zone: Europe/Berlin
    hours: { saturday: 22:00-06:00 }
`;
const calendars = parseCalendars('hours.yaml', FILE);
const hours = (team: string, from: string, to: string): number => {
  const clock = new BusinessClock(calendarOf(calendars, team)!, Date.parse(from), Date.parse(to));
  return clock.between(Date.parse(from), Date.parse(to)) / 3_600_000;
};

describe('business hours', () => {
  it('do not count nights, breaks, weekends and holidays', () => {
    expect(hours('Desk', '2026-01-05T08:00:00+01:00', '2026-01-05T10:30:00+01:00')).toBe(1.5);
    expect(hours('Desk', '2026-01-09T11:00:00+01:00', '2026-01-09T14:00:00+01:00')).toBe(2);
    expect(hours('Desk', '2026-01-09T16:00:00+01:00', '2026-01-12T10:00:00+01:00')).toBe(2);
    expect(hours('Desk', '2026-12-24T16:00:00+01:00', '2026-12-28T10:00:00+01:00')).toBe(2);
    expect(hours('Desk', '2026-01-10T00:00:00+01:00', '2026-01-11T00:00:00+01:00')).toBe(0);
  });

  it('keep to the wall clock when it is put forward and back', () => {
    expect(hours('Desk', '2026-03-27T16:00:00+01:00', '2026-03-30T10:00:00+02:00')).toBe(2);
    expect(hours('Night', '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toBe(7);
    expect(hours('Night', '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toBe(9);
    expect(hours('Night', '2026-01-10T12:00:00Z', '2026-01-11T12:00:00Z')).toBe(8);
  });

  it('add up, and never exceed the time that went by', () => {
    const from = Date.parse('2026-03-01T00:00:00Z');
    const instant = fc.integer({ min: from, max: Date.parse('2026-12-01T00:00:00Z') });
    const clock = new BusinessClock(calendarOf(calendars, 'Desk')!, from, Date.parse('2026-12-01T00:00:00Z'));
    fc.assert(
      fc.property(fc.array(instant, { minLength: 3, maxLength: 3 }), (times) => {
        const [a, b, c] = [...times].sort((x, y) => x - y) as [number, number, number];
        expect(clock.between(a, b) + clock.between(b, c)).toBe(clock.between(a, c));
        expect(clock.between(a, b)).toBeGreaterThanOrEqual(0);
        expect(clock.between(a, b)).toBeLessThanOrEqual(b - a);
      }),
    );
  });

  it.each([
    ['default:\n  zone: [', 'hours.yaml:2:'],
    [
      'default:\n  zone: UTC\n  hours: { monday: 9 to 5 }',
      'hours.yaml:3:20 default.hours.monday.0: "9 to 5" is no span such as 09:00-17:30.',
    ],
    [
      'default:\n  zone: UTC\n  hours: {}\n  holidays: [2026-02-30]',
      'hours.yaml:4:14 default.holidays.0: must be a date',
    ],
    ['default: { zone: Mars/Olympus, hours: {} }', 'There is no time zone "Mars/Olympus"'],
    ['team: {}', 'hours.yaml:1:1 the file: Unrecognized key: "team"'],
  ])('are refused with line and column: %s', (text, sentence) => {
    expect(() => parseCalendars('hours.yaml', text)).toThrow(sentence);
  });
});
