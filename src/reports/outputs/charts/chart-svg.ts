import { createCanvas, GlobalFonts, SvgExportFlag } from '@napi-rs/canvas';
import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Chart as ChartJs,
  DoughnutController,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js';
import { FONTS } from '../../../support/fonts.js';
import { escapeXml } from '../../../support/xml.js';
import type { Chart } from '../../model.js';
import { drawingOf } from './drawings.js';
import { FAMILY, WIDTH } from './look.js';
import { valueLabels } from './value-labels.js';

ChartJs.register(
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  DoughnutController,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
);

/** Nothing was measured: axes without anything between them would look like zeros. */
export const isEmptyChart = ({ series }: Chart): boolean =>
  series.every(({ values }) => values.every((value) => value === null));

let isPrepared = false;

const prepare = (): void => {
  if (isPrepared) return;
  GlobalFonts.registerFromPath(FONTS.normal, FAMILY);
  isPrepared = true;
};

/**
 * A chart as Chart.js draws it, as SVG. Its letters are drawn too, so that it looks the same where the font is not, and
 * nothing that somebody wrote can become markup.
 */
export const chartSvg = (chart: Chart): string => {
  prepare();
  const { height, configuration } = drawingOf(chart);
  const canvas = createCanvas(WIDTH, height, SvgExportFlag.ConvertTextToPaths);
  const drawn = new ChartJs(canvas.getContext('2d') as never, {
    ...configuration,
    plugins: [valueLabels(chart)],
  });
  const content = canvas.getContent().toString();
  drawn.destroy();
  return labelled(chart, content, height);
};

/** Without the declaration and the air between its elements; scaled by whoever shows it, and said in words. */
const labelled = (chart: Chart, content: string, height: number): string => {
  const id = `chart-${escapeXml(chart.id)}`;
  const inner = content
    .slice(content.indexOf('>', content.indexOf('<svg')) + 1)
    .replace(/>\s+</g, '><')
    // A hundredth of a pixel is finer than paper.
    .replace(/\d+\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" aria-labelledby="${id}" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">`,
    `<title id="${id}">${escapeXml(chart.alt)}</title>`,
    renamed(inner.trim(), id),
  ].join('');
};

/** The canvas numbers its clips as long as the process lives: here each chart counts its own, and shares none. */
const renamed = (content: string, id: string): string => {
  const names = new Map<string, string>();
  return content.replace(/\bcl_[0-9a-f]+\b/g, (name) => {
    const known = names.get(name) ?? `${id}-clip-${names.size + 1}`;
    names.set(name, known);
    return known;
  });
};
