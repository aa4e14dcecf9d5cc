import { useState } from 'react';
import { useQuery } from 'urql';
import { Timeline } from '../changes/timeline.js';
import { DataTable } from '../figure/data-table.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { eventsQuery } from '../trail/queries.js';
import { amount, difference, unitOf } from './amounts.js';
import { type ChangedSince, changedSinceQuery } from './queries.js';

type FigureChange = ChangedSince['figures'][number];

const Events = ({ ids, zone }: { ids: readonly string[]; zone: string }) => {
  const query = useQuery({ query: eventsQuery, variables: { ids: ids.slice(0, 200) } });
  return (
    <Answer query={query} what="the events" height={80}>
      {({ events }) => <Timeline events={events} zone={zone} />}
    </Answer>
  );
};

/** The late or corrected events behind a move, as they were recorded. */
const MoveEvents = ({ ids, zone }: { ids: readonly string[]; zone: string }) => {
  const [open, setOpen] = useState(false);
  if (ids.length === 0) return <span className="no-data">none told it directly</span>;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{counted(ids.length, 'event')}</summary>
      {open ? <Events ids={ids} zone={zone} /> : null}
    </details>
  );
};

const Figure = ({ change, zone }: { change: FigureChange; zone: string }) => {
  const unit = unitOf(change.figure);
  const sum = change.moves.reduce((total, move) => total + move.difference, 0);
  return (
    <section className="moved">
      <h3>{change.title}</h3>
      <p>
        Was <strong>{amount(change.was, unit)}</strong>, is now <strong>{amount(change.now, unit)}</strong>:{' '}
        {difference(sum, unit)} in all.
      </p>
      <DataTable
        caption={`What moved ${change.title.toLowerCase()}; the differences sum to the change`}
        columns={[
          { name: 'What', cell: (move) => <code>{move.unit}</code> },
          { name: 'What became of it', cell: (move) => move.what },
          { name: 'Difference', figure: true, cell: (move) => difference(move.difference, unit) },
          { name: 'Told by', cell: ({ events }) => <MoveEvents ids={events} zone={zone} /> },
        ]}
        rows={change.moves}
        rowKey={({ unit: name }) => name}
      />
    </section>
  );
};

const Found = ({ since, zone }: { since: ChangedSince; zone: string }) => (
  <>
    <p role="status">
      {since.lateEvents === 0
        ? 'Nothing about this period was recorded since.'
        : `${counted(since.lateEvents, 'event')} of this period ${since.lateEvents === 1 ? 'was' : 'were'} recorded since; ${since.figures.length === 0 ? 'no figure moved.' : `${counted(since.figures.length, 'figure')} moved.`}`}{' '}
      <span className="muted">
        From {moment(since.since, zone)} to {moment(since.until, zone)} ({zone}).
      </span>
    </p>
    {since.figures.map((change) => (
      <Figure key={change.figure} change={change} zone={zone} />
    ))}
  </>
);

const Asked = ({ id, zone }: { id: string; zone: string }) => {
  const query = useQuery({ query: changedSinceQuery, variables: { id }, requestPolicy: 'network-only' });
  return (
    <Answer query={query} what="what changed since" height={120}>
      {({ report }) => (report?.changedSince ? <Found since={report.changedSince} zone={zone} /> : null)}
    </Answer>
  );
};

/** The same period with the knowledge of today, when somebody asks: it reads the period twice. */
export const ChangedSincePart = ({ id, zone }: { id: string; zone: string }) => {
  const [asked, setAsked] = useState(false);
  return (
    <section className="part wide-part" id="changed-since" aria-labelledby="since-title">
      <h2 id="since-title">What changed since</h2>
      <p className="meaning">
        The same period with the knowledge of today, and the late or corrected events that moved each figure
        of flow.
      </p>
      {asked ? (
        <Asked id={id} zone={zone} />
      ) : (
        <button type="button" onClick={() => setAsked(true)}>
          Ask what changed since
        </button>
      )}
    </section>
  );
};
