import { TZDate } from '@date-fns/tz';
import { instantOf } from '../../support/loose.js';

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?$/;

/** @param time ISO 8601; without an offset it is the wall clock of the zone. @returns the instant in UTC, if it is one. */
export const instantIn = (time: string, zone: string): string | undefined => {
  const told = LOCAL.exec(time);
  if (!told) return instantOf(time);
  if (instantOf(time, 'utc') === undefined) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = told
    .slice(1)
    .map((part) => Number(part ?? 0));
  const date = new TZDate(year, month - 1, day, hour, minute, second, zone);
  return Number.isNaN(date.getTime()) ? undefined : new Date(date.getTime()).toISOString();
};
