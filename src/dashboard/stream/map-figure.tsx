import { Duration } from '../figure/amount.js';
import { type Column, DataTable, NoData } from '../figure/data-table.js';
import { Figure } from '../figure/figure.js';
import type { Asked } from '../filters/use-filters.js';
import { count, percent, trimmed } from '../format/number.js';
import { StreamMap } from './map/stream-map.js';
import type { Step, StreamAnswer } from './queries.js';
import type { Selection } from './selection.js';

const Share = ({ of }: { of: number | null }) => (of === null ? <NoData /> : percent(of));

const columns = (show: Props['show']): Column<Step>[] => [
  {
    name: 'Step',
    cell: ({ name }) => (
      <button
        type="button"
        className="quiet"
        aria-label={`Visits of ${name}`}
        onClick={() => show({ kind: 'step', step: name })}
      >
        {name}
      </button>
    ),
  },
  { name: 'Visits', figure: true, cell: ({ visits }) => count(visits) },
  { name: 'Half wait at most', figure: true, cell: ({ wait }) => <Duration seconds={wait.p50} /> },
  { name: '85 % wait at most', figure: true, cell: ({ wait }) => <Duration seconds={wait.p85} /> },
  { name: 'Waiting in all', figure: true, cell: ({ wait }) => <Duration seconds={wait.total} /> },
  { name: 'Half worked on at most', figure: true, cell: ({ process }) => <Duration seconds={process.p50} /> },
  { name: 'Lead time, half', figure: true, cell: ({ lead }) => <Duration seconds={lead.p50} /> },
  { name: '%C&A', figure: true, cell: (step) => <Share of={step.completeAndAccurate} /> },
  { name: 'Rolled %C&A', figure: true, cell: (step) => <Share of={step.rolledCompleteAndAccurate} /> },
  { name: 'Done again', figure: true, cell: ({ scrapRate }) => <Share of={scrapRate} /> },
  {
    name: 'Variation (p90 / p50)',
    figure: true,
    cell: ({ variation }) => (variation === null ? <NoData /> : trimmed(variation, 1)),
  },
  { name: 'WIP', figure: true, cell: ({ wip }) => count(wip) },
  { name: 'Half of WIP older than', figure: true, cell: ({ wipAge }) => <Duration seconds={wipAge.p50} /> },
];

const title = 'The map';

interface Props {
  stream: StreamAnswer;
  asked: Asked;
  show: (selection: Selection) => void;
}

type Proven = Pick<StreamAnswer, 'n' | 'excluded' | 'definition' | 'zone' | 'asOf'>;

export const proofOf = ({ n, excluded, definition, zone, asOf }: Proven) => ({
  n,
  excluded,
  definition,
  zone,
  asOf,
  population: excluded.reduce((sum, one) => sum + one.count, n),
});

export const MapFigure = ({ stream, asked, show }: Props) => (
  <Figure
    id="stream-map"
    title={title}
    meaning="On each arrow what half of the items wait at most before the step; in the box what is done there. The ladder below has the means, which add up."
    asked={asked}
    proof={proofOf(stream)}
    noun="item"
    wide
    chart={
      <StreamMap
        label="The value stream"
        steps={stream.steps}
        edges={stream.edges}
        pick={(step) => show({ kind: 'step', step })}
        pickWait={(step) => show({ kind: 'wait', step })}
      />
    }
    table={
      <DataTable caption={title} columns={columns(show)} rows={stream.steps} rowKey={({ name }) => name} />
    }
  />
);
