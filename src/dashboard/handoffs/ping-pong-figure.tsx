import { useMemo } from 'react';
import { ChartCanvas } from '../charts/chart-canvas.js';
import { drawRanking, type Ranking } from '../charts/ranking.js';
import { type Column, DataTable } from '../figure/data-table.js';
import { Figure } from '../figure/figure.js';
import { count, counted, percent } from '../format/number.js';
import { type PingPong, pingPong } from './cells.js';
import { AllHandoffs, type FigureProps, PairButton, proofOfCounts, type Show } from './shown.js';

const mostDrawn = 10;

const nameOf = ({ one, other }: PingPong): string => `${one} ⇄ ${other}`;

const columns = (show: Show): Column<PingPong>[] => [
  { name: 'Between', cell: ({ one, other }) => `${one} and ${other}` },
  { name: 'Handoffs', figure: true, cell: (pair) => count(pair.count) },
  { name: 'Came back', figure: true, cell: ({ bounced }) => count(bounced) },
  { name: 'Bounce rate', figure: true, cell: ({ rate }) => <data value={rate}>{percent(rate)}</data> },
  { name: 'There', cell: ({ one, other }) => <PairButton from={one} to={other} show={show} /> },
  { name: 'And back', cell: ({ one, other }) => <PairButton from={other} to={one} show={show} /> },
];

const rankingOf = (pairs: readonly PingPong[]): Ranking => ({
  name: 'Bounce rate',
  bars: pairs.map((pair) => ({
    name: nameOf(pair),
    value: pair.rate,
    line: `${percent(pair.rate)}: ${count(pair.bounced)} of ${counted(pair.count, 'handoff')} came back`,
  })),
  axis: { title: 'share of handoffs that came back', tick: percent, ceiling: 1 },
});

const title = 'What goes to and fro';

export const PingPongFigure = ({ matrix, asked, show }: FigureProps) => {
  const pairs = useMemo(() => pingPong(matrix.cells), [matrix]);
  const drawn = useMemo(() => pairs.slice(0, mostDrawn), [pairs]);
  const input = useMemo(() => rankingOf(drawn), [drawn]);
  const most =
    pairs.length > mostDrawn ? `The ${mostDrawn} of ${counted(pairs.length, 'pair')} with` : 'With';
  const meaning = `Handoffs that came back, or were returned, rejected or reopened. ${most} the most of them first; the bar is their share of the handoffs between the two, both ways.`;
  return (
    <Figure
      id="ping-pong"
      title={title}
      meaning={meaning}
      asked={asked}
      proof={proofOfCounts(matrix)}
      noun="handoff"
      rows={<AllHandoffs title={title} show={show} />}
      chart={
        pairs.length === 0 ? (
          <p className="no-data-here">Nothing came back.</p>
        ) : (
          <ChartCanvas
            draw={drawRanking}
            input={input}
            label={`Bounce rates of ${counted(drawn.length, 'pair')}`}
            height={70 + drawn.length * 34}
            pick={(index) => {
              const { one, other } = drawn[index]!;
              show({ kind: 'handoffs', from: one, to: other });
            }}
          />
        )
      }
      table={<DataTable caption={title} columns={columns(show)} rows={pairs} rowKey={nameOf} />}
    />
  );
};
