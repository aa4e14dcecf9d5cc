import type { ChartConfiguration } from 'chart.js';
import { duration } from '../format/duration.js';
import { percent } from '../format/number.js';
import { tooltipLook } from './drawing.js';
import type { Palette } from './palette.js';
import { shade } from './shade.js';

export interface Ring {
  parts: readonly { name: string; value: number; rest: boolean }[];
}

/** Neighbours differ in hue and in lightness; what is left stands apart in grey. */
export const partLook = (
  index: number,
  rest: boolean,
): { series: 'main' | 'second' | 'third'; strength: number } =>
  rest
    ? { series: 'third', strength: 0.45 }
    : { series: index % 2 === 0 ? 'main' : 'second', strength: 1 - 0.1 * index };

const colourOf = (palette: Palette, index: number, rest: boolean): string => {
  const { series, strength } = partLook(index, rest);
  return shade(palette[series], strength);
};

/** The parts of a whole, clockwise from the top. Values are seconds. */
export const drawRing = ({ parts }: Ring, palette: Palette): ChartConfiguration<'doughnut'> => {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  return {
    type: 'doughnut',
    data: {
      labels: parts.map(({ name }) => name),
      datasets: [
        {
          label: 'Wait',
          data: parts.map(({ value }) => value),
          backgroundColor: parts.map(({ rest }, index) => colourOf(palette, index, rest)),
          borderColor: palette.surface,
          borderWidth: 2,
        },
      ],
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      cutout: '58%',
      plugins: {
        legend: { display: false },
        tooltip: {
          ...tooltipLook(palette),
          callbacks: {
            label: ({ raw }) => `${duration(Number(raw))}, ${percent(Number(raw) / total)}`,
          },
        },
      },
    },
  };
};
