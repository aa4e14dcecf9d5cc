import { TZDate } from '@date-fns/tz';
import { UserError } from '../support/errors.js';

/** A stretch of time that a report is about, half open. */
export interface Period {
  /** `2026-Q3`, `2026-W14`, `2026-03`, `2026-03-31`, `2026`, or `FROM..TO`. */
  readonly label: string;
  readonly from: Date;
  readonly to: Date;
}

export const CALENDAR_UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type CalendarUnit = (typeof CALENDAR_UNITS)[number];

/** Which period a scheduled report is about: the last whole one of the calendar, or so many seconds up to its hour. */
export type PeriodRule = { readonly previous: CalendarUnit } | { readonly lastSeconds: number };

const DAY_MS = 86_400_000;

/** A day without a zone, as the number of days since 1970. */
type Day = number;

const dayOf = (year: number, month: number, day: number): Day => Date.UTC(year, month, day) / DAY_MS;

/** When a day begins in a zone: midnight, or the first minute after it where that is skipped. */
const startOf = (day: Day, zone: string): Date => {
  const local = new Date(day * DAY_MS);
  return new Date(
    new TZDate(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate(), zone).getTime(),
  );
};

/** The day on which an instant falls in a zone. */
const dayAt = (at: Date, zone: string): Day => {
  const local = new TZDate(at.getTime(), zone);
  return dayOf(local.getFullYear(), local.getMonth(), local.getDate());
};

/** Monday of the first week of a year that has most of its days in that year. */
const firstMonday = (year: number): Day => mondayOf(dayOf(year, 0, 4));
/** 1970-01-01 was a Thursday. */
const mondayOf = (day: Day): Day => day - ((((day + 3) % 7) + 7) % 7);

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

interface Days {
  readonly label: string;
  readonly from: Day;
  readonly to: Day;
}

/** The period of the calendar that holds a day. */
const holding = (unit: CalendarUnit, day: Day): Days => {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const name = pad(year, 4);
  switch (unit) {
    case 'day':
      return { label: date.toISOString().slice(0, 10), from: day, to: day + 1 };
    case 'week': {
      const from = mondayOf(day);
      const ofYear = new Date((from + 3) * DAY_MS).getUTCFullYear();
      const number = (from - firstMonday(ofYear)) / 7 + 1;
      return { label: `${pad(ofYear, 4)}-W${pad(number)}`, from, to: from + 7 };
    }
    case 'month':
      return {
        label: `${name}-${pad(month + 1)}`,
        from: dayOf(year, month, 1),
        to: dayOf(year, month + 1, 1),
      };
    case 'quarter': {
      const first = month - (month % 3);
      const label = `${name}-Q${first / 3 + 1}`;
      return { label, from: dayOf(year, first, 1), to: dayOf(year, first + 3, 1) };
    }
    case 'year':
      return { label: name, from: dayOf(year, 0, 1), to: dayOf(year + 1, 0, 1) };
  }
};

const inZone = ({ label, from, to }: Days, zone: string): Period => ({
  label,
  from: startOf(from, zone),
  to: startOf(to, zone),
});

const spanned = (from: Date, to: Date): Period => ({
  label: `${from.toISOString()}..${to.toISOString()}`,
  from,
  to,
});

/** The period that a report is about which is due at a time. */
export const periodDueAt = (rule: PeriodRule, at: Date, zone: string): Period => {
  if ('lastSeconds' in rule) return spanned(new Date(at.getTime() - rule.lastSeconds * 1_000), at);
  const current = holding(rule.previous, dayAt(at, zone));
  return inZone(holding(rule.previous, current.from - 1), zone);
};

const SHAPES: readonly [RegExp, (parts: readonly number[]) => readonly [CalendarUnit, Day]][] = [
  [/^(\d{4})$/, ([year]) => ['year', dayOf(year!, 0, 1)]],
  [/^(\d{4})-Q([1-4])$/, ([year, quarter]) => ['quarter', dayOf(year!, (quarter! - 1) * 3, 1)]],
  [/^(\d{4})-W(\d{2})$/, ([year, week]) => ['week', firstMonday(year!) + (week! - 1) * 7]],
  [/^(\d{4})-(\d{2})$/, ([year, month]) => ['month', dayOf(year!, month! - 1, 1)]],
  [/^(\d{4})-(\d{2})-(\d{2})$/, ([year, month, day]) => ['day', dayOf(year!, month! - 1, day!)]],
];

/** The calendar period that a label names, with its unit; undefined for `FROM..TO` and for what the calendar has not. */
const named = (label: string): (Days & { readonly unit: CalendarUnit }) | undefined => {
  for (const [shape, read] of SHAPES) {
    const parts = shape.exec(label)?.slice(1).map(Number);
    if (!parts) continue;
    const [unit, day] = read(parts);
    const days = holding(unit, day);
    return days.label === label ? { ...days, unit } : undefined;
  }
  return undefined;
};

/** @throws UserError `BAD_PERIOD` */
export const parsePeriod = (text: string, zone: string): Period => {
  const days = named(text);
  if (days) return inZone(days, zone);
  const [from, to, more] = text.split('..').map((end) => instantOf(end, zone));
  if (from && to && more === undefined && from < to) {
    const plain = /^\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$/.test(text);
    return plain ? { label: text, from, to } : spanned(from, to);
  }
  throw new UserError(
    `There is no period ${JSON.stringify(text)}: write 2026-Q3, 2026-W14, 2026-03, 2026-03-31, 2026 or 2026-03-01..2026-03-15.`,
    'BAD_PERIOD',
  );
};

const instantOf = (text: string, zone: string): Date | undefined => {
  const day = named(text);
  if (day?.unit === 'day') return startOf(day.from, zone);
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
};

/** The period just before, of the same kind; of a free range, one as long. */
export const periodBefore = (period: Period, zone: string): Period => {
  const days = named(period.label);
  if (days) return inZone(holding(days.unit, days.from - 1), zone);
  const length = period.to.getTime() - period.from.getTime();
  return spanned(new Date(period.from.getTime() - length), period.from);
};
