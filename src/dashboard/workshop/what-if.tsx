import { type FormEvent, useMemo, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { errorSentence } from '../api/client.js';
import { Answer } from '../shell/answer.js';
import type { Measured, Question } from './board.js';
import { saveFuture, type WhatIfChange, whatIfQuery } from './queries.js';
import { TriedChanges } from './tried-changes.js';
import type { LiveBoard } from './use-board.js';
import { useChanges } from './use-changes.js';
import { WhatIfOutcome } from './what-if-outcome.js';

const askedOf = ({ stream, kind, only, ...filter }: Question) => ({
  filter,
  ...(stream ? { stream } : { kind, only }),
});

const SaveForm = ({ live, changes }: { live: LiveBoard; changes: WhatIfChange[] }) => {
  const [title, setTitle] = useState('');
  const [{ fetching, error }, save] = useMutation(saveFuture);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { workshop, participant, name } = live;
    const answer = await save({ workshop, participant, name, title: title.trim(), changes });
    if (answer.data) setTitle('');
  };
  return (
    <form onSubmit={submit} className="with-button save-future">
      <input
        type="text"
        aria-label="Name of the future state"
        placeholder="Name this future state"
        maxLength={120}
        value={title}
        onChange={({ target }) => setTitle(target.value)}
      />
      <button type="submit" className="primary" disabled={fetching || title.trim() === ''}>
        {fetching ? 'Saving …' : 'Save with its prediction'}
      </button>
      {error ? (
        <p className="failure-note" role="alert">
          {errorSentence(error)}
        </p>
      ) : null}
    </form>
  );
};

const Tried = ({
  live,
  measured,
  changes,
}: {
  live: LiveBoard;
  measured: Measured;
  changes: WhatIfChange[];
}) => {
  const { question } = measured;
  const variables = useMemo(() => ({ ...askedOf(question), changes }), [question, changes]);
  const query = useQuery({ query: whatIfQuery, variables });
  return (
    <>
      <Answer query={query} what="what would come of it" height={260}>
        {({ whatIf }) => <WhatIfOutcome answer={whatIf} />}
      </Answer>
      {changes.length > 0 ? <SaveForm live={live} changes={changes} /> : null}
    </>
  );
};

/** What would come of the recorded items if the room changed something. What is tried is seen by oneself, what is saved by all. */
export const WhatIfPanel = ({ live }: { live: LiveBoard }) => {
  const [changes, set] = useChanges();
  const { measured } = live.board;
  return (
    <section aria-labelledby="what-if-heading" className="figure wide">
      <h2 id="what-if-heading">What if</h2>
      <p className="meaning">
        Sends the items that were recorded through the stream again as it would be, and shows how long each
        would take.
      </p>
      {measured && measured.steps.length > 0 ? (
        <>
          <TriedChanges steps={measured.steps} changes={changes} set={set} />
          <Tried live={live} measured={measured} changes={changes} />
        </>
      ) : (
        <p className="no-data-here">Draft the map from the events first: a prediction needs them.</p>
      )}
    </section>
  );
};
