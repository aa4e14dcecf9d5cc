import type { ChartOptions, ScaleOptionsByType } from 'chart.js';
import { shownValue } from '../../format.js';
import type { Chart, Unit } from '../../model.js';
import { drawable, font, INK, shortened } from './look.js';

/** Steps by which clocks count, in seconds. */
const CLOCK = [
  60, 300, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 172_800, 432_000, 864_000, 2_592_000,
];

const most = ({ series }: Chart): number =>
  Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));

const stepOf = (chart: Chart): number | undefined => {
  if (chart.unit !== 'seconds' || most(chart) <= 120) return undefined;
  return CLOCK.find((step) => step >= most(chart) / 5);
};

const tickOf =
  (unit: Unit) =>
  (value: number | string): string =>
    Number(value) === 0 ? '0' : shownValue(Number(value), unit);

const LONGEST_LABEL = 34;

/** A quiet axis of values from 0, and one of labels. */
export const axesOf = (
  chart: Chart,
  { horizontal, stacked = false }: { readonly horizontal: boolean; readonly stacked?: boolean },
): ChartOptions<'bar' | 'line'>['scales'] => {
  const step = stepOf(chart);
  const values = {
    type: 'linear' as const,
    beginAtZero: true,
    stacked,
    grace: '5%',
    // Nothing lies beyond the whole.
    ...(chart.unit === 'ratio' && (most(chart) > 0.9 || most(chart) === 0) && { max: 1 }),
    border: { display: false },
    grid: { color: INK.grid, drawTicks: false },
    ticks: {
      ...{ color: INK.muted, font, padding: 6, callback: tickOf(chart.unit) },
      ...(step && { stepSize: step }),
      ...(chart.unit === 'count' && { precision: 0 }),
    } as unknown as ScaleOptionsByType<'linear'>['ticks'],
  };
  const labels = {
    type: 'category' as const,
    stacked,
    border: { color: INK.muted },
    grid: { display: false },
    ticks: {
      color: INK.text,
      font,
      autoSkip: !horizontal,
      autoSkipPadding: 14,
      maxRotation: 0,
      callback: (_: unknown, index: number) => drawable(shortened(chart.labels[index] ?? '', LONGEST_LABEL)),
    },
  };
  return horizontal ? { x: values, y: labels } : { x: labels, y: values };
};
