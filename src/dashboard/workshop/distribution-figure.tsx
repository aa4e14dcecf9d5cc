import { useMemo } from 'react';
import { ChartCanvas } from '../charts/chart-canvas.js';
import { drawTwoHistograms, sharedBars } from '../charts/two-histograms.js';
import { ExactDuration } from '../figure/amount.js';
import { type Column, DataTable } from '../figure/data-table.js';
import { duration } from '../format/duration.js';
import { count, counted } from '../format/number.js';
import type { Distribution } from './board.js';

export interface NamedDistribution {
  name: string;
  of: Distribution;
}

const figures: Column<NamedDistribution>[] = [
  { name: 'Flow time', cell: ({ name }) => name },
  { name: 'Items', figure: true, cell: ({ of }) => count(of.n) },
  { name: 'Half within', figure: true, cell: ({ of }) => <ExactDuration seconds={of.p50 ?? null} /> },
  { name: '85 % within', figure: true, cell: ({ of }) => <ExactDuration seconds={of.p85 ?? null} /> },
  { name: '95 % within', figure: true, cell: ({ of }) => <ExactDuration seconds={of.p95 ?? null} /> },
  { name: 'Mean', figure: true, cell: ({ of }) => <ExactDuration seconds={of.mean ?? null} /> },
];

const BarTable = ({ all, caption }: { all: NamedDistribution[]; caption: string }) => {
  const shared = sharedBars(all.map(({ name, of }) => ({ name, bars: of.bars })));
  return (
    <details>
      <summary>Every bar as a table</summary>
      <DataTable
        caption={`${caption}, by flow time`}
        columns={[
          {
            name: 'Flow time',
            cell: ({ bar }) => `${duration(bar.fromSeconds)} to ${duration(bar.toSeconds)}`,
          },
          ...all.map(({ name }, nth) => ({
            name,
            figure: true,
            cell: ({ counts }: (typeof shared)[number]) => count(counts[nth]!),
          })),
        ]}
        rows={shared}
        rowKey={({ bar }) => String(bar.fromSeconds)}
      />
    </details>
  );
};

/** Distributions of flow times side by side: never a mean alone. */
export const DistributionFigure = ({ caption, all }: { caption: string; all: NamedDistribution[] }) => {
  const input = useMemo(
    () => ({ noun: 'item', sets: all.map(({ name, of }) => ({ name, bars: of.bars })) }),
    [all],
  );
  if (all.every(({ of }) => of.n === 0)) {
    return <p className="no-data-here">No item was finished in this time.</p>;
  }
  return (
    <div className="distribution">
      <ul className="legend">
        {all.map(({ name, of }, nth) => (
          <li key={name}>
            <span className={`swatch set-${nth}`} />
            {name}, n = {counted(of.n, 'item')}
          </li>
        ))}
      </ul>
      <ChartCanvas draw={drawTwoHistograms} input={input} label={caption} height={260} />
      <DataTable caption={caption} columns={figures} rows={all} rowKey={({ name }) => name} />
      <BarTable all={all} caption={caption} />
    </div>
  );
};
