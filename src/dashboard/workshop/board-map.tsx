import { type FormEvent, useState } from 'react';
import { between } from './board.js';
import { Notes } from './notes.js';
import { StepCard } from './step-card.js';
import type { LiveBoard } from './use-board.js';

const AddStep = ({ live }: { live: LiveBoard }) => {
  const [name, setName] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    const id = crypto.randomUUID();
    live.edit(`step:${id}:place`, between(live.board.steps.at(-1), undefined));
    live.edit(`step:${id}:name`, name.trim());
    setName('');
  };
  return (
    <form onSubmit={add} className="with-button add-step">
      <input
        type="text"
        aria-label="Name of a new step"
        placeholder="A step that is missing"
        maxLength={120}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <button type="submit" disabled={name.trim() === ''}>
        Add step
      </button>
    </form>
  );
};

/** The steps from left to right, on a phone from top to bottom. */
export const BoardMap = ({ live }: { live: LiveBoard }) => {
  const { steps, notes, votes } = live.board;
  const most = Math.max(...steps.map((step) => step.votes));
  return (
    <section aria-labelledby="map-heading" className="board-map">
      <div className="section-head">
        <h2 id="map-heading">The map</h2>
        <p className="hint">
          Half of the items take at most the time shown. Write what you believe; everybody sees it at once.
        </p>
      </div>
      {steps.length === 0 ? (
        <p className="no-data-here">
          No step yet: draft the map from the events above, or add the first step by hand.
        </p>
      ) : (
        <ol className="step-cards">
          {steps.map((step) => (
            <StepCard key={step.id} step={step} live={live} isTop={votes > 0 && step.votes === most} />
          ))}
        </ol>
      )}
      <AddStep live={live} />
      <h3>Notes on the whole</h3>
      <Notes notes={notes} step={null} about="the whole" live={live} />
    </section>
  );
};
