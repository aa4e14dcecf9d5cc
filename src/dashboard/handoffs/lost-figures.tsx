import { useMemo } from 'react';
import { ChartCanvas } from '../charts/chart-canvas.js';
import { drawRing, partLook } from '../charts/ring.js';
import { ExactDuration } from '../figure/amount.js';
import { type Column, DataTable } from '../figure/data-table.js';
import { Figure } from '../figure/figure.js';
import { duration } from '../format/duration.js';
import { counted, percent } from '../format/number.js';
import { lostByPair, lostByReceiver, type Part } from './cells.js';
import { AllHandoffs, type FigureProps, proofOfWaits, type Show } from './shown.js';

const series = { main: 'var(--series-1)', second: 'var(--series-2)', third: 'var(--series-3)' };

const sumOf = (parts: readonly Part[]): number => parts.reduce((sum, { value }) => sum + value, 0);

const PartName = ({ part: { name, between }, show }: { part: Part; show: Show }) =>
  between ? (
    <button
      type="button"
      className="quiet"
      aria-label={`Handoffs of ${name}`}
      onClick={() => show({ kind: 'handoffs', ...between })}
    >
      {name}
    </button>
  ) : (
    <span>{name}</span>
  );

/** Names the parts beside the ring; each leads to its handoffs. */
const Parts = ({ parts, show }: { parts: readonly Part[]; show: Show }) => (
  <ol className="ring-parts">
    {parts.map((part, index) => {
      const look = partLook(index, part.between === undefined);
      return (
        <li key={part.name}>
          <span
            className="part-swatch"
            aria-hidden="true"
            style={{ background: series[look.series], opacity: look.strength }}
          />
          <PartName part={part} show={show} />
          <span className="part-share">{percent(part.value / sumOf(parts))}</span>
        </li>
      );
    })}
  </ol>
);

const columns = (name: string, total: number, show: Show): Column<Part>[] => [
  { name, cell: (part) => <PartName part={part} show={show} /> },
  { name: 'Total wait', figure: true, cell: ({ value }) => <ExactDuration seconds={value} /> },
  { name: 'Share', figure: true, cell: ({ value }) => percent(value / total) },
];

interface LostProps extends FigureProps {
  id: string;
  title: string;
  meaning: string;
  parts: Part[];
  column: string;
}

const Lost = ({ id, title, meaning, parts, column, matrix, asked, show }: LostProps) => {
  const total = sumOf(parts);
  const input = useMemo(
    () => ({
      parts: parts.map(({ name, value, between }) => ({ name, value, rest: between === undefined })),
    }),
    [parts],
  );
  const pick = (index: number) => {
    const between = parts[index]?.between;
    if (between) show({ kind: 'handoffs', ...between });
  };
  const label = `${title}: ${duration(total)} in ${counted(parts.length, 'part')}`;
  return (
    <Figure
      id={id}
      title={title}
      meaning={meaning}
      asked={asked}
      proof={proofOfWaits(matrix)}
      noun="handoff"
      rows={<AllHandoffs title={title} show={show} />}
      chart={
        parts.length === 0 ? (
          <p className="no-data-here">No handoff waited.</p>
        ) : (
          <div className="ring">
            <ChartCanvas draw={drawRing} input={input} label={label} height={240} pick={pick} />
            <Parts parts={parts} show={show} />
          </div>
        )
      }
      table={
        <DataTable
          caption={title}
          columns={columns(column, total, show)}
          rows={parts}
          rowKey={({ name }) => name}
        />
      }
    />
  );
};

export const LostByPair = (props: FigureProps) => {
  const parts = useMemo(() => lostByPair(props.matrix.cells), [props.matrix]);
  return (
    <Lost
      {...props}
      id="lost-by-handoff"
      title="Where the time is lost"
      meaning="All waiting of the range by the handoff at which it was spent, the largest first and clockwise."
      parts={parts}
      column="Handoff"
    />
  );
};

export const LostByReceiver = (props: FigureProps) => {
  const parts = useMemo(() => lostByReceiver(props.matrix.cells), [props.matrix]);
  return (
    <Lost
      {...props}
      id="lost-by-receiver"
      title="Who is waited for"
      meaning="The same waiting by who took over in the end. It says where work queues, not who is slow."
      parts={parts}
      column="Took over"
    />
  );
};
