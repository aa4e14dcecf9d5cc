/**
 * One time that an item passed a step. Milliseconds since the epoch; whole numbers, so that sums are exact.
 *
 * It waits from `since` until `start`, and is worked on from `start` to `stop`. Where only one moment of the work is known,
 * there is no `start`, and everything until `stop` counts as waiting.
 */
export interface Visit {
  /** The place of the step in the stream, from 0; while a stream is discovered, a number of its name. */
  step: number;
  readonly since: number;
  start: number | undefined;
  /** undefined: it is still there. */
  stop: number | undefined;
  /** Somebody returned, rejected or reopened what came out of it. */
  refused: boolean;
  /** The item had passed the step before. */
  readonly again: boolean;
}

/** An item's way through a stream: its visits by when they began. */
export interface Journey {
  readonly item: string;
  /** What sort of item it is. */
  readonly type: string;
  readonly entered: number;
  readonly visits: readonly Visit[];
  /** When it came out at the end; undefined while it is in the stream, or when it left. */
  readonly finished: number | undefined;
  /** When it was closed or given up before the end. */
  readonly left: number | undefined;
}

export const waitOf = ({ since, start, stop }: Visit): number | undefined => {
  const until = start ?? stop;
  return until === undefined ? undefined : until - since;
};

export const processOf = ({ start, stop }: Visit): number | undefined =>
  start === undefined || stop === undefined ? undefined : stop - start;

export const leadOf = ({ since, stop }: Visit): number | undefined =>
  stop === undefined ? undefined : stop - since;

/** When the item was done with everything that it passed; the wait before it was finished lies behind. */
export const lastStop = ({ entered, visits }: Pick<Journey, 'entered' | 'visits'>): number =>
  visits.reduce((latest, { stop }) => (stop === undefined ? latest : Math.max(latest, stop)), entered);

/** The step could not use what it got: it was refused, or the item went back to an earlier step that it had passed. */
export const wasSentBack = (visits: readonly Visit[], i: number): boolean => {
  const visit = visits[i]!;
  const next = visits[i + 1];
  return visit.refused || (next?.again === true && next.step < visit.step);
};

/** Of the finished items, in their order; milliseconds. */
export const flowTimesOf = (journeys: readonly Journey[]): number[] =>
  journeys.flatMap(({ entered, finished }) => (finished === undefined ? [] : [finished - entered]));
