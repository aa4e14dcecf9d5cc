import type { AnnotationOptions } from 'chartjs-plugin-annotation';
import type { Bucket } from '../api/graphql.js';
import { bucketName, bucketTick } from '../format/time.js';
import { type Axis, type Drawing, options } from './drawing.js';
import type { Palette } from './palette.js';

/** The centre and the natural limits of a process, and the buckets that fall outside them. */
export interface Limits {
  centre: number;
  lower: number;
  upper: number;
  signals: string[];
}

export interface Line {
  name: string;
  values: (number | null)[];
}

export interface Trend {
  froms: string[];
  bucket: Bucket;
  zone: string;
  /** At most three. The limits belong to the first line. */
  lines: Line[];
  limits: Limits | null;
  bars?: boolean;
  axis: Axis;
  say: (value: number) => string;
}

/** Compared as instants: the same bucket may be written with another offset. */
export const isSignal = (limits: Limits | null, from: string): boolean =>
  limits?.signals.some((signal) => Date.parse(signal) === Date.parse(from)) ?? false;

const limitLines = (limits: Limits | null, palette: Palette): Record<string, AnnotationOptions> => {
  if (!limits) return {};
  return {
    band: {
      type: 'box',
      yMin: limits.lower,
      yMax: limits.upper,
      backgroundColor: palette.band,
      borderWidth: 0,
      drawTime: 'beforeDatasetsDraw',
    },
    centre: {
      type: 'line',
      yMin: limits.centre,
      yMax: limits.centre,
      borderColor: palette.muted,
      borderWidth: 1,
      borderDash: [2, 3],
      drawTime: 'beforeDatasetsDraw',
    },
  };
};

/** With more points than this the marks would hide the line. */
const manyPoints = 60;

/** A point between two gaps has no line that would show it. */
const radius = (values: Line['values'], at: number, signal: boolean): number => {
  const many = values.length > manyPoints;
  if (signal) return many ? 5 : 7;
  const alone = (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;
  return many && !alone ? 1 : 2.5;
};

/** Told apart by their dashes as well as by their colours. */
const strokes = [
  { colour: 'main', width: 2.5, dash: [] },
  { colour: 'second', width: 1.75, dash: [7, 4] },
  { colour: 'third', width: 1.75, dash: [2, 3] },
] as const;

const dataset = (trend: Trend, index: number, palette: Palette): Drawing['data']['datasets'][number] => {
  const line = trend.lines[index]!;
  const stroke = strokes[index] ?? strokes[0];
  const colour = palette[stroke.colour];
  const outside = trend.froms.map((from) => index === 0 && isSignal(trend.limits, from));
  const colours = outside.map((signal) => (signal ? palette.alert : colour));
  if (trend.bars) {
    return {
      type: 'bar',
      label: line.name,
      data: line.values,
      backgroundColor: colours,
      maxBarThickness: 40,
      minBarLength: 1,
    };
  }
  return {
    type: 'line',
    label: line.name,
    data: line.values,
    borderColor: colour,
    backgroundColor: colours,
    pointBorderColor: colours,
    borderWidth: stroke.width,
    borderDash: [...stroke.dash],
    pointStyle: outside.map((signal) => (signal ? 'triangle' : 'circle')),
    pointRadius: outside.map((signal, at) => radius(line.values, at, signal)),
    pointHoverRadius: 5,
    spanGaps: false,
    tension: 0,
  };
};

/** Room for the limits; up to the ceiling only where the values come near it, or where nothing else gives a scale. */
const reaching = ({ axis, lines, limits }: Trend): Axis => {
  const upper = limits?.upper ?? 0;
  const top = Math.max(upper, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const near = axis.ceiling !== undefined && (top === 0 || top >= axis.ceiling * 0.9);
  return { ...axis, max: upper, ceiling: near ? axis.ceiling : undefined };
};

/** A value for each bucket, with the limits of the process; a point outside them is a red triangle. */
export const drawTrend = (trend: Trend, palette: Palette): Drawing => {
  const look = options({
    palette,
    values: reaching(trend),
    heading: (index) => bucketName(trend.froms[index]!, trend.bucket, trend.zone),
    line: (item) => `${item.dataset.label}: ${item.raw === null ? 'no data' : trend.say(Number(item.raw))}`,
  });
  return {
    type: trend.bars ? 'bar' : 'line',
    data: {
      labels: trend.froms.map((from) => bucketTick(from, trend.bucket, trend.zone)),
      datasets: trend.lines.map((_, index) => dataset(trend, index, palette)),
    },
    options: {
      ...look,
      plugins: {
        ...look.plugins,
        annotation: { animations: {}, annotations: limitLines(trend.limits, palette) },
      },
    },
  };
};
