import { TZDate } from '@date-fns/tz';
import type { Cell, ColumnKind, Unit } from './model.js';

/** How people read what is in the data. The same text for the same data on every machine: nothing asks for a locale. */

export const NOTHING = 'no data';

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Up to `digits` after the point, without zeros at the end. */
export const decimal = (value: number, digits: number): string => {
  const [whole, part = ''] = Math.abs(value).toFixed(digits).split('.');
  const rest = part.replace(/0+$/, '');
  const text = rest ? `${grouped(whole!)}.${rest}` : grouped(whole!);
  return value < 0 && Number(value.toFixed(digits)) !== 0 ? `-${text}` : text;
};

/** A number and what it counts: `1 change was`, `1,000 changes were`. */
export const counted = (n: number, one: string, many: string): string =>
  `${decimal(n, 0)} ${n === 1 ? one : many}`;

const STEPS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const;

/** The two largest parts: `3 d 4 h`. */
const duration = (seconds: number): string => {
  const sign = seconds < 0 ? '-' : '';
  const size = Math.abs(seconds);
  if (size < 60) return `${sign}${decimal(size, size < 10 ? 1 : 0)} s`;
  const [large, small] =
    size >= 86_400 ? [STEPS[0], STEPS[1]] : size >= 3_600 ? [STEPS[1], STEPS[2]] : [STEPS[2], undefined];
  if (!small) return `${sign}${Math.round(size / 60)} min`;
  const rounded = Math.round(size / small[1]) * small[1];
  const [name, unit] = large;
  const rest = (rounded % unit) / small[1];
  return `${sign}${grouped(String(Math.floor(rounded / unit)))} ${name}${rest > 0 ? ` ${rest} ${small[0]}` : ''}`;
};

export const shownValue = (value: number | null, unit: Unit): string => {
  if (value === null) return NOTHING;
  switch (unit) {
    case 'seconds':
      return duration(value);
    case 'ratio':
      return `${decimal(value * 100, 1)} %`;
    case 'per day':
      return `${decimal(value, 2)} a day`;
    case 'minutes':
      return duration(value * 60);
    case 'times':
      return decimal(value, 2);
    case 'count':
      return decimal(value, 2);
  }
};

/** A difference with its sign: `+2.1 %`. */
export const shownChange = (difference: number, unit: Unit): string => {
  const text = unit === 'ratio' ? `${decimal(difference * 100, 1)} points` : shownValue(difference, unit);
  return text.startsWith('-') || Number.parseFloat(text) === 0 ? text : `+${text}`;
};

const pad = (value: number): string => String(value).padStart(2, '0');

/** Minutes on the wall of a zone. */
export const shownTime = (iso: string, zone: string): string => {
  const at = new TZDate(Date.parse(iso), zone);
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${pad(at.getHours())}:${pad(at.getMinutes())}`;
};

export const shownDay = (iso: string, zone: string): string => shownTime(iso, zone).slice(0, 10);

export const shownCell = (cell: Cell, kind: ColumnKind, zone: string): string => {
  if (cell === null) return '';
  if (kind === 'time' && typeof cell === 'string') return shownTime(cell, zone);
  if (typeof cell === 'number' && kind !== 'text' && kind !== 'time') return shownValue(cell, kind);
  return String(cell);
};
