import { useMemo } from 'react';
import { ChartCanvas } from '../charts/chart-canvas.js';
import { drawRanking, type Ranking } from '../charts/ranking.js';
import { durationAxis } from '../charts/scale.js';
import { ExactDuration } from '../figure/amount.js';
import { type Column, DataTable } from '../figure/data-table.js';
import { Figure } from '../figure/figure.js';
import type { Asked } from '../filters/use-filters.js';
import { duration } from '../format/duration.js';
import { count, counted, percent } from '../format/number.js';
import { pairName } from './cells.js';
import type { Bottlenecks } from './queries.js';
import { AllHandoffs, PairButton, proofOfWaits, type Show } from './shown.js';

type Bottleneck = Bottlenecks['cells'][number];

const columns = (show: Show): Column<Bottleneck>[] => [
  { name: 'From and to', cell: ({ from, to }) => <PairButton from={from} to={to} show={show} /> },
  { name: 'Total wait', figure: true, cell: ({ waitTotal }) => <ExactDuration seconds={waitTotal} /> },
  { name: 'Share of all waiting', figure: true, cell: ({ share }) => percent(share) },
  { name: 'Handoffs', figure: true, cell: (cell) => count(cell.count) },
  { name: 'Half within', figure: true, cell: ({ waitP50 }) => <ExactDuration seconds={waitP50} /> },
  { name: 'Began to wait', figure: true, cell: ({ arrivals }) => count(arrivals) },
  { name: 'Ended to wait', figure: true, cell: ({ departures }) => count(departures) },
];

const rankingOf = (cells: Bottleneck[]): Ranking => ({
  name: 'Total wait',
  bars: cells.map((cell) => ({
    name: pairName(cell),
    value: cell.waitTotal,
    line: `${duration(cell.waitTotal)}, ${percent(cell.share)} of all waiting, ${counted(cell.count, 'handoff')}`,
  })),
  axis: durationAxis(
    'total wait',
    cells.map(({ waitTotal }) => waitTotal),
  ),
});

const title = 'Bottlenecks';

interface Props {
  bottlenecks: Bottlenecks;
  asked: Asked;
  show: Show;
}

export const BottleneckFigure = ({ bottlenecks, asked, show }: Props) => {
  const { cells, waitTotal } = bottlenecks;
  const input = useMemo(() => rankingOf(cells), [cells]);
  const [first] = cells;
  const share = first ? `; ${percent(first.share)} of all waiting is ${pairName(first)}` : '';
  return (
    <Figure
      id="bottlenecks"
      title={title}
      meaning={`Where most of the ${duration(waitTotal)} of waiting was spent${share}. To shorten the first shortens most.`}
      asked={asked}
      proof={proofOfWaits(bottlenecks)}
      noun="handoff"
      rows={<AllHandoffs title={title} show={show} />}
      chart={
        <ChartCanvas
          draw={drawRanking}
          input={input}
          label={`Total wait of ${counted(cells.length, 'pair')}${share}`}
          height={70 + cells.length * 34}
          pick={(index) => {
            const { from, to } = cells[index]!;
            show({ kind: 'handoffs', from, to });
          }}
        />
      }
      table={<DataTable caption={title} columns={columns(show)} rows={cells} rowKey={pairName} />}
    />
  );
};
