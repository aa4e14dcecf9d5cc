import { TZDate } from '@date-fns/tz';

/** The ways in which systems write a time, all brought to UTC with milliseconds; undefined when it is no time. */

const WRITTEN =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?(Z|UTC|[+-]\d\d:?\d\d)?$/i;

/** @param zone where the clock hangs that wrote a time without an offset; an IANA name. */
export const instantFrom = (text: string, zone = 'UTC'): string | undefined => {
  const parts = WRITTEN.exec(text.trim());
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second = '00', fraction = '', offset] = parts;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  if (!offset && zone !== 'UTC') return instantInZone(local, zone);
  return isoOf(Date.parse(`${local}${offsetOf(offset)}`));
};

const offsetOf = (written: string | undefined): string => {
  if (!written || /^(?:Z|UTC)$/i.test(written)) return 'Z';
  return written.length === 5 ? `${written.slice(0, 3)}:${written.slice(3)}` : written;
};

/** A time that does not exist there (clocks go forward) is read as the library does: an hour later. */
const instantInZone = (local: string, zone: string): string | undefined => {
  const asUtc = new Date(`${local}Z`);
  if (Number.isNaN(asUtc.getTime())) return undefined;
  const there = new TZDate(
    asUtc.getUTCFullYear(),
    asUtc.getUTCMonth(),
    asUtc.getUTCDate(),
    asUtc.getUTCHours(),
    asUtc.getUTCMinutes(),
    asUtc.getUTCSeconds(),
    asUtc.getUTCMilliseconds(),
    zone,
  );
  return isoOf(there.getTime());
};

/** A time as a number or a text: seconds until the year 5138 look unlike milliseconds since 1973. */
export const instantFromAny = (value: unknown, zone?: string): string | undefined => {
  if (typeof value === 'number') return isoOf(value < 100_000_000_000 ? value * 1_000 : value);
  if (typeof value !== 'string') return undefined;
  return /^\d{9,13}$/.test(value) ? instantFromAny(Number(value)) : instantFrom(value, zone);
};

/** Nobody's events happened before computers kept time; four digits of the year are all that we keep. */
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(9999, 11, 31);

const isoOf = (time: number): string | undefined =>
  time >= EARLIEST && time <= LATEST ? new Date(time).toISOString() : undefined;

/** Is it a zone that this machine knows? */
export const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};
