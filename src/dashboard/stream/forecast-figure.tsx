import { useState } from 'react';
import { useQuery } from 'urql';
import { DefinitionPopover } from '../figure/definition-popover.js';
import { ProofLine } from '../figure/proof-line.js';
import { commitOnEnter } from '../filters/commit-on-enter.js';
import type { Asked } from '../filters/use-filters.js';
import { counted, pace, percent } from '../format/number.js';
import { day } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { type ForecastAnswer, forecastQuery } from './queries.js';

const Dates = ({ forecast }: { forecast: ForecastAnswer }) => {
  const { p50, p85, p95, zone, items, throughput, from } = forecast;
  if (p50 === null || p85 === null || p95 === null) {
    return <p>Nothing was finished in the 30 days before {day(from, zone)}, so nobody can say.</p>;
  }
  return (
    <>
      <p className="meaning">
        When {counted(items, 'more item')} will be finished, seen from {day(from, zone)}, at{' '}
        {pace(throughput)} lately.
      </p>
      <dl className="forecast-dates">
        <div>
          <dt>As likely as not by</dt>
          <dd>{day(p50, zone)}</dd>
        </div>
        <div>
          <dt>With 85 % by</dt>
          <dd>{day(p85, zone)}</dd>
        </div>
        <div>
          <dt>With 95 % by</dt>
          <dd>{day(p95, zone)}</dd>
        </div>
      </dl>
    </>
  );
};

const BackTest = ({ forecast: { backTest } }: { forecast: ForecastAnswer }) => {
  const { n, covered50, covered85, covered95 } = backTest;
  if (covered50 === null || covered85 === null || covered95 === null) {
    return <p>No past forecast can be held against what came: choose a longer time.</p>;
  }
  return (
    <p>
      Held against the past: of {counted(n, 'such forecast')} in this time, {percent(covered50)} came by the
      first date, {percent(covered85)} by the second and {percent(covered95)} by the third.
    </p>
  );
};

/** When the items in the stream, or so many like them, will be finished. */
export const ForecastFigure = ({ asked, stream }: { asked: Asked; stream: string | undefined }) => {
  const [items, setItems] = useState<number>();
  const variables = { filter: asked.question.filter, stream, items };
  const query = useQuery({ query: forecastQuery, variables });
  const commit = (text: string) => {
    const number = Number(text);
    setItems(Number.isInteger(number) && number > 0 && number <= 100_000 ? number : undefined);
  };
  return (
    <section id="forecast" className="figure" aria-labelledby="forecast-heading">
      <div className="figure-head">
        <h2 id="forecast-heading">Forecast</h2>
      </div>
      <label className="field">
        <span>Items to be finished</span>
        <input
          type="number"
          min={1}
          max={100_000}
          placeholder="those in the stream now"
          onBlur={(event) => commit(event.target.value)}
          onKeyDown={commitOnEnter}
        />
      </label>
      <Answer query={query} what="the forecast" height={200} keep>
        {({ forecast }) => (
          <>
            <Dates forecast={forecast} />
            <BackTest forecast={forecast} />
            <footer>
              <ProofLine proof={{ ...forecast, population: forecast.n }} noun="item" />
              <div className="figure-actions">
                <DefinitionPopover definition={forecast.definition} />
              </div>
            </footer>
          </>
        )}
      </Answer>
    </section>
  );
};
