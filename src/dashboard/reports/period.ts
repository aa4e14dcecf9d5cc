import { addDays, dayOf } from '../filters/days.js';

const isoWeek = (day: string): string => {
  // The Thursday of a week says which year has it.
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  const thursday = addDays(day, 3 - weekday);
  const year = thursday.slice(0, 4);
  const dayOfYear = (Date.parse(thursday) - Date.parse(`${year}-01-01`)) / 86_400_000;
  return `${year}-W${String(Math.floor(dayOfYear / 7) + 1).padStart(2, '0')}`;
};

const monthBefore = (day: string): string => addDays(`${day.slice(0, 7)}-01`, -1).slice(0, 7);

const quarterBefore = (day: string): string => {
  const quarter = Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  const year = Number(day.slice(0, 4));
  return quarter === 0 ? `${year - 1}-Q4` : `${year}-Q${quarter}`;
};

/** The last whole period of about the length at which a schedule runs: a week, a month or a quarter. */
export const lastWholePeriod = (cron: string | null, now: Date, zone: string): string => {
  const today = dayOf(now, zone);
  const [dayOfMonth, month, dayOfWeek] = (cron ?? '').trim().split(/\s+/).slice(-3);
  if (dayOfWeek && dayOfWeek !== '*') return isoWeek(addDays(today, -7));
  if (month && month !== '*' && dayOfMonth !== '*') return quarterBefore(today);
  return monthBefore(today);
};
