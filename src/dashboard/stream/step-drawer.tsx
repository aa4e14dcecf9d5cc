import { type ReactNode, useState } from 'react';
import { Duration, ExactDuration } from '../figure/amount.js';
import { type Column, DataTable } from '../figure/data-table.js';
import { pinned } from '../filters/resolve.js';
import type { Asked } from '../filters/use-filters.js';
import { count, counted, percent } from '../format/number.js';
import { Drawer } from '../shell/drawer.js';
import { OpenItemList } from './open-item-list.js';
import type { Edge, Step, StreamAnswer } from './queries.js';
import { type Selection, withSelection } from './selection.js';
import { orders, useOrder } from './use-selection.js';
import { VisitList } from './visit-list.js';

interface Row {
  name: string;
  of: Step['wait'];
}

const times: Column<Row>[] = [
  { name: 'Time', cell: ({ name }) => name },
  { name: 'n', figure: true, cell: ({ of }) => count(of.n) },
  { name: 'Half within', figure: true, cell: ({ of }) => <ExactDuration seconds={of.p50} /> },
  { name: '85 % within', figure: true, cell: ({ of }) => <ExactDuration seconds={of.p85} /> },
  { name: '95 % within', figure: true, cell: ({ of }) => <ExactDuration seconds={of.p95} /> },
  { name: 'Mean', figure: true, cell: ({ of }) => <ExactDuration seconds={of.mean} /> },
  { name: 'In all', figure: true, cell: ({ of }) => <ExactDuration seconds={of.total} /> },
];

const wayName = ({ from, to }: Pick<Edge, 'from' | 'to'>): string =>
  `${from ?? 'Entry'} → ${to ?? 'Finished'}`;

const ways = (show: Props['show']): Column<Edge>[] => [
  {
    name: 'Way',
    cell: ({ from, to }) => (
      <button
        type="button"
        className="quiet"
        aria-label={`Visits from ${from ?? 'the entry'} to ${to ?? 'the end'}`}
        onClick={() => show({ kind: 'way', from, to })}
      >
        {wayName({ from, to })}
      </button>
    ),
  },
  { name: 'Times', figure: true, cell: (edge) => count(edge.count) },
  { name: 'Half wait at most', figure: true, cell: ({ wait }) => <ExactDuration seconds={wait.p50} /> },
  { name: 'Waiting in all', figure: true, cell: ({ wait }) => <ExactDuration seconds={wait.total} /> },
];

interface Props {
  stream: StreamAnswer;
  /** The name of the stream that is asked for. */
  name: string | undefined;
  asked: Asked;
  selection: Selection;
  show: (selection: Selection | undefined) => void;
}

const Ways = ({ caption, edges, show }: Pick<Props, 'show'> & { caption: string; edges: Edge[] }) => (
  <DataTable
    caption={caption}
    columns={ways(show)}
    rows={edges}
    rowKey={({ from, to }) => JSON.stringify([from, to])}
  />
);

const OfStep = ({ step, stream, name, asked, show }: Omit<Props, 'selection'> & { step: Step }) => {
  const rows: Row[] = [
    { name: 'Wait before it', of: step.wait },
    { name: 'Process time', of: step.process },
    { name: 'Lead time', of: step.lead },
    { name: 'Age of what is here (still growing)', of: step.wipAge },
  ];
  return (
    <>
      <p>
        {count(step.visits)} visits ended here in this time
        {step.scrapRate === null ? '' : `; ${percent(step.scrapRate)} did again what had been done before`}.
      </p>
      <DataTable caption="Times" columns={times} rows={rows} rowKey={(row) => row.name} />
      <HereNow step={step} asked={asked} name={name} />
      <Ways
        caption="What comes before and after"
        edges={stream.edges.filter(({ from, to }) => from === step.name || to === step.name)}
        show={show}
      />
    </>
  );
};

const OfWait = ({ step, stream, show }: Pick<Props, 'stream' | 'show'> & { step: Step }) => (
  <>
    <DataTable
      caption="The wait before it"
      columns={times}
      rows={[{ name: 'Wait', of: step.wait }]}
      rowKey={({ name }) => name}
    />
    <Ways
      caption="Where items came from"
      edges={stream.edges.filter(({ to }) => to === step.name)}
      show={show}
    />
  </>
);

/** Folded: most who open a step look for what passed it. */
const HereNow = ({ step, asked, name }: Pick<Props, 'asked' | 'name'> & { step: Step }) => {
  const [isOpen, open] = useState(false);
  if (step.wip === 0) return null;
  return (
    <details onToggle={({ currentTarget }) => open(currentTarget.open)}>
      <summary>{counted(step.wip, 'item')} here at the end of this time</summary>
      {isOpen ? <OpenItemList step={step.name} asked={asked} stream={name} /> : null}
    </details>
  );
};

const titleOf = (selection: Selection): string => {
  if (selection.kind === 'step') return selection.step;
  return selection.kind === 'wait' ? `Wait before ${selection.step}` : wayName(selection);
};

/** What is known of what was chosen; undefined where the map has no such step or way. */
const knownOf = ({ selection, ...props }: Props): ReactNode | undefined => {
  const { stream } = props;
  if (selection.kind === 'way') {
    const { from, to } = selection;
    const edge = stream.edges.find((one) => one.from === from && one.to === to);
    return (
      edge && (
        <p>
          Items went this way {counted(edge.count, 'time')} in this time, and waited{' '}
          <Duration seconds={edge.wait.total} /> in all.
        </p>
      )
    );
  }
  const step = stream.steps.find(({ name }) => name === selection.step);
  if (!step) return undefined;
  const Known = selection.kind === 'step' ? OfStep : OfWait;
  return <Known step={step} {...props} />;
};

const Items = ({ stream, name, asked, selection }: Props) => {
  const [order, choose] = useOrder();
  const isStep = selection.kind === 'step';
  const search = withSelection(location.search, selection);
  const link = pinned(
    asked.filters,
    asked.question,
    stream.asOf,
    isStep ? `${search}&order=${order}` : search,
  );
  return (
    <section aria-labelledby="visits-heading" className="visits">
      <div className="section-head">
        <h3 id="visits-heading">Items</h3>
        {isStep ? (
          <label className="field">
            <span>First the</span>
            <select value={order} onChange={({ target }) => choose(target.value as typeof order)}>
              {Object.entries(orders).map(([id, words]) => (
                <option key={id} value={id}>
                  {words}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <a href={link} aria-label={`Permalink to ${titleOf(selection)}`}>
          Permalink
        </a>
      </div>
      <VisitList selection={selection} asked={asked} stream={name} order={isStep ? order : 'WAIT'} />
    </section>
  );
};

/** Everything that is known of one step, or of a wait, and the items behind it. */
export const StepDrawer = (props: Props) => {
  const { selection, show } = props;
  const known = knownOf(props);
  return (
    <Drawer title={titleOf(selection)} close={() => show(undefined)}>
      {known === undefined ? (
        <p className="no-data-here">
          The map has no such place in this time: choose a longer one, or another step on the map.
        </p>
      ) : (
        <>
          {known}
          <Items key={JSON.stringify(selection)} {...props} />
        </>
      )}
    </Drawer>
  );
};
