import { useMemo } from 'react';
import { ChartCanvas } from '../charts/chart-canvas.js';
import { drawRanking, type Ranking } from '../charts/ranking.js';
import { ExactDuration } from '../figure/amount.js';
import { type Column, DataTable } from '../figure/data-table.js';
import { Figure } from '../figure/figure.js';
import type { Proof } from '../figure/proof.js';
import { duration } from '../format/duration.js';
import { count, counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { mostHolders } from './cells.js';
import type { Matrix, Queue } from './queries.js';
import type { FigureProps, Show } from './shown.js';

const columns = (zone: string, show: Show): Column<Queue>[] => [
  {
    name: 'Holder',
    cell: ({ holder }) => (
      <button
        type="button"
        className="quiet"
        aria-label={`What waits at ${holder}`}
        onClick={() => show({ kind: 'waiting', holder })}
      >
        {holder}
      </button>
    ),
  },
  { name: 'Items', figure: true, cell: (queue) => <data value={queue.count}>{count(queue.count)}</data> },
  { name: 'Half younger than', figure: true, cell: ({ ageP50 }) => <ExactDuration seconds={ageP50} /> },
  { name: 'Oldest since', cell: ({ oldest }) => moment(oldest, zone) },
];

const rankingOf = (queues: readonly Queue[]): Ranking => ({
  name: 'Items',
  bars: queues.map((queue) => ({
    name: queue.holder,
    value: queue.count,
    line: `${counted(queue.count, 'item')}, half of them younger than ${duration(queue.ageP50)}`,
  })),
  axis: { title: 'items', tick: count, whole: true },
});

/** Every item that waits is counted: none has a wait to be measured yet. */
const proofOfQueues = (matrix: Matrix): Proof => {
  const n = matrix.queues.reduce((sum, queue) => sum + queue.count, 0);
  return { ...matrix, n, population: n, excluded: [] };
};

const title = 'What waits now';

export const QueueFigure = ({ matrix, asked, show }: FigureProps) => {
  const { queues } = matrix;
  const drawn = useMemo(() => queues.slice(0, mostHolders), [queues]);
  const input = useMemo(() => rankingOf(drawn), [drawn]);
  const part =
    queues.length > mostHolders ? ` Drawn are the ${mostHolders} longest of ${count(queues.length)}.` : '';
  return (
    <Figure
      id="queues"
      title={title}
      meaning={`Items that somebody had, or was offered, at the end of the range and had not handed on: their age, in wall-clock time, still grows.${part}`}
      asked={asked}
      proof={proofOfQueues(matrix)}
      noun="item"
      wide
      rows={
        <button
          type="button"
          className="quiet"
          aria-label="All items that wait"
          onClick={() => show({ kind: 'waiting' })}
        >
          Items
        </button>
      }
      chart={
        <ChartCanvas
          draw={drawRanking}
          input={input}
          label={`Items that wait at ${counted(drawn.length, 'holder')}`}
          height={70 + drawn.length * 34}
          pick={(index) => show({ kind: 'waiting', holder: drawn[index]!.holder })}
        />
      }
      table={
        <DataTable
          caption={title}
          columns={columns(matrix.zone, show)}
          rows={queues}
          rowKey={({ holder }) => holder}
        />
      }
    />
  );
};
