import type { Chart, ChartConfiguration, Plugin, ScriptableContext } from 'chart.js';
import { duration } from '../format/duration.js';
import { font, tooltipLook } from './drawing.js';
import { inkOn, over } from './ink.js';
import type { Palette } from './palette.js';
import { shade, shortened } from './shade.js';

export interface HeatMap {
  /** The rows from the top and the columns from the left. */
  names: readonly string[];
  cells: readonly { from: string; to: string; seconds: number; lines: string[] }[];
}

/** Large differences must not hide the small ones: the eye sees the square root. */
const heat = (seconds: number, most: number): number =>
  most > 0 ? 0.08 + 0.92 * Math.sqrt(seconds / most) : 0.08;

/** Below this many pixels a cell is too narrow for most durations. */
const wideEnough = 54;

const side = (length: number, count: number): number => Math.max(1, length / count - 2);

const written = ({ names, cells }: HeatMap, most: number, palette: Palette): Plugin<'matrix'> => ({
  id: 'written',
  afterDatasetsDraw: (chart: Chart) => {
    const { ctx, chartArea } = chart;
    const width = chartArea.width / names.length;
    if (width < wideEnough) return;
    ctx.save();
    ctx.font = `${font.size}px ${font.family}`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    for (const [index, mark] of chart.getDatasetMeta(0).data.entries()) {
      const { seconds } = cells[index]!;
      const { x, y } = (mark as unknown as { getCenterPoint(): { x: number; y: number } }).getCenterPoint();
      ctx.fillStyle = inkOn(over(palette.surface, palette.main, heat(seconds, most)));
      // The longest are drawn narrower, not over the cells beside.
      ctx.fillText(duration(seconds), x, y, width - 6);
    }
    ctx.restore();
  },
});

const axis = (names: readonly string[], title: string, palette: Palette) => ({
  type: 'category' as const,
  labels: [...names],
  offset: true,
  border: { display: false },
  // Between the cells, so that an empty one can still be followed to its names.
  grid: { color: palette.grid, offset: true, drawTicks: false },
  title: { display: true, text: title, color: palette.muted, font },
  ticks: {
    color: palette.text,
    font,
    autoSkip: false,
    maxRotation: 90,
    callback: (_: string | number, index: number) => shortened(names[index] ?? '', 16),
  },
});

/** Who hands over to whom: the stronger the colour, the more waiting. */
export const drawHeatMap = (input: HeatMap, palette: Palette): ChartConfiguration<'matrix'> => {
  const { names, cells } = input;
  const most = Math.max(0, ...cells.map(({ seconds }) => seconds));
  const colours = cells.map(({ seconds }) => shade(palette.main, heat(seconds, most)));
  return {
    type: 'matrix',
    data: {
      datasets: [
        {
          label: 'Wait',
          data: cells.map(({ from, to, seconds }) => ({ x: to, y: from, v: seconds })),
          backgroundColor: colours,
          hoverBackgroundColor: colours,
          borderWidth: 0,
          hoverBorderWidth: 2,
          hoverBorderColor: palette.text,
          width: ({ chart }: ScriptableContext<'matrix'>) => side(chart.chartArea?.width ?? 0, names.length),
          height: ({ chart }: ScriptableContext<'matrix'>) =>
            side(chart.chartArea?.height ?? 0, names.length),
        },
      ],
    },
    plugins: [written(input, most, palette)],
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      scales: {
        x: { ...axis(names, 'to', palette), position: 'top' },
        y: axis(names, 'from', palette),
      },
      plugins: {
        tooltip: {
          ...tooltipLook(palette),
          callbacks: {
            title: ([item]) => {
              const cell = cells[item?.dataIndex ?? 0];
              return cell ? `${cell.from} → ${cell.to}` : '';
            },
            label: ({ dataIndex }) => cells[dataIndex]!.lines,
          },
        },
      },
    },
  };
};
