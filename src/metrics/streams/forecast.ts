import { Dice } from '../../support/dice.js';

export const PERCENTILES = [0.5, 0.85, 0.95] as const;

/** One forecast that was made in the past from what was known then, and what came. */
export interface PastForecast {
  /** Milliseconds. */
  readonly at: number;
  /** When so many items would be finished, for each of PERCENTILES. */
  readonly told: readonly number[];
  /** When they were; undefined: they are not yet. */
  readonly came: number | undefined;
}

export interface ForecastResult {
  /** Milliseconds, for each of PERCENTILES; undefined where nothing was finished lately. */
  readonly told: readonly number[] | undefined;
  /** Finished items per day in the last days, from which is drawn. */
  readonly perDay: number;
  /** The earliest first. */
  readonly past: readonly PastForecast[];
}

export interface ForecastQuestion {
  /** When each finished item was finished, in milliseconds, in any order. */
  readonly finished: readonly number[];
  /** How many more items are to be finished. */
  readonly items: number;
  readonly now: number;
  readonly seed: string;
}

const DAY = 86_400_000;
/** How many days the draws are taken from: what is longer ago says little about now. */
const LATELY = 30;
/** Forecasts are made again a week apart, and what they were off by counts for a year. */
const WEEK = 7;
const YEAR_OF_WEEKS = 52;
const DRAWS = 1_000;
/** Nobody plans further. */
const MOST_DAYS = 3_650;
/** So much wider, as a factor's logarithm, for an outcome outside a percentile. */
const LEARNED = 0.1;

/**
 * When so many items will be finished, and the same forecast as it would have been made every week before. A draw goes
 * through days that are as good as one of the last 30, and is as far off as a forecast of the past year was; how far off
 * the percentiles were themselves widens or narrows them. Pure: the same question has the same answer.
 */
export const forecast = ({ finished, items, now, seed }: ForecastQuestion): ForecastResult => {
  const history = new History(finished, now);
  const forecaster = new Forecaster(history, items);
  for (let day = firstDay(history); day < history.today; day += WEEK)
    forecaster.tell(day, new Dice(`${seed}/${history.today - day}`));
  const last = forecaster.foretell(history.today, new Dice(seed));
  return {
    told: last?.told.map((days) => now + days * DAY),
    perDay: history.lately(history.today).reduce((sum, n) => sum + n, 0) / LATELY,
    past: forecaster.past.map(({ day, told, came }) => ({
      at: history.timeOf(day),
      told: told.map((days) => history.timeOf(day + days)),
      came: came === undefined ? undefined : history.timeOf(came),
    })),
  };
};

/** Weeks are counted back from now; the first forecast has a month to draw from. */
const firstDay = ({ today }: History): number => LATELY + ((((today - LATELY) % WEEK) + WEEK) % WEEK);

/** Days of 24 hours that end now; day 0 begins before the first item was finished. */
class History {
  readonly today: number;
  private readonly counts: readonly number[];
  /** How many were finished before a day. */
  private readonly before: readonly number[];

  constructor(
    finished: readonly number[],
    private readonly now: number,
  ) {
    const past = finished.filter((at) => at <= now);
    const first = past.reduce((earliest, at) => Math.min(earliest, at), now);
    this.today = Math.max(1, Math.ceil((now - first) / DAY));
    const counts = Array.from({ length: this.today }, () => 0);
    for (const at of past) counts[Math.max(0, this.today - 1 - Math.floor((now - at) / DAY))]! += 1;
    this.counts = counts;
    const before = [0];
    for (const count of counts) before.push(before.at(-1)! + count);
    this.before = before;
  }

  timeOf(day: number): number {
    return this.now - (this.today - day) * DAY;
  }

  lately(day: number): readonly number[] {
    return this.counts.slice(Math.max(0, day - LATELY), day);
  }

  /** The day at whose end so many more were finished; undefined: not yet. */
  doneAfter(day: number, items: number): number | undefined {
    const wanted = this.before[day]! + items;
    let [low, high] = [day, this.today + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.before[middle] ?? Number.POSITIVE_INFINITY) >= wanted) high = middle;
      else low = middle + 1;
    }
    return low <= this.today ? low : undefined;
  }
}

interface Told {
  readonly day: number;
  /** Days, for each of PERCENTILES. */
  readonly told: readonly number[];
  readonly came: number | undefined;
  /** Days before the percentiles were widened. */
  readonly raw: readonly number[];
  /** Mean days by the throughput alone. */
  readonly mean: number;
}

/** Makes one forecast after the other, and learns from those whose outcome is known by then. */
class Forecaster {
  readonly past: Told[] = [];
  private readonly widths = PERCENTILES.map(() => 0);
  private readonly unlearned = new Set<Told>();

  constructor(
    private readonly history: History,
    private readonly items: number,
  ) {}

  tell(day: number, dice: Dice): void {
    const made = this.foretell(day, dice);
    if (!made) return;
    this.past.push(made);
    this.unlearned.add(made);
  }

  /** @returns undefined where nothing was finished lately. */
  foretell(day: number, dice: Dice): Told | undefined {
    const lately = this.history.lately(day);
    if (!lately.some((count) => count > 0)) return undefined;
    this.learn(day);
    const days = Array.from({ length: DRAWS }, () => drawDays(lately, this.items, dice));
    const mean = days.reduce((sum, one) => sum + one, 0) / DRAWS;
    const off = [1, ...this.wasOffBy(day)];
    const drawn = Float64Array.from(days, (one) => one * dice.pick(off)).sort();
    const raw = PERCENTILES.map((share) => drawn[Math.ceil(share * DRAWS) - 1]!);
    const told = raw.map((one, i) => Math.min(MOST_DAYS, one * Math.exp(this.widths[i]!)));
    return { day, told, raw, mean, came: this.history.doneAfter(day, this.items) };
  }

  /** Days it took / days told, of the forecasts of a year; one that is late already counts as late as it is. */
  private wasOffBy(day: number): number[] {
    return this.past.slice(-YEAR_OF_WEEKS).flatMap((one) => {
      if (one.came !== undefined && one.came <= day) return [(one.came - one.day) / one.mean];
      const late = (day - one.day) / one.mean;
      return late > 1 ? [late] : [];
    });
  }

  private learn(day: number): void {
    const known = [...this.unlearned]
      .filter(({ came }) => came !== undefined && came <= day)
      .sort((a, b) => a.came! - b.came! || a.day - b.day);
    for (const one of known) {
      this.unlearned.delete(one);
      for (const [i, share] of PERCENTILES.entries()) {
        const outside = one.came! - one.day > one.raw[i]! * Math.exp(this.widths[i]!);
        this.widths[i]! += LEARNED * ((outside ? 1 : 0) - (1 - share));
      }
    }
  }
}

const drawDays = (lately: readonly number[], items: number, dice: Dice): number => {
  let left = items;
  let days = 0;
  while (left > 0 && days < MOST_DAYS) {
    left -= dice.pick(lately);
    days += 1;
  }
  return days;
};

/** Of the past forecasts whose outcome is known, the share that came by each of PERCENTILES; undefined: none is known. */
export const covered = (
  past: readonly PastForecast[],
): { readonly n: number; readonly shares: readonly number[] | undefined } => {
  const known = past.filter(({ came }) => came !== undefined);
  if (known.length === 0) return { n: 0, shares: undefined };
  const shares = PERCENTILES.map(
    (_, i) => known.filter(({ came, told }) => came! <= told[i]!).length / known.length,
  );
  return { n: known.length, shares };
};
