import { useMemo } from 'react';
import { ChartCanvas } from '../charts/chart-canvas.js';
import { drawSankey } from '../charts/sankey.js';
import { type Column, DataTable } from '../figure/data-table.js';
import { Figure } from '../figure/figure.js';
import { count, counted, percent } from '../format/number.js';
import { pairName } from './cells.js';
import type { Cell } from './queries.js';
import { AllHandoffs, type FigureProps, PairButton, proofOfCounts, type Show } from './shown.js';

/** More bands than these become a tangle. */
const mostDrawn = 30;

const columns = (total: number, show: Show): Column<Cell>[] => [
  { name: 'From and to', cell: ({ from, to }) => <PairButton from={from} to={to} show={show} /> },
  { name: 'Handoffs', figure: true, cell: (cell) => <data value={cell.count}>{count(cell.count)}</data> },
  { name: 'Share', figure: true, cell: (cell) => percent(cell.count / total) },
];

const title = 'How the work flows';

export const FlowFigure = ({ matrix, asked, show }: FigureProps) => {
  const { cells, handoffs } = matrix;
  const flows = useMemo(() => cells.slice(0, mostDrawn), [cells]);
  const input = useMemo(() => ({ flows }), [flows]);
  const givers = new Set(flows.map(({ from }) => from)).size;
  const takers = new Set(flows.map(({ to }) => to)).size;
  const drawn = flows.reduce((sum, flow) => sum + flow.count, 0);
  const part =
    cells.length > mostDrawn
      ? ` Drawn are the ${mostDrawn} most frequent of ${counted(cells.length, 'pair')}, ${percent(drawn / handoffs)} of the handoffs; the table has them all.`
      : '';
  return (
    <Figure
      id="handoff-flow"
      title={title}
      meaning={`From who gives, left, to who takes over, right: the wider, the more handoffs.${part}`}
      asked={asked}
      proof={proofOfCounts(matrix)}
      noun="handoff"
      rows={<AllHandoffs title={title} show={show} />}
      wide
      chart={
        <ChartCanvas
          draw={drawSankey}
          input={input}
          label={`${counted(handoffs, 'handoff')} of ${counted(matrix.items, 'item')} from ${count(givers)} to ${count(takers)}`}
          height={Math.max(240, 60 + Math.max(givers, takers) * 34)}
          pick={(index) => {
            const { from, to } = flows[index]!;
            show({ kind: 'handoffs', from, to });
          }}
        />
      }
      table={<DataTable caption={title} columns={columns(handoffs, show)} rows={cells} rowKey={pairName} />}
    />
  );
};
