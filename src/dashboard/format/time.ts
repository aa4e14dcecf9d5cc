import type { Bucket } from '../api/graphql.js';

const formats = new Map<string, Intl.DateTimeFormat>();

const format = (zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = zone + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
    formats.set(key, made);
  }
  return made;
};

/** `3 Apr 2015` */
export const day = (instant: string, zone: string): string =>
  format(zone, { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(instant));

/** `3 Apr 2015, 14:05:09` */
export const moment = (instant: string, zone: string): string =>
  format(zone, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(instant));

/** `Mon, 3 Apr 2015, 14:05` */
export const minute = (instant: string, zone: string): string =>
  format(zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(instant));

/** A bucket by its start: `3 Apr 2015`, `Week of 6 Apr 2015`, `April 2015`. */
export const bucketName = (from: string, bucket: Bucket, zone: string): string => {
  if (bucket === 'MONTH') return format(zone, { month: 'long', year: 'numeric' }).format(new Date(from));
  return bucket === 'WEEK' ? `Week of ${day(from, zone)}` : day(from, zone);
};

/** The same, short enough for an axis: `3 Apr`, `Apr 2015`. */
export const bucketTick = (from: string, bucket: Bucket, zone: string): string =>
  bucket === 'MONTH'
    ? format(zone, { month: 'short', year: 'numeric' }).format(new Date(from))
    : format(zone, { day: 'numeric', month: 'short' }).format(new Date(from));

/** Whether the browser knows this IANA zone. */
export const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};
