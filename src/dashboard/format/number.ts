const formats = new Map<number, Intl.NumberFormat>();

/** At most `digits` decimals, none that are zero. */
export const trimmed = (value: number, digits: number): string => {
  let format = formats.get(digits);
  if (!format) {
    format = new Intl.NumberFormat('en', { maximumFractionDigits: digits });
    formats.set(digits, format);
  }
  return format.format(value);
};

export const count = (value: number): string => trimmed(value, 0);

/** `1 change`, `18,323 changes`; `many` where an s is not enough. */
export const counted = (value: number, word: string, many = `${word}s`): string =>
  `${count(value)}\u00a0${value === 1 ? word : many}`;

/** A share of one as a percentage: 0.46 %, 4.6 %, 46.2 %. */
export const percent = (share: number): string => {
  const value = share * 100;
  return `${trimmed(value, Math.abs(value) < 1 ? 2 : 1)}\u00a0%`;
};

/** A period to count by; months and years of average length. */
export interface Pace {
  per: string;
  days: number;
}

export const perDay: Pace = { per: 'day', days: 1 };
export const perWeek: Pace = { per: 'week', days: 7 };
export const perMonth: Pace = { per: 'month', days: 30.436875 };
const perYear: Pace = { per: 'year', days: 365.2425 };

/** The shortest period in which a rate per day comes to at least one. */
const paceOf = (rate: number): Pace => {
  if (rate === 0) return perDay;
  return [perDay, perWeek, perMonth].find(({ days }) => rate * days >= 0.95) ?? perYear;
};

/** A rate per day in such a period, the fitting one unless it is named: `1.7 per week`. */
export const pace = (rate: number, { per, days }: Pace = paceOf(rate)): string => {
  const value = rate * days;
  return `${trimmed(value, value < 1 ? 2 : 1)}\u00a0per ${per}`;
};
