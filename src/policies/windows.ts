/** Spans of the week on the clock of a zone. */

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

export interface Window {
  readonly days: readonly Day[];
  /** `09:00`. */
  readonly from: string;
  /** Exclusive; not after `from`: of the next day. */
  readonly to: string;
  readonly zone: string;
}

export const isZone = (zone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
};

const clocks = new Map<string, Intl.DateTimeFormat>();

const clockOf = (zone: string): Intl.DateTimeFormat => {
  const known = clocks.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  clocks.set(zone, made);
  return made;
};

/** Day and time of an instant on the wall of the zone. */
const onTheWall = (at: string, zone: string): { day: Day; time: string } => {
  const parts = clockOf(zone).formatToParts(new Date(at));
  const part = (type: string): string => parts.find((one) => one.type === type)!.value;
  return { day: part('weekday').toLowerCase() as Day, time: `${part('hour')}:${part('minute')}` };
};

export const isInWindow = ({ days, from, to, zone }: Window, at: string): boolean => {
  const { day, time } = onTheWall(at, zone);
  if (from < to) return days.includes(day) && from <= time && time < to;
  const dayBefore = DAYS[(DAYS.indexOf(day) + 6) % 7]!;
  return (days.includes(day) && time >= from) || (days.includes(dayBefore) && time < to);
};
