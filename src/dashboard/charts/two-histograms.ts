import { duration } from '../format/duration.js';
import { count, counted } from '../format/number.js';
import { type Drawing, options } from './drawing.js';
import { barName } from './histogram.js';
import type { Palette } from './palette.js';

interface Bar {
  fromSeconds: number;
  toSeconds: number;
  n: number;
}

export interface TwoHistograms {
  noun: string;
  /** Of the same bars, where both have them. */
  sets: readonly { name: string; bars: readonly Bar[] }[];
}

/** Every bar of any of them, in order; those of the one that lacks it are empty. */
export const sharedBars = (sets: TwoHistograms['sets']): { bar: Bar; counts: number[] }[] => {
  const all = new Map(sets.flatMap(({ bars }) => bars.map((bar) => [bar.fromSeconds, bar] as const)));
  return [...all.values()]
    .sort((left, right) => left.fromSeconds - right.fromSeconds)
    .map((bar) => ({
      bar,
      counts: sets.map(({ bars }) => bars.find((one) => one.fromSeconds === bar.fromSeconds)?.n ?? 0),
    }));
};

/** How two answers spread over the same durations, bar beside bar. */
export const drawTwoHistograms = ({ noun, sets }: TwoHistograms, palette: Palette): Drawing => {
  const shared = sharedBars(sets);
  const colours = [palette.third, palette.main, palette.alert];
  return {
    type: 'bar',
    data: {
      labels: shared.map(({ bar }) => duration(bar.fromSeconds)),
      datasets: sets.map(({ name }, nth) => ({
        type: 'bar',
        label: name,
        data: shared.map(({ counts }) => counts[nth]!),
        backgroundColor: colours[nth],
        categoryPercentage: 0.9,
        barPercentage: 1,
      })),
    },
    options: options({
      palette,
      values: { title: `${noun}s`, tick: count, whole: true },
      heading: (index) => barName(shared[index]!.bar),
      line: ({ raw, dataset }) => `${dataset.label}: ${counted(Number(raw), noun)}`,
    }),
  };
};
