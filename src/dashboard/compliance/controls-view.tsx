import { useMemo } from 'react';
import { useQuery } from 'urql';
import { useSearch } from 'wouter/use-browser-location';
import { EnvironmentAny } from '../filters/environment-any.js';
import { FilterBar } from '../filters/filter-bar.js';
import { useFilters } from '../filters/use-filters.js';
import { count, counted } from '../format/number.js';
import { moment } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { useScope } from '../shell/scope.js';
import { readChoice } from './choice.js';
import { ControlGrid } from './control-grid.js';
import { FindingChoices } from './finding-choices.js';
import { FindingList } from './finding-list.js';
import { type ControlsView as Controls, controlsQuery } from './queries.js';

const sum = (cells: Controls['cells'], of: 'pass' | 'fail' | 'exception' | 'unknown'): number =>
  cells.reduce((total, cell) => total + cell[of], 0);

/** The whole in one sentence. */
const headline = ({ cells }: Controls): string => {
  const fail = sum(cells, 'fail');
  const unknown = sum(cells, 'unknown');
  const all = fail + unknown + sum(cells, 'exception') + sum(cells, 'pass');
  if (all === 0) return 'Nothing was judged in this time.';
  const open = unknown > 0 ? `, and of ${count(unknown)} the evidence is missing` : '';
  return fail === 0
    ? `None of ${counted(all, 'verdict')} is a failure${open}.`
    : `${count(fail)} of ${counted(all, 'verdict')} failed${open}.`;
};

const Nothing = () => (
  <section className="notice empty">
    <h2>No control has judged anything here</h2>
    <p>
      Changes are judged when they reach production. Choose a longer time, or other services. Which controls
      are on, and for which environments, says <code>policies.yaml</code>:
    </p>
    <pre>
      <code>npx throughline policy list</code>
    </pre>
  </section>
);

const Judged = ({ view, zone }: { view: Controls; zone: string }) => (
  <>
    <header className="lead">
      <h1>{headline(view)}</h1>
      <p className="subject">
        {view.asOf ? `As it stood on ${moment(view.asOf, zone)}. ` : ''}
        {view.appliedAt
          ? `The policies that are on now were applied on ${moment(view.appliedAt, zone)}.`
          : 'The policies are as they come.'}{' '}
        A verdict is never changed: a newer one may follow it.
      </p>
    </header>
    {view.cells.length === 0 ? <Nothing /> : <ControlGrid view={view} />}
  </>
);

export const ControlsView = () => {
  const asked = useFilters('all');
  const choice = readChoice(useSearch());
  const { filters, question } = asked;
  const { now } = useScope();
  const filter = useMemo(() => {
    const ever = 'preset' in question.range && question.range.preset === 'all';
    const all = {
      from: '1970-01-01T00:00:00Z',
      to: new Date(now.getTime() + 366 * 86_400_000).toISOString(),
    };
    return { ...question.filter, ...(ever ? all : {}), environment: filters.environment ?? null };
  }, [question, filters, now]);
  const query = useQuery({ query: controlsQuery, variables: { filter } });
  return (
    <>
      <FilterBar asked={asked} plain>
        <EnvironmentAny asked={asked} />
      </FilterBar>
      <Answer query={query} what="the controls" height={500}>
        {({ controls }) => (
          <>
            <Judged view={controls} zone={question.zone} />
            {controls.cells.length > 0 ? (
              <section className="part" id="findings" aria-labelledby="findings-title">
                <h2 id="findings-title">Findings</h2>
                <FindingChoices controls={controls.controls} />
                <FindingList
                  key={JSON.stringify([filter, choice])}
                  filter={filter}
                  choice={choice}
                  zone={question.zone}
                  shownBefore={0}
                />
              </section>
            ) : null}
          </>
        )}
      </Answer>
    </>
  );
};
