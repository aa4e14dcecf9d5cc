import { instantsOf } from '../../support/zoned-time.js';

export interface Instant {
  /** ISO 8601 with the offset that the log or the zone has. */
  readonly at: string;
  readonly ms: number;
  /** Told without an offset. */
  readonly local: boolean;
}

/** A time of the log as an instant, or why it is none. */
export type ToldTime = Instant | { readonly fault: string };

/** Year first, or day first with dots; the clock to the second or beyond; an offset, or none. */
const YEAR_FIRST =
  /^(\d{4})([-/])(\d{2})\2(\d{2})(?:[T ]+(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;
const DAY_FIRST =
  /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;
const UNIX = /^(\d{10}|\d{13})$/;

const MINUTE_MS = 60_000;

/** @param zone the IANA zone of times without an offset. */
export const toldTime = (text: string, zone: string): ToldTime => {
  const unix = UNIX.exec(text)?.[1];
  if (unix) return instant(Number(unix) * (unix.length === 10 ? 1_000 : 1), 0, false);
  const told = partsOf(text);
  if (!told) return { fault: `${JSON.stringify(text)} is no time; write it as 2026-03-29T09:15:00+02:00` };
  const { digits, offset } = told;
  const local = Date.parse(`${digits}Z`);
  // A day or an hour too many is read as one of the next month or day.
  if (Number.isNaN(local) || new Date(local).getUTCDate() !== Number(digits.slice(8, 10)))
    return { fault: `${text} is no date of the calendar` };
  if (offset !== undefined) return withOffset({ digits, local, offset }, text);
  const [first, second] = instantsOf(local, zone);
  if (first === undefined)
    return { fault: `${text} does not exist in ${zone}, where the clock was put forward over it` };
  if (second !== undefined)
    return { fault: `${text} exists twice in ${zone}, where the clock was put back over it` };
  return instant(first, (local - first) / MINUTE_MS, true);
};

interface Parts {
  /** Day and clock to the millisecond, as ISO 8601 has them. */
  readonly digits: string;
  readonly offset: string | undefined;
}

const partsOf = (text: string): Parts | undefined => {
  const iso = YEAR_FIRST.exec(text);
  if (iso) {
    const [, year, , month, day, hour, minute, second, fraction, offset] = iso;
    return { digits: `${year}-${month}-${day}T${clock([hour, minute, second], fraction)}`, offset };
  }
  const [, day, month, year, hour, minute, second, fraction, offset] = DAY_FIRST.exec(text) ?? [];
  if (day === undefined || month === undefined) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return { digits: `${date}T${clock([hour?.padStart(2, '0'), minute, second], fraction)}`, offset };
};

const clock = (
  [hour = '00', minute = '00', second = '00']: readonly (string | undefined)[],
  fraction = '',
): string => `${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}`;

/** A log has millions of times: its own digits are kept, since to write them again would take as long as all the rest. */
const withOffset = (
  { digits, local, offset }: { readonly digits: string; readonly local: number; readonly offset: string },
  text: string,
): ToldTime => {
  const sign = offset[0];
  if (sign !== '+' && sign !== '-') return within({ at: `${digits}+00:00`, ms: local, local: false });
  const hours = offset.slice(1, 3);
  const minutes = offset.length > 3 ? offset.slice(-2) : '00';
  if (Number(hours) > 18 || Number(minutes) > 59) return { fault: `${text} has an offset that no zone has` };
  const east = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const at = `${digits}${east === 0 ? '+' : sign}${hours}:${minutes}`;
  return within({ at, ms: local - east * MINUTE_MS, local: false });
};

const EARLIEST = Date.parse('0001-01-02T00:00:00Z');
const LATEST = Date.parse('9999-12-30T00:00:00Z');

const within = (told: Instant): ToldTime =>
  told.ms > EARLIEST && told.ms < LATEST ? told : { fault: 'its time lies before the year 1 or after 9999' };

const instant = (ms: number, east: number, local: boolean): ToldTime => {
  // Zones of long ago have offsets with seconds, which no written offset can show.
  if (!Number.isInteger(east)) return within({ at: new Date(ms).toISOString(), ms, local });
  const digits = new Date(ms + east * MINUTE_MS).toISOString().slice(0, -1);
  const [hours, minutes] = [Math.floor(Math.abs(east) / 60), Math.abs(east) % 60];
  const offset = `${east < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`;
  return within({ at: `${digits}${offset}`, ms, local });
};

const two = (n: number): string => String(n).padStart(2, '0');
