import type { AnnotationOptions } from 'chartjs-plugin-annotation';
import { duration } from '../format/duration.js';
import { count, counted, trimmed } from '../format/number.js';
import { type Drawing, options } from './drawing.js';
import type { Palette } from './palette.js';
import { positionAmongBars } from './scale.js';

export interface Distribution {
  bars: readonly { fromSeconds: number; toSeconds: number; n: number }[];
  marks: { name: string; seconds: number | null }[];
  noun: string;
}

/** `3.4 h to 5.2 d` */
export const barName = (bar: { fromSeconds: number; toSeconds: number }): string =>
  `${duration(bar.fromSeconds)} to ${duration(bar.toSeconds)}`;

const mark = (
  { bars }: Distribution,
  { name, seconds }: { name: string; seconds: number },
  place: { index: number; palette: Palette },
): AnnotationOptions | undefined => {
  const position = positionAmongBars(bars, seconds);
  if (position === undefined) return undefined;
  const late = position > bars.length * 0.7;
  return {
    type: 'line',
    scaleID: 'x',
    value: position,
    borderColor: place.palette.text,
    borderWidth: 1.5,
    borderDash: [4, 3],
    label: {
      display: true,
      // In front of the lines of its neighbours.
      z: 1,
      content: `${name}: ${duration(seconds)}`,
      position: 'start',
      // Marks that stand close together have their labels below one another.
      yAdjust: place.index * 22,
      xAdjust: late ? -6 : 6,
      backgroundColor: place.palette.surface,
      color: place.palette.text,
      font: { size: 12, weight: 'normal' },
      padding: { x: 5, y: 3 },
    },
  };
};

const marks = (input: Distribution, palette: Palette): Record<string, AnnotationOptions> =>
  Object.fromEntries(
    input.marks.flatMap(({ name, seconds }, index) => {
      const drawn = seconds === null ? undefined : mark(input, { name, seconds }, { index, palette });
      return drawn ? [[name, drawn]] : [];
    }),
  );

/** How many took how long; the bars widen with the durations, so that minutes and months fit in one picture. */
export const drawHistogram = (input: Distribution, palette: Palette): Drawing => {
  const { bars, noun } = input;
  const total = bars.reduce((sum, bar) => sum + bar.n, 0);
  const look = options({
    palette,
    values: { title: `${noun}s`, tick: count, whole: true },
    heading: (index) => barName(bars[index]!),
    line: ({ raw }) => `${counted(Number(raw), noun)}, ${trimmed((Number(raw) / total) * 100, 1)} %`,
  });
  return {
    type: 'bar',
    data: {
      labels: bars.map((bar) => duration(bar.fromSeconds)),
      datasets: [
        {
          type: 'bar',
          label: `${noun}s`,
          data: bars.map((bar) => bar.n),
          backgroundColor: palette.main,
          categoryPercentage: 1,
          barPercentage: 0.94,
        },
      ],
    },
    options: {
      ...look,
      plugins: { ...look.plugins, annotation: { animations: {}, annotations: marks(input, palette) } },
    },
  };
};
