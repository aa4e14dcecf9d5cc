import { escapeXml } from '../../support/escape-xml.js';
import { shownValue } from '../format.js';
import type { Chart, Series } from '../model.js';

/** Charts by hand: the same bytes on every machine, sharp on paper, and told apart without colour. */

const WIDTH = 720;
const HEIGHT = 260;
const LEFT = 84;
const RIGHT = 12;
const TOP = 14;
const BOTTOM = 58;

const DASHES = ['', '6 4', '2 3', '10 3 2 3'];
const INK = ['#12344d', '#5a5a5a', '#8a5a00', '#7a7a7a'];

const px = (value: number): string => String(Math.round(value * 100) / 100);

interface Scale {
  x(index: number): number;
  y(value: number): number;
  readonly ticks: readonly number[];
  /** Room for each label. */
  readonly step: number;
}

/** 1, 2 or 5 times a power of ten; for spans also what clocks count by. */
const NICE_SECONDS = [60, 300, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 172_800, 432_000, 864_000];

const niceStep = (most: number, isSeconds: boolean): number => {
  const least = most / 4;
  const ofClock = isSeconds ? NICE_SECONDS.find((step) => step >= least && least > 30) : undefined;
  if (ofClock) return ofClock;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? power * 10;
};

const scaleOf = (chart: Chart): Scale => {
  const values = chart.series.flatMap(({ values: of }) => of.filter((value) => value !== null));
  const most = Math.max(0, ...values) || 1;
  const step = niceStep(most, chart.unit === 'seconds');
  const count = Math.max(1, Math.ceil(most / step - 1e-9));
  const room = (WIDTH - LEFT - RIGHT) / Math.max(1, chart.labels.length);
  return {
    x: (index) => LEFT + room * (index + 0.5),
    y: (value) => HEIGHT - BOTTOM - (value / (step * count)) * (HEIGHT - TOP - BOTTOM),
    ticks: Array.from({ length: count + 1 }, (_, i) => i * step),
    step: room,
  };
};

export const chartSvg = (chart: Chart): string => {
  const scale = scaleOf(chart);
  const shapes = chart.series.map((series, i) =>
    chart.kind === 'line' ? line(series, i, scale) : bars(series, i, chart, scale),
  );
  const id = `chart-${escapeXml(chart.id)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${id}" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="Roboto" font-size="11">`,
    `<title id="${id}">${escapeXml(chart.alt)}</title>`,
    grid(chart, scale),
    ...shapes,
    legend(chart.series),
    '</svg>',
  ].join('');
};

const grid = (chart: Chart, scale: Scale): string => {
  const lines = scale.ticks.map(
    (tick) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${px(scale.y(tick))}" y2="${px(scale.y(tick))}" stroke="#cccccc" stroke-width="1"/>` +
      `<text x="${LEFT - 6}" y="${px(scale.y(tick) + 4)}" text-anchor="end" fill="#333333">${escapeXml(tick === 0 ? '0' : shownValue(tick, chart.unit))}</text>`,
  );
  const every = Math.max(1, Math.ceil(66 / scale.step));
  const labels = chart.labels.map((label, i) =>
    i % every === 0
      ? `<text x="${px(scale.x(i))}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle" fill="#333333">${escapeXml(label)}</text>`
      : '',
  );
  return [...lines, ...labels].join('');
};

/** Runs of neighbours that were measured: a gap stays a gap. */
const runsOf = (values: Series['values']): number[][] => {
  const runs: number[][] = [];
  for (const [i, value] of values.entries()) {
    if (value === null) continue;
    const last = runs.at(-1);
    if (last?.at(-1) === i - 1) last.push(i);
    else runs.push([i]);
  }
  return runs;
};

const line = ({ values }: Series, nth: number, { x, y }: Scale): string => {
  const ink = INK[nth % INK.length]!;
  const dash = DASHES[nth % DASHES.length];
  const dashed = dash ? ` stroke-dasharray="${dash}"` : '';
  const paths = runsOf(values).map((run) => {
    const points = run.map((i, at) => `${at === 0 ? 'M' : 'L'}${px(x(i))} ${px(y(values[i]!))}`).join('');
    return `<path d="${points}" fill="none" stroke="${ink}" stroke-width="2"${dashed}/>`;
  });
  const marks = values.map((value, i) => (value === null ? '' : mark(nth, x(i), y(value))));
  return [...paths, ...marks].join('');
};

/** Circle, square, triangle, in turn. */
const mark = (nth: number, x: number, y: number): string => {
  const ink = INK[nth % INK.length]!;
  if (nth % 3 === 0) return `<circle cx="${px(x)}" cy="${px(y)}" r="3" fill="${ink}"/>`;
  if (nth % 3 === 1) return `<rect x="${px(x - 3)}" y="${px(y - 3)}" width="6" height="6" fill="${ink}"/>`;
  return `<path d="M${px(x)} ${px(y - 4)}L${px(x + 4)} ${px(y + 3)}L${px(x - 4)} ${px(y + 3)}Z" fill="${ink}"/>`;
};

const bars = ({ values }: Series, nth: number, chart: Chart, { x, y, step }: Scale): string => {
  const width = (step * 0.7) / chart.series.length;
  return values
    .map((value, i) => {
      if (value === null) return '';
      const left = x(i) - step * 0.35 + nth * width;
      const fill = nth % 2 === 0 ? INK[0] : '#ffffff';
      return `<rect x="${px(left)}" y="${px(y(value))}" width="${px(width)}" height="${px(y(0) - y(value))}" fill="${fill}" stroke="${INK[0]}"/>`;
    })
    .join('');
};

const legend = (series: readonly Series[]): string => {
  let left = LEFT;
  return series
    .map(({ title }, i) => {
      const at = left;
      left += 46 + title.length * 6;
      const y = HEIGHT - 14;
      const dash = DASHES[i % DASHES.length];
      return (
        `<line x1="${at}" x2="${at + 26}" y1="${y - 4}" y2="${y - 4}" stroke="${INK[i % INK.length]}" stroke-width="2"${dash ? ` stroke-dasharray="${dash}"` : ''}/>` +
        mark(i, at + 13, y - 4) +
        `<text x="${at + 32}" y="${y}" fill="#333333">${escapeXml(title)}</text>`
      );
    })
    .join('');
};
