import type { Chart as Drawn, Plugin } from 'chart.js';
import { decimal } from '../../format.js';
import type { Chart } from '../../model.js';
import { FAMILY, FILLS, VERDICT_FILLS } from './look.js';

const SMALLEST_WIDTH = 6;

/** Writes the value into each part of a stacked bar, and its number into each part of a ring: readable without colour. */
export const valueLabels = (chart: Chart): Plugin => ({
  id: 'value-labels',
  afterDatasetsDraw: (drawn) => {
    if (chart.kind === 'stacked') labelBars(drawn, chart);
    if (chart.kind === 'ring') labelRing(drawn, chart);
  },
});

const write = (drawn: Drawn, text: string, at: { readonly x: number; readonly y: number; ink: string }) => {
  const { ctx } = drawn;
  ctx.save();
  ctx.font = `11px "${FAMILY}"`;
  ctx.fillStyle = at.ink;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, at.x, at.y);
  ctx.restore();
};

const labelBars = (drawn: Drawn, chart: Chart): void => {
  for (const [i, { values }] of chart.series.entries()) {
    for (const [at, element] of drawn.getDatasetMeta(i).data.entries()) {
      const value = values[at];
      const { x, y, width } = element.getProps(['x', 'y', 'width'], true) as Record<
        'x' | 'y' | 'width',
        number
      >;
      const text = decimal(value ?? 0, 0);
      if (!value || width < SMALLEST_WIDTH * text.length + 4) continue;
      write(drawn, text, { x: x - width / 2, y, ink: VERDICT_FILLS[i % VERDICT_FILLS.length]!.on });
    }
  }
};

/** Radians below which a number would not fit. */
const NARROWEST = 0.2;

const labelRing = (drawn: Drawn, { series }: Chart): void => {
  for (const [i, element] of drawn.getDatasetMeta(0).data.entries()) {
    const { x, y, startAngle, endAngle, innerRadius, outerRadius } = element.getProps(
      ['x', 'y', 'startAngle', 'endAngle', 'innerRadius', 'outerRadius'],
      true,
    ) as Record<'x' | 'y' | 'startAngle' | 'endAngle' | 'innerRadius' | 'outerRadius', number>;
    if (!series[0]!.values[i] || endAngle - startAngle < NARROWEST) continue;
    const [angle, radius] = [(startAngle + endAngle) / 2, (innerRadius + outerRadius) / 2];
    const place = { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
    write(drawn, String(i + 1), { ...place, ink: FILLS[i % FILLS.length]!.on });
  }
};
