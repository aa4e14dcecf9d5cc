import type { ChartConfiguration, LegendItem } from 'chart.js';
import { shownValue } from '../../format.js';
import type { Chart } from '../../model.js';
import { axesOf } from './axes.js';
import { drawable, FILLS, font, INK, STILL, STROKES, shortened, VERDICT_FILLS } from './look.js';

export interface Drawing {
  readonly height: number;
  readonly configuration: ChartConfiguration;
}

const numbers = (values: readonly (number | null)[]): (number | null)[] => [...values];

const legend = (chart: Chart) => ({
  display: chart.series.length > 1,
  position: 'bottom' as const,
  align: 'start' as const,
  labels: { font, color: INK.text, usePointStyle: true, pointStyleWidth: 34, boxHeight: 7, padding: 16 },
});

/** The lines themselves with their dashes, not only their marks. */
const lineLegend = (chart: Chart) => {
  const usual = legend(chart);
  const generateLabels = (): LegendItem[] =>
    chart.series.map(({ title }, i) => {
      const { colour, width, dash } = STROKES[i % STROKES.length]!;
      return {
        ...{ text: drawable(title), datasetIndex: i, pointStyle: 'line', fontColor: INK.text },
        ...{ strokeStyle: colour, lineWidth: width, lineDash: [...dash] },
      };
    });
  return { ...usual, labels: { ...usual.labels, generateLabels } };
};

const line = (chart: Chart): Drawing => ({
  height: 280,
  configuration: {
    type: 'line',
    data: {
      labels: [...chart.labels],
      datasets: chart.series.map(({ title, values }, i) => {
        const { colour, width, dash, mark } = STROKES[i % STROKES.length]!;
        return {
          ...{ label: drawable(title), data: numbers(values), borderColor: colour, borderWidth: width },
          ...{ borderDash: [...dash], backgroundColor: colour, pointStyle: mark, pointRadius: 3.5 },
          ...{ spanGaps: false, tension: 0 },
        };
      }),
    },
    options: {
      ...STILL,
      scales: axesOf(chart, { horizontal: false }),
      plugins: { legend: lineLegend(chart) },
    },
  } as ChartConfiguration,
});

const bars = (chart: Chart, horizontal: boolean): Drawing => ({
  height: horizontal ? 60 + 26 * chart.labels.length * chart.series.length : 280,
  configuration: {
    type: 'bar',
    data: {
      labels: [...chart.labels],
      datasets: chart.series.map(({ title, values }, i) => ({
        ...{ label: drawable(title), data: numbers(values), backgroundColor: FILLS[i % FILLS.length]!.fill },
        ...{ borderColor: INK.main, borderWidth: 1, maxBarThickness: 40, pointStyle: 'rect' },
      })),
    },
    options: {
      ...STILL,
      indexAxis: horizontal ? 'y' : 'x',
      scales: axesOf(chart, { horizontal }),
      plugins: { legend: legend(chart) },
    },
  } as ChartConfiguration,
});

const stacked = (chart: Chart): Drawing => ({
  height: 76 + 32 * chart.labels.length,
  configuration: {
    type: 'bar',
    data: {
      labels: [...chart.labels],
      datasets: chart.series.map(({ title, values }, i) => ({
        ...{ label: drawable(title), data: numbers(values), pointStyle: 'rect' },
        ...{ backgroundColor: VERDICT_FILLS[i % VERDICT_FILLS.length]!.fill, borderColor: INK.text },
        ...{ borderWidth: 0.75, maxBarThickness: 22 },
      })),
    },
    options: {
      ...STILL,
      indexAxis: 'y',
      scales: axesOf(chart, { horizontal: true, stacked: true }),
      plugins: { legend: legend(chart) },
    },
  } as ChartConfiguration,
});

/** Each part is named with its value and share, so that nobody has to match colours. */
const ring = (chart: Chart): Drawing => {
  const values = chart.series[0]!.values.map((value) => value ?? 0);
  const total = values.reduce((sum, value) => sum + value, 0);
  const named = chart.labels.map((label, i) => {
    const share = total > 0 ? values[i]! / total : 0;
    return `${i + 1}  ${shortened(label, 38)}: ${shownValue(values[i]!, chart.unit)}, ${shownValue(share, 'ratio')}`;
  });
  const fills = chart.labels.map((_, i) => FILLS[i % FILLS.length]!.fill);
  return {
    height: 240,
    configuration: {
      type: 'doughnut',
      data: {
        labels: named.map(drawable),
        datasets: [
          {
            data: values,
            backgroundColor: fills,
            borderColor: INK.text,
            borderWidth: 0.75,
          },
        ],
      },
      options: {
        ...STILL,
        cutout: '55%',
        plugins: {
          legend: {
            position: 'right',
            align: 'center',
            labels: { font, color: INK.text, boxWidth: 16, boxHeight: 12, padding: 10 },
          },
        },
      },
    } as ChartConfiguration,
  };
};

export const drawingOf = (chart: Chart): Drawing => {
  switch (chart.kind) {
    case 'line':
      return line(chart);
    case 'bar':
      return bars(chart, false);
    case 'ranking':
      return bars(chart, true);
    case 'stacked':
      return stacked(chart);
    case 'ring':
      return ring(chart);
  }
};
