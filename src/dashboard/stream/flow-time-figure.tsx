import { useMemo } from 'react';
import { ChartCanvas } from '../charts/chart-canvas.js';
import { barName, drawHistogram } from '../charts/histogram.js';
import { type Column, DataTable } from '../figure/data-table.js';
import { Figure } from '../figure/figure.js';
import type { Asked } from '../filters/use-filters.js';
import { duration } from '../format/duration.js';
import { count } from '../format/number.js';
import { proofOf } from './map-figure.js';
import type { StreamAnswer } from './queries.js';

type Bar = StreamAnswer['histogram'][number];

const columns: Column<Bar>[] = [
  { name: 'Flow time', cell: barName },
  { name: 'Items', figure: true, cell: ({ n }) => count(n) },
];

const title = 'Flow time';

/** How long finished items took from their entry to their end. */
export const FlowTimeFigure = ({ stream, asked }: { stream: StreamAnswer; asked: Asked }) => {
  const { histogram, flowTime } = stream;
  const { p50, p85 } = flowTime;
  const input = useMemo(
    () => ({
      bars: histogram,
      marks: [
        { name: 'half', seconds: p50 },
        { name: '85 %', seconds: p85 },
      ],
      noun: 'item',
    }),
    [histogram, p50, p85],
  );
  const meaning =
    p50 === null || p85 === null
      ? 'No item was finished in this time.'
      : `Half of the finished items took at most ${duration(p50)} from entry to end, 85 % at most ${duration(p85)}.`;
  return (
    <Figure
      id="flow-time"
      title={title}
      meaning={meaning}
      asked={asked}
      proof={{ ...proofOf(stream), n: flowTime.n, population: flowTime.n, excluded: [] }}
      noun="finished item"
      chart={<ChartCanvas draw={drawHistogram} input={input} label={meaning} height={300} />}
      table={
        <DataTable
          caption={title}
          columns={columns}
          rows={histogram}
          rowKey={({ fromSeconds }) => String(fromSeconds)}
        />
      }
    />
  );
};
