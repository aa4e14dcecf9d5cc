import { type Axis, type Drawing, options } from './drawing.js';
import type { Palette } from './palette.js';
import { shortened } from './shade.js';

export interface Ranking {
  name: string;
  bars: readonly { name: string; value: number; line: string }[];
  axis: Axis;
}

/** One bar below the other, in the order in which they are given. */
export const drawRanking = ({ name, bars, axis }: Ranking, palette: Palette): Drawing => ({
  type: 'bar',
  data: {
    labels: bars.map((bar) => shortened(bar.name, 28)),
    datasets: [
      {
        type: 'bar',
        label: name,
        data: bars.map(({ value }) => value),
        backgroundColor: palette.main,
        maxBarThickness: 24,
        minBarLength: 2,
      },
    ],
  },
  options: options({
    palette,
    horizontal: true,
    values: axis,
    heading: (index) => bars[index]!.name,
    line: ({ dataIndex }) => bars[dataIndex]!.line,
  }),
});
