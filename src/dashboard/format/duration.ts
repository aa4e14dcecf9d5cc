import { trimmed } from './number.js';

const units = [
  { name: 's', word: 'second', seconds: 1 },
  { name: 'min', word: 'minute', seconds: 60 },
  { name: 'h', word: 'hour', seconds: 3_600 },
  { name: 'd', word: 'day', seconds: 86_400 },
] as const;
export type DurationUnit = (typeof units)[number];

const shown = (amount: number, unit: DurationUnit): number => {
  const coarse = unit.name === 's' || unit.name === 'min' ? 10 : 100;
  return Math.abs(amount) >= coarse ? Math.round(amount) : Math.round(amount * 10) / 10;
};

/** The largest unit of which there is at least one, after rounding: 59.7 s is 1 min, not 60 s. */
const fitting = (seconds: number): { amount: number; unit: DurationUnit } => {
  const size = Math.abs(seconds);
  for (const [index, unit] of units.entries()) {
    const next = units[index + 1];
    const amount = shown(size / unit.seconds, unit);
    if (!next || amount * unit.seconds < next.seconds) return { amount: Math.sign(seconds) * amount, unit };
  }
  throw new Error('unreachable: the last unit always fits');
};

/** 35 s, 12 min, 3.4 h, 46.7 d. The space does not break. */
export const duration = (seconds: number): string => {
  const { amount, unit } = fitting(seconds);
  return `${trimmed(amount, 1)}\u00a0${unit.name}`;
};

/** The same in words, for a sentence: 46.7 days, 1 hour. */
export const spelledDuration = (seconds: number): string => {
  const { amount, unit } = fitting(seconds);
  return `${trimmed(amount, 1)}\u00a0${unit.word}${amount === 1 ? '' : 's'}`;
};

/** For titles and tables: `4,037,564.16 s`. */
export const exactSeconds = (seconds: number): string => `${trimmed(seconds, 3)}\u00a0s`;

/** The unit in which an axis up to `seconds` reads best. */
export const axisUnit = (seconds: number): DurationUnit =>
  units.findLast((unit) => seconds >= unit.seconds * 2) ?? units[0];
