import { useMemo } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { navigate, usePathname, useSearch } from 'wouter/use-browser-location';
import type { AuditFilter } from '../api/graphql.js';
import { DataTable } from '../figure/data-table.js';
import { FilterBar } from '../filters/filter-bar.js';
import { useFilters } from '../filters/use-filters.js';
import { count, counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { Exports } from '../trail/exports.js';
import { QuestionFields } from '../trail/question-fields.js';
import { auditFilterOf, readTrailSearch } from '../trail/search.js';
import { useViewer } from '../trail/use-viewer.js';
import { kindNames } from '../trail/words.js';
import { type Population, populationQuery } from './queries.js';
import { SampleView } from './sample-view.js';
import { SightingsPart } from './sightings-part.js';

const kindName = (kind: string): string => (kindNames as Record<string, string>)[kind] ?? kind;

const Doubts = ({ doubts }: Pick<Population, 'doubts'>) =>
  doubts.length === 0 ? (
    <p>No source gave reason to doubt that it is complete.</p>
  ) : (
    <>
      <p>What may be missing in it:</p>
      <ul className="plain">
        {doubts.map((doubt) => (
          <li key={doubt}>{doubt}</li>
        ))}
      </ul>
    </>
  );

/** The address that asks for the very same list again. */
const frozenAt = (asOf: string): string => {
  const query = new URLSearchParams(location.search);
  query.set('asOf', asOf);
  return `?${query.toString()}`;
};

const Frozen = ({
  population,
  filter,
  zone,
}: {
  population: Population;
  filter: AuditFilter;
  zone: string;
}) => (
  <section className="part" aria-labelledby="frozen-title">
    <h2 id="frozen-title">
      {counted(population.count, 'line')} as of {moment(population.asOf, zone)}
    </h2>
    <p className="meaning">
      The complete list, never cut short. Asked again as of then it has the same lines, count and hash,
      whatever is learned later.
    </p>
    <dl className="pairs frozen">
      <dt>Count</dt>
      <dd>{count(population.count)}</dd>
      <dt>SHA-256</dt>
      <dd>
        <code>{population.hash}</code>
      </dd>
      <dt>Question</dt>
      <dd>
        <code>{population.question}</code>
      </dd>
    </dl>
    <p className="hint">
      The hash is that of the exported NDJSON file: <code>sha256sum</code> shows it.
    </p>
    <div className="list-actions">
      <Exports filter={filter} />
      <a href={frozenAt(population.asOf)}>Permalink to this population</a>
    </div>
    <Doubts doubts={population.doubts} />
    <DataTable
      caption="Lines by kind"
      columns={[
        { name: 'Kind', cell: ({ kind }) => kindName(kind) },
        { name: 'Lines', figure: true, cell: (one) => count(one.count) },
      ]}
      rows={population.byKind}
      rowKey={({ kind }) => kind}
    />
  </section>
);

/** Walks through the list, and shows what may be drawn from it. */
const Freeze = ({ filter, zone }: { filter: AuditFilter; zone: string }) => {
  const query = useQuery({ query: populationQuery, variables: { filter } });
  return (
    <Answer query={query} what="the population" height={300}>
      {({ population }) => {
        const frozen = { ...filter, asOf: population.asOf };
        return (
          <>
            <Frozen population={population} filter={frozen} zone={zone} />
            <SightingsPart filter={frozen} />
            <SampleView filter={frozen} zone={zone} />
          </>
        );
      }}
    </Answer>
  );
};

const isFrozen = (search: string): boolean => new URLSearchParams(search).get('frozen') === 'yes';

const freezeNow = (): void => {
  const query = new URLSearchParams(location.search);
  query.set('frozen', 'yes');
  navigate(`${location.pathname}?${query.toString()}`);
};

const NotFrozen = () => {
  const path = usePathname();
  return (
    <section className="part">
      <button type="button" className="primary" onClick={freezeNow}>
        Freeze this population
      </button>
      <p className="hint">
        Walks through the whole list once and gives its count and hash; then a sample can be drawn. For
        example{' '}
        <Link href={`${path}?kind=DEPLOYMENT&environment=production`}>all deployments to production</Link>.
      </p>
    </section>
  );
};

export const PopulationView = () => {
  const asked = useFilters('all');
  const search = useSearch();
  const role = useViewer()?.role;
  const filter = useMemo(
    () => ({ ...auditFilterOf(asked, readTrailSearch(search)), verdicts: null }),
    [asked, search],
  );
  const { zone } = asked.question;
  return (
    <>
      <FilterBar asked={asked} plain />
      <header className="lead">
        <h1>Population and sample</h1>
        <p className="subject">
          The complete list of a period and scope, frozen with its count and hash; and lines drawn from it
          that anybody can draw again.
        </p>
      </header>
      {role === 'reader' ? (
        <p className="notice">Only auditors and administrators may freeze a population. Ask one of them.</p>
      ) : (
        <>
          <QuestionFields environment={asked.filters.environment ?? ''} withVerdict={false} />
          {isFrozen(search) ? (
            <Freeze key={JSON.stringify(filter)} filter={filter} zone={zone} />
          ) : (
            <NotFrozen />
          )}
        </>
      )}
    </>
  );
};
