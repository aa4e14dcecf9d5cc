import { instantsOf } from '../../support/zoned-time.js';

/** A time of the log as an instant, or why it is none. */
export type ToldTime =
  | { readonly at: string; readonly ms: number; readonly local: boolean }
  | { readonly fault: string };

/** Year first, or day first with dots; the clock to the second or beyond; an offset, or none. */
const YEAR_FIRST =
  /^(\d{4})([-/])(\d{2})\2(\d{2})(?:[T ]+(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;
const DAY_FIRST =
  /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;
const UNIX = /^(\d{10}|\d{13})$/;

const MINUTE_MS = 60_000;

/**
 * @param zone the IANA zone of times without an offset.
 * @returns the instant with its offset, as the log or the zone has it.
 */
export const toldTime = (text: string, zone: string): ToldTime => {
  const unix = UNIX.exec(text)?.[1];
  if (unix) return instant(Number(unix) * (unix.length === 10 ? 1_000 : 1), 0, false);
  const parts = partsOf(text);
  if (!parts) {
    return { fault: `${JSON.stringify(text)} is no time; write it as 2026-03-29T09:15:00+02:00` };
  }
  const local = localOf(parts);
  if (local === undefined) return { fault: `${text} is no date of the calendar` };
  if (parts.offset !== undefined) return withOffset(local, parts.offset, text);
  const [first, second] = instantsOf(local, zone);
  if (first === undefined)
    return { fault: `${text} does not exist in ${zone}, where the clock was put forward over it` };
  if (second !== undefined)
    return { fault: `${text} exists twice in ${zone}, where the clock was put back over it` };
  return instant(first, (local - first) / MINUTE_MS, true);
};

interface Parts {
  /** Year, month, day, hour, minute, second. */
  readonly fields: readonly number[];
  readonly fraction: string;
  readonly offset: string | undefined;
}

const partsOf = (text: string): Parts | undefined => {
  const iso = YEAR_FIRST.exec(text);
  if (iso) {
    const [, year, , month, day, hour, minute, second, fraction = '', offset] = iso;
    return { fields: numbers(year, month, day, hour, minute, second), fraction, offset };
  }
  const [, day, month, year, hour, minute, second, fraction = '', offset] = DAY_FIRST.exec(text) ?? [];
  if (day === undefined) return undefined;
  return { fields: numbers(year, month, day, hour, minute, second), fraction, offset };
};

const numbers = (...texts: readonly (string | undefined)[]): number[] =>
  texts.map((text) => Number(text ?? 0));

/** The milliseconds of UTC with the same digits; undefined for what no calendar or clock shows. */
const localOf = ({ fields, fraction }: Parts): number | undefined => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const same =
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  return same ? date.getTime() + Number(fraction.slice(0, 3).padEnd(3, '0')) : undefined;
};

const withOffset = (local: number, offset: string, text: string): ToldTime => {
  if (/^(?:z|utc)$/i.test(offset)) return instant(local, 0, false);
  const digits = offset.replace(':', '').padEnd(5, '0');
  const [hours, minutes] = [Number(digits.slice(1, 3)), Number(digits.slice(3))];
  if (hours > 18 || minutes > 59) return { fault: `${text} has an offset that no zone has` };
  const east = (digits.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
  return instant(local - east * MINUTE_MS, east, false);
};

const EARLIEST = Date.parse('0001-01-02T00:00:00Z');
const LATEST = Date.parse('9999-12-30T00:00:00Z');

const instant = (ms: number, east: number, local: boolean): ToldTime => {
  if (!(ms > EARLIEST && ms < LATEST)) return { fault: 'its time lies before the year 1 or after 9999' };
  // Zones of long ago have offsets with seconds, which no written offset can show.
  if (!Number.isInteger(east)) return { at: new Date(ms).toISOString(), ms, local };
  const digits = new Date(ms + east * MINUTE_MS).toISOString().slice(0, -1);
  const [hours, minutes] = [Math.floor(Math.abs(east) / 60), Math.abs(east) % 60];
  const offset = `${east < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`;
  return { at: `${digits}${offset}`, ms, local };
};

const two = (n: number): string => String(n).padStart(2, '0');
