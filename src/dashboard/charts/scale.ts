import { axisUnit, duration } from '../format/duration.js';
import type { Axis } from './drawing.js';

/** 1, 2 or 5 times a power of ten, so that about five steps reach `max`. */
export const niceStep = (max: number): number => {
  const rough = max / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
};

/** An axis of durations, in round steps of the unit that suits them. */
export const durationAxis = (title: string, values: (number | null)[]): Axis => {
  const max = Math.max(0, ...values.map((value) => value ?? 0));
  const unit = axisUnit(max);
  const stepSize = max > 0 ? niceStep(max / unit.seconds) * unit.seconds : undefined;
  return { title, stepSize, tick: (value) => (value === 0 ? '0' : duration(value)) };
};

/** Where a value stands on an axis of bars: the middle of bar i is i, its edges are half a bar away. */
export const positionAmongBars = (
  bars: readonly { fromSeconds: number; toSeconds: number }[],
  seconds: number,
): number | undefined => {
  const index = bars.findIndex((bar) => seconds >= bar.fromSeconds && seconds <= bar.toSeconds);
  const bar = bars[index];
  if (!bar) return undefined;
  const logarithmic = bar.fromSeconds > 0;
  const place = (value: number) => (logarithmic ? Math.log(value) : value);
  const width = place(bar.toSeconds) - place(bar.fromSeconds);
  const part = width > 0 ? (place(seconds) - place(bar.fromSeconds)) / width : 0.5;
  return index - 0.5 + part;
};
