import { duration } from '../format/duration.js';
import { pace, percent, trimmed } from '../format/number.js';

/** Units as the data of a report names them. */
export type Unit = 'seconds' | 'ratio' | 'per day' | 'count' | 'times' | 'minutes';

/** A figure of a metric by the name that the API gives it: `leadTime.p50`. */
export const unitOf = (figure: string): Unit => {
  const field = figure.slice(figure.lastIndexOf('.') + 1);
  if (field === 'rate') return 'ratio';
  if (field === 'perDay') return 'per day';
  return field === 'variation' ? 'times' : 'seconds';
};

const plain = (value: number, unit: Unit): string => {
  switch (unit) {
    case 'seconds':
      return duration(value);
    case 'minutes':
      return duration(value * 60);
    case 'ratio':
      return percent(value);
    case 'per day':
      return pace(value);
    case 'count':
    case 'times':
      return trimmed(value, 2);
  }
};

/** `no data` is never written as 0. */
export const amount = (value: number | null, unit: Unit): string =>
  value === null ? 'no data' : value < 0 ? `−${plain(-value, unit)}` : plain(value, unit);

/** A difference with its sign; of shares in points. */
export const difference = (value: number, unit: Unit): string => {
  const sign = value < 0 ? '−' : value > 0 ? '+' : '';
  const size = Math.abs(value);
  if (unit === 'ratio') return `${sign}${trimmed(size * 100, 2)}\u00a0points`;
  return sign + (unit === 'per day' ? `${trimmed(size, 3)}\u00a0per day` : plain(size, unit));
};
