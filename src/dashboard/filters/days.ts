import { TZDate } from '@date-fns/tz';

const pad = (value: number): string => String(value).padStart(2, '0');

const wallDay = (at: TZDate): string => `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;

/** The day (`2026-01-31`) that an instant falls on in a zone. */
export const dayOf = (instant: Date, zone: string): string => wallDay(new TZDate(instant.getTime(), zone));

/** When a day starts in a zone; `later` counts days on from it. Days have 23 to 25 hours. */
export const startOfDay = (day: string, zone: string, later = 0): Date => {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(new TZDate(year!, month! - 1, date! + later, zone).getTime());
};

export const addDays = (day: string, count: number): string => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
};

/** From one day to the other, both counted. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;

/** An instant as a zone's wall clock shows it, for an input of type datetime-local. */
export const wallTime = (instant: string, zone: string): string => {
  const at = new TZDate(Date.parse(instant), zone);
  return `${wallDay(at)}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
};

/** The instant at which a zone's wall clock shows `2026-01-31T12:00`. */
export const fromWallTime = (text: string, zone: string): string | undefined => {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)/.exec(text);
  if (!match) return undefined;
  const [year, month, date] = match[1]!.split('-').map(Number);
  const at = new TZDate(year!, month! - 1, date!, Number(match[2]), Number(match[3]), zone);
  return Number.isNaN(at.getTime()) ? undefined : new Date(at.getTime()).toISOString();
};
