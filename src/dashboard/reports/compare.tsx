import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { navigate } from 'wouter/use-browser-location';
import { DataTable } from '../figure/data-table.js';
import { moment } from '../format/time.js';
import { Answer, Failure, Waiting } from '../shell/answer.js';
import { reportAddress } from './address.js';
import { amount, difference } from './amounts.js';
import { type ComparedFigure, compareFigures, loadFigures } from './figures.js';
import { runsOfQuery, type WholeRun } from './queries.js';

type Loaded = { rows: ComparedFigure[] } | { reason: string };

/** The frozen data of both, as every output has it. */
const useCompared = (one: string, other: string, attempt: number): Loaded | undefined => {
  const [loaded, setLoaded] = useState<Loaded>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt loads again
  useEffect(() => {
    let isWanted = true;
    setLoaded(undefined);
    Promise.all([loadFigures(other), loadFigures(one)])
      .then(([before, after]) => ({ rows: compareFigures(before, after) }))
      .catch((failure: unknown) => ({ reason: failure instanceof Error ? failure.message : String(failure) }))
      .then((found) => {
        if (isWanted) setLoaded(found);
      });
    return () => {
      isWanted = false;
    };
  }, [one, other, attempt]);
  return loaded;
};

const Change = ({ figure: { before, after, unit, better } }: { figure: ComparedFigure }) => {
  if (before === null || after === null) return <span className="no-data">no data</span>;
  const by = after - before;
  const isBetter = better && by !== 0 ? by > 0 === (better === 'higher') : undefined;
  const look = isBetter === undefined ? undefined : isBetter ? 'trend better' : 'trend worse';
  return (
    <span className={look}>
      {difference(by, unit)}
      {isBetter === undefined ? '' : isBetter ? ', better' : ', worse'}
    </span>
  );
};

const Compared = ({ run, other }: { run: WholeRun; other: string }) => {
  const [attempt, setAttempt] = useState(0);
  const loaded = useCompared(run.id, other, attempt);
  if (!loaded) return <Waiting what="both reports" height={120} />;
  if ('reason' in loaded)
    return <Failure what="both reports" reason={loaded.reason} retry={() => setAttempt(attempt + 1)} />;
  if (loaded.rows.length === 0) return <p className="muted">These reports have no figures to compare.</p>;
  return (
    <DataTable
      caption="Figures of the frozen data of both"
      columns={[
        { name: 'Figure', cell: ({ title }) => title },
        { name: 'Other', figure: true, cell: ({ before, unit }) => amount(before, unit) },
        { name: 'This', figure: true, cell: ({ after, unit }) => amount(after, unit) },
        { name: 'Difference', figure: true, cell: (figure) => <Change figure={figure} /> },
      ]}
      rows={loaded.rows}
      rowKey={({ id }) => id}
    />
  );
};

/** This run beside another of the same report. */
export const Compare = ({ run, other, zone }: { run: WholeRun; other?: string; zone: string }) => {
  const query = useQuery({
    query: runsOfQuery,
    variables: { report: run.report },
    requestPolicy: 'cache-and-network',
  });
  const choose = (id: string) =>
    navigate(reportAddress(location.search, { run: run.id, other: id || undefined }));
  return (
    <section className="part" aria-labelledby="compare-title">
      <h2 id="compare-title">Compare</h2>
      <Answer query={query} what="other runs" height={60}>
        {({ reports }) => {
          const others = reports.runs.nodes.filter(({ id }) => id !== run.id);
          if (others.length === 0)
            return (
              <p className="muted">There is no other run of this report yet. Run it for another period.</p>
            );
          return (
            <label className="field compare-with">
              <span>With</span>
              <select value={other ?? ''} onChange={(event) => choose(event.target.value)}>
                <option value="">Choose another run</option>
                {others.map(({ id, period, asOf }) => (
                  <option key={id} value={id}>
                    {period}
                    {asOf ? `, as known on ${moment(asOf, zone)}` : ''}
                  </option>
                ))}
              </select>
            </label>
          );
        }}
      </Answer>
      {other ? <Compared run={run} other={other} /> : null}
    </section>
  );
};
