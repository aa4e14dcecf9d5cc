import { ExactDuration } from '../figure/amount.js';
import { type Column, DataTable } from '../figure/data-table.js';
import { count, percent } from '../format/number.js';
import { Drawer } from '../shell/drawer.js';
import type { Step, StreamAnswer } from './queries.js';

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

type Edge = StreamAnswer['edges'][number];

const edges: Column<Edge>[] = [
  { name: 'From', cell: ({ from }) => from ?? 'Entry' },
  { name: 'To', cell: ({ to }) => to ?? 'Finished' },
  { name: 'Times', figure: true, cell: (edge) => count(edge.count) },
  { name: 'Half wait at most', figure: true, cell: ({ wait }) => <ExactDuration seconds={wait.p50} /> },
  { name: 'Waiting in all', figure: true, cell: ({ wait }) => <ExactDuration seconds={wait.total} /> },
];

/** Everything that is known of one step, and what comes before and after it. */
export const StepDrawer = (props: { step: Step; stream: StreamAnswer; close: () => void }) => {
  const { step, stream, close } = props;
  const rows: Row[] = [
    { name: 'Wait before it', of: step.wait },
    { name: 'Process time', of: step.process },
    { name: 'Lead time', of: step.lead },
    { name: 'Age of what is here (still growing)', of: step.wipAge },
  ];
  const around = stream.edges.filter(({ from, to }) => from === step.name || to === step.name);
  return (
    <Drawer title={step.name} close={close}>
      <p>
        {count(step.visits)} visits ended here in this time
        {step.scrapRate === null ? '' : `; ${percent(step.scrapRate)} did again what had been done before`}.
      </p>
      <DataTable caption="Times" columns={times} rows={rows} rowKey={({ name }) => name} />
      <DataTable
        caption="What comes before and after"
        columns={edges}
        rows={around}
        rowKey={({ from, to }) => JSON.stringify([from, to])}
      />
    </Drawer>
  );
};
