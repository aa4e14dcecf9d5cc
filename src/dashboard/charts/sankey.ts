import type { ChartConfiguration, ScriptableContext } from 'chart.js';
import { counted } from '../format/number.js';
import { font, tooltipLook } from './drawing.js';
import type { Palette } from './palette.js';
import { shade, shortened } from './shade.js';

export interface Flows {
  flows: readonly { from: string; to: string; count: number }[];
}

/** Who gives stands left and who takes right, so that a flow and its return are two flows and not a circle. */
const giver = (name: string) => `from ${name}`;
const taker = (name: string) => `to ${name}`;

/** How many handoffs went from whom to whom. */
export const drawSankey = ({ flows }: Flows, palette: Palette): ChartConfiguration<'sankey'> => {
  const names = [...new Set(flows.flatMap(({ from, to }) => [from, to]))];
  const colourOf = (name: string): string => {
    const index = names.indexOf(name);
    return shade(index % 2 === 0 ? palette.main : palette.second, 1 - 0.5 * (index / names.length));
  };
  const nodes = (key: (name: string) => string) =>
    names.map((name): [string, string] => [key(name), shortened(name, 22)]);
  const flowColour = ({ dataIndex }: ScriptableContext<'sankey'>) => colourOf(flows[dataIndex]?.from ?? '');
  return {
    type: 'sankey',
    data: {
      datasets: [
        {
          label: 'Handoffs',
          data: flows.map(({ from, to, count }) => ({ from: giver(from), to: taker(to), flow: count })),
          labels: Object.fromEntries([...nodes(giver), ...nodes(taker)]),
          colorFrom: flowColour,
          colorTo: flowColour,
          colorMode: 'from',
          color: palette.text,
          borderWidth: 0,
          nodeWidth: 10,
          font,
          size: 'max',
        } as ChartConfiguration<'sankey'>['data']['datasets'][number],
      ],
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      plugins: {
        tooltip: {
          ...tooltipLook(palette),
          callbacks: {
            title: () => '',
            label: ({ dataIndex }) => {
              const flow = flows[dataIndex]!;
              return `${flow.from} → ${flow.to}: ${counted(flow.count, 'handoff')}`;
            },
          },
        },
      },
    },
  };
};
