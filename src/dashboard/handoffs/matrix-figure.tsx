import { useMemo } from 'react';
import { ChartCanvas } from '../charts/chart-canvas.js';
import { drawHeatMap, type HeatMap } from '../charts/heat-map.js';
import { ExactDuration } from '../figure/amount.js';
import { type Column, DataTable } from '../figure/data-table.js';
import { Figure } from '../figure/figure.js';
import { duration } from '../format/duration.js';
import { count, counted, percent } from '../format/number.js';
import { cellsAmong, holdersByWaiting, mostHolders, pairName } from './cells.js';
import type { Cell } from './queries.js';
import { AllHandoffs, type FigureProps, PairButton, proofOfWaits, type Show } from './shown.js';

const columns = (show: Show): Column<Cell>[] => [
  { name: 'From and to', cell: ({ from, to }) => <PairButton from={from} to={to} show={show} /> },
  { name: 'Handoffs', figure: true, cell: (cell) => count(cell.count) },
  { name: 'Total wait', figure: true, cell: ({ waitTotal }) => <ExactDuration seconds={waitTotal} /> },
  { name: 'Half within', figure: true, cell: ({ waitP50 }) => <ExactDuration seconds={waitP50} /> },
  { name: '85 % within', figure: true, cell: ({ waitP85 }) => <ExactDuration seconds={waitP85} /> },
  { name: 'Mean', figure: true, cell: ({ waitMean }) => <ExactDuration seconds={waitMean} /> },
  { name: 'Came back', figure: true, cell: ({ bounceRate }) => percent(bounceRate) },
];

const linesOf = (cell: Cell): string[] => [
  `${counted(cell.count, 'handoff')}, ${duration(cell.waitTotal)} in all`,
  cell.waitP50 === null ? 'no wait measured' : `half within ${duration(cell.waitP50)}`,
  `${percent(cell.bounceRate)} came back`,
];

const heatMapOf = (names: string[], cells: readonly Cell[]): HeatMap => ({
  names,
  cells: cells.map((cell) => ({
    from: cell.from,
    to: cell.to,
    seconds: cell.waitTotal,
    lines: linesOf(cell),
  })),
});

/** Tall enough that each row can be read and hit. */
const heightOf = (holders: number): number => Math.max(260, 130 + holders * 28);

const meaningOf = (all: number): string =>
  'A row hands over to a column: the stronger the colour, the longer items waited there in all.' +
  (all > mostHolders
    ? ` Drawn are the ${mostHolders} of ${count(all)} with most waiting; the table has them all.`
    : '');

export const MatrixFigure = ({ matrix, asked, show }: FigureProps) => {
  const title = 'Who hands over to whom';
  const all = useMemo(() => holdersByWaiting(matrix.cells), [matrix]);
  const names = useMemo(() => all.slice(0, mostHolders), [all]);
  const drawn = useMemo(() => cellsAmong(matrix.cells, names), [matrix, names]);
  const input = useMemo(() => heatMapOf(names, drawn), [names, drawn]);
  const longest = drawn.reduce<Cell | undefined>(
    (most, cell) => (most && most.waitTotal >= cell.waitTotal ? most : cell),
    undefined,
  );
  const label = `${counted(drawn.length, 'pair')} of ${counted(names.length, 'holder')}${
    longest ? `; the longest wait is ${pairName(longest)}, ${duration(longest.waitTotal)}` : ''
  }`;
  return (
    <Figure
      id="handoff-matrix"
      title={title}
      meaning={meaningOf(all.length)}
      asked={asked}
      proof={proofOfWaits(matrix)}
      noun="handoff"
      rows={<AllHandoffs title={title} show={show} />}
      wide
      legend={[{ name: `Total wait, up to ${duration(longest?.waitTotal ?? 0)}`, look: 'heat' }]}
      chart={
        <ChartCanvas
          draw={drawHeatMap}
          input={input}
          label={label}
          height={heightOf(names.length)}
          pick={(index) => {
            const { from, to } = drawn[index]!;
            show({ kind: 'handoffs', from, to });
          }}
        />
      }
      table={<DataTable caption={title} columns={columns(show)} rows={matrix.cells} rowKey={pairName} />}
    />
  );
};
