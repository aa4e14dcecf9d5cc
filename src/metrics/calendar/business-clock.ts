import { firstInstantOf, localTimeOf } from '../../support/zoned-time.js';

/** When a team works: hours by day of the week in its zone, and days on which it does not. */
export interface BusinessCalendar {
  /** IANA. */
  readonly zone: string;
  /** For each day of the week, Sunday first: spans in minutes after midnight; an end beyond 1,440 is the next day's. */
  readonly week: readonly (readonly Span[])[];
  /** `2026-12-25` */
  readonly holidays: ReadonlySet<string>;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

interface Open {
  readonly from: number;
  readonly to: number;
  /** Business milliseconds of all spans before this one. */
  readonly before: number;
}

/**
 * Counts the time in which a team works. Hours are those of the wall clock: on the day on which the clock is put
 * forward, a night shift is an hour shorter.
 */
export class BusinessClock {
  private readonly spans: readonly Open[];

  /** @param from @param to between which it will be asked, in milliseconds. */
  constructor(calendar: BusinessCalendar, from: number, to: number) {
    this.spans = openSpans(calendar, from - 2 * DAY_MS, to + 2 * DAY_MS);
  }

  /** @returns the milliseconds between two instants in which the team works. */
  between(from: number, to: number): number {
    return this.until(to) - this.until(from);
  }

  private until(at: number): number {
    const span = this.spans[this.lastBefore(at)];
    return span ? span.before + Math.min(at, span.to) - span.from : 0;
  }

  /** The number of the last span that began before an instant; -1 when none did. */
  private lastBefore(at: number): number {
    let low = 0;
    let high = this.spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.spans[middle]!.from < at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

const openSpans = (calendar: BusinessCalendar, from: number, to: number): Open[] => {
  const spans: Open[] = [];
  let before = 0;
  const first = Math.floor(localTimeOf(from, calendar.zone) / DAY_MS) * DAY_MS;
  const last = localTimeOf(to, calendar.zone);
  for (let day = first; day <= last; day += DAY_MS) {
    if (calendar.holidays.has(new Date(day).toISOString().slice(0, 10))) continue;
    for (const hours of calendar.week[new Date(day).getUTCDay()]!) {
      const begins = firstInstantOf(day + hours.from * MINUTE_MS, calendar.zone);
      const start = Math.max(begins, spans.at(-1)?.to ?? begins);
      const end = firstInstantOf(day + hours.to * MINUTE_MS, calendar.zone);
      if (end <= start) continue;
      spans.push({ from: start, to: end, before });
      before += end - start;
    }
  }
  return spans;
};
