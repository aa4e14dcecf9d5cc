import { z } from 'zod';

const UNITS = { s: 1 / 60, m: 1, h: 60, d: 1_440 } as const;
const PATTERN = /^(\d{1,6})(s|m|h|d)$/;

/** @returns minutes; undefined when it is no duration such as `90s`, `15m`, `24h` or `3d`. */
export const minutesIn = (text: string): number | undefined => {
  const found = PATTERN.exec(text);
  return found ? Number(found[1]) * UNITS[found[2] as keyof typeof UNITS] : undefined;
};

/** A duration in YAML, in minutes. */
export const minutes = (usual: string) =>
  z
    .string()
    .refine((text) => minutesIn(text) !== undefined, 'must be a duration such as 15m, 24h or 3d')
    .default(usual)
    .transform((text) => minutesIn(text)!);

export const describeMinutes = (value: number): string => {
  if (value >= 2_880 && value % 1_440 === 0) return `${value / 1_440} days`;
  if (value >= 60 && value % 60 === 0) return value === 60 ? '1 hour' : `${value / 60} hours`;
  return value === 1 ? '1 minute' : `${value} minutes`;
};
