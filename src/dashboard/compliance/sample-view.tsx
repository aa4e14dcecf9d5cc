import type { FormEvent } from 'react';
import { useQuery } from 'urql';
import { navigate, useSearch } from 'wouter/use-browser-location';
import type { AuditFilter } from '../api/graphql.js';
import { DataTable } from '../figure/data-table.js';
import { counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { StandingLink } from '../shell/standing-link.js';
import { kindNames, packPath, pageOfLine, titleOf } from '../trail/words.js';
import { type Sample, sampleQuery } from './queries.js';
import { sampleFile } from './sample-file.js';

interface Drawing {
  seed: string;
  size: number;
}

const readDrawing = (search: string): Drawing | undefined => {
  const query = new URLSearchParams(search);
  const [seed, size] = [query.get('seed') ?? '', Number(query.get('size'))];
  return seed && Number.isInteger(size) && size > 0 ? { seed, size } : undefined;
};

const submit = (event: FormEvent<HTMLFormElement>): void => {
  event.preventDefault();
  const form = new FormData(event.currentTarget);
  const query = new URLSearchParams(location.search);
  query.set('seed', String(form.get('seed')));
  query.set('size', String(form.get('size')));
  navigate(`${location.pathname}?${query.toString()}`);
};

const Form = ({ drawing }: { drawing: Drawing | undefined }) => (
  <form className="filter-row" onSubmit={submit}>
    <label className="field">
      <span>Seed: a line of your own words</span>
      <input name="seed" required maxLength={200} defaultValue={drawing?.seed} autoComplete="off" />
    </label>
    <label className="field">
      <span>How many lines</span>
      <input name="size" type="number" min={1} max={500} required defaultValue={drawing?.size ?? 25} />
    </label>
    <button type="submit">Draw a sample</button>
  </form>
);

interface DrawnProps {
  sample: Sample;
  zone: string;
  asOf: string | undefined;
}

const Drawn = ({ sample, zone, asOf }: DrawnProps) => {
  const file = sampleFile(sample);
  return (
    <>
      <p className="total" role="status">
        {counted(sample.drawn.length, 'line')} of {counted(sample.population.count, 'line')}, by rank
      </p>
      <div className="list-actions">
        <a href={`data:text/csv;charset=utf-8,${encodeURIComponent(file)}`} download="sample.csv">
          Download the sample as CSV
        </a>
      </div>
      <DataTable
        caption={`Drawn by the seed “${sample.seed}”: the smallest SHA-256 of seed, place and id`}
        columns={[
          {
            name: 'Line',
            cell: ({ entry }) => <StandingLink href={pageOfLine(entry)}>{titleOf(entry)}</StandingLink>,
          },
          { name: 'Kind', cell: ({ entry }) => kindNames[entry.kind] },
          { name: 'When', cell: ({ entry }) => moment(entry.at, zone) },
          { name: 'Service', cell: ({ entry }) => entry.service ?? '' },
          { name: 'Outcome', cell: ({ entry }) => entry.outcome ?? '' },
          { name: 'Rank', cell: ({ rank }) => <code title={rank}>{rank.slice(0, 12)}…</code> },
          {
            name: 'Evidence',
            cell: ({ entry }) => (
              <a href={packPath(entry.id, asOf)} download aria-label={`Evidence pack of ${titleOf(entry)}`}>
                Pack
              </a>
            ),
          },
        ]}
        rows={sample.drawn}
        rowKey={({ rank }) => rank}
      />
    </>
  );
};

const Draw = ({ filter, drawing, zone }: { filter: AuditFilter; drawing: Drawing; zone: string }) => {
  const query = useQuery({ query: sampleQuery, variables: { filter, ...drawing } });
  return (
    <Answer query={query} what="the sample" height={300}>
      {({ sample }) => <Drawn sample={sample} zone={zone} asOf={filter.asOf ?? undefined} />}
    </Answer>
  );
};

/** Lines drawn from the frozen population; the address holds seed and size. */
export const SampleView = ({ filter, zone }: { filter: AuditFilter; zone: string }) => {
  const drawing = readDrawing(useSearch());
  return (
    <section className="part wide-part" aria-labelledby="sample-title">
      <h2 id="sample-title">Sample</h2>
      <p className="meaning">
        Every line gets a rank from your seed, and the smallest are drawn. <code>docs/audit/redraw.mjs</code>{' '}
        draws the same lines again from the exported NDJSON file. Reports on change management and{' '}
        <code>throughline audit sample</code> also draw by strata (emergency, high risk, out of hours).
      </p>
      <Form key={JSON.stringify(drawing)} drawing={drawing} />
      {drawing ? (
        <Draw key={JSON.stringify([filter, drawing])} filter={filter} drawing={drawing} zone={zone} />
      ) : null}
    </section>
  );
};
