/** The only reader of the machine's clock; everything else is handed a Clock, so a test can hold time still. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Milliseconds from an arbitrary start, for measuring how long something took. */
export const stopwatch = (): (() => number) => {
  const start = performance.now();
  return () => performance.now() - start;
};
