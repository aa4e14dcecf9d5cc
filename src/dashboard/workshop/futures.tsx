import { useMemo } from 'react';
import { useMutation } from 'urql';
import { errorSentence } from '../api/client.js';
import { duration } from '../format/duration.js';
import { moment } from '../format/time.js';
import type { Future } from './board.js';
import { changeWords } from './change-words.js';
import { DistributionFigure } from './distribution-figure.js';
import { compareFuture } from './queries.js';
import type { LiveBoard } from './use-board.js';

const half = (seconds: number | null | undefined): string =>
  seconds === null || seconds === undefined ? 'no data' : duration(seconds);

const headline = ({ recorded, predicted, came }: Future): string => {
  const told = `Half of the items within ${half(predicted.p50)} instead of ${half(recorded.p50)}.`;
  if (!came) return told;
  if (came.distribution.n === 0) return `${told} No item was finished since.`;
  return `${told} Since then: ${half(came.distribution.p50)}.`;
};

const FutureState = ({ future, live }: { future: Future; live: LiveBoard }) => {
  const [{ fetching, error }, compare] = useMutation(compareFuture);
  const { recorded, predicted, came } = future;
  const all = useMemo(
    () => [
      { name: 'Recorded then', of: recorded },
      { name: 'Predicted', of: predicted },
      ...(came ? [{ name: 'What came', of: came.distribution }] : []),
    ],
    [recorded, predicted, came],
  );
  const zone = live.board.measured?.question.zone ?? 'UTC';
  const { workshop, participant, name } = live;
  return (
    <li className="figure future">
      <h3>{future.name}</h3>
      <p>{headline(future)}</p>
      <p className="hint">
        {future.changes.map(changeWords).join('; ')}. Saved by {future.savedBy}
        {future.savedAt ? `, ${moment(future.savedAt, zone)}` : ''}.
        {came ? ` Compared with what came until ${moment(came.asOf, zone)}.` : ''}
      </p>
      <DistributionFigure caption={`${future.name}: flow time`} all={all} />
      <p className="figure-actions">
        <button
          type="button"
          disabled={fetching}
          onClick={() => compare({ workshop, participant, name, future: future.id })}
        >
          {fetching ? 'Comparing …' : 'Compare with what came'}
        </button>
        <button type="button" className="quiet" onClick={() => live.edit(`future:${future.id}`, null)}>
          Take off
        </button>
      </p>
      {error ? (
        <p className="failure-note" role="alert">
          {errorSentence(error)}
        </p>
      ) : null}
    </li>
  );
};

/** The future states that were saved, each beside its prediction and what came. */
export const Futures = ({ live }: { live: LiveBoard }) => {
  const { futures } = live.board;
  if (futures.length === 0) return null;
  return (
    <section aria-labelledby="futures-heading">
      <h2 id="futures-heading">Future states</h2>
      <ul className="figures">
        {futures.map((future) => (
          <FutureState key={future.id} future={future} live={live} />
        ))}
      </ul>
    </section>
  );
};
