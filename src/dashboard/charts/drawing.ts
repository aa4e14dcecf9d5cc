import type { ChartConfiguration, ChartOptions, TooltipItem } from 'chart.js';
import type { Palette } from './palette.js';

type Kind = 'bar' | 'line';

/** What a chart draws: a value for each label; null is a gap. */
export type Drawing = ChartConfiguration<Kind, (number | null)[], string>;

/** Charts without axes of values: a heat map, a ring, a flow. */
type Plain = ChartConfiguration<'matrix'> | ChartConfiguration<'doughnut'> | ChartConfiguration<'sankey'>;

/** Makes a drawing of an answer in the colours of the theme. */
export type Draw<Input> = (input: Input, palette: Palette) => Drawing | Plain;

export const font = { family: 'system-ui, sans-serif', size: 12 };

/** How a tooltip looks on every chart. */
export const tooltipLook = (palette: Palette) => ({
  backgroundColor: palette.text,
  titleColor: palette.surface,
  bodyColor: palette.surface,
  titleFont: font,
  bodyFont: font,
  padding: 10,
  displayColors: false,
});

export interface Axis {
  title: string;
  /** How a value reads on the axis. */
  tick: (value: number) => string;
  stepSize?: number;
  /** The axis reaches at least this far. */
  max?: number;
  /** No value lies beyond: 1 for a share. */
  ceiling?: number;
  /** Counts: no ticks between whole numbers. */
  whole?: boolean;
}

const scales = (values: Axis, palette: Palette, horizontal: boolean): ChartOptions<Kind>['scales'] => {
  const valueAxis = {
    beginAtZero: true,
    suggestedMax: values.max,
    max: values.ceiling,
    grace: '5%',
    border: { display: false },
    grid: { color: palette.grid, drawTicks: false },
    title: { display: true, text: values.title, color: palette.muted, font },
    ticks: {
      color: palette.muted,
      font,
      padding: 6,
      stepSize: values.stepSize,
      precision: values.whole ? 0 : undefined,
      callback: (value: string | number) => values.tick(Number(value)),
    },
  };
  const labelAxis = {
    border: { color: palette.grid },
    grid: { display: false },
    ticks: {
      color: horizontal ? palette.text : palette.muted,
      font,
      maxRotation: 0,
      autoSkip: !horizontal,
      autoSkipPadding: 14,
    },
  };
  return horizontal ? { x: valueAxis, y: labelAxis } : { x: labelAxis, y: valueAxis };
};

interface Look {
  values: Axis;
  palette: Palette;
  horizontal?: boolean;
  /** The first line of a tooltip, by the index of the label. */
  heading: (index: number) => string;
  /** One line of a tooltip. */
  line: (item: TooltipItem<Kind>) => string;
}

/** What all charts share: quiet axes, the theme's colours, no movement. */
export const options = ({
  values,
  palette,
  horizontal = false,
  heading,
  line,
}: Look): ChartOptions<Kind> => ({
  animation: false,
  responsive: true,
  maintainAspectRatio: false,
  indexAxis: horizontal ? 'y' : 'x',
  interaction: { mode: 'index', intersect: false, axis: horizontal ? 'y' : 'x' },
  scales: scales(values, palette, horizontal),
  plugins: {
    tooltip: {
      ...tooltipLook(palette),
      callbacks: { title: (items) => heading(items[0]?.dataIndex ?? 0), label: line },
    },
  },
});
