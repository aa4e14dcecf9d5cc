import { duration } from '../format/duration.js';
import { counted } from '../format/number.js';
import { type BoardStep, between, wastes } from './board.js';
import { Notes } from './notes.js';
import { StepFigures } from './step-figures.js';
import { TypedField } from './typed-field.js';
import type { LiveBoard } from './use-board.js';

const Wastes = ({ step, live }: { step: BoardStep; live: LiveBoard }) => (
  <details className="wastes">
    <summary>
      {step.wastes.length === 0
        ? 'Wastes'
        : wastes
            .filter(({ id }) => step.wastes.includes(id))
            .map(({ name }) => name)
            .join(', ')}
    </summary>
    <fieldset>
      <legend className="unseen">Wastes at {step.name}</legend>
      {wastes.map(({ id, name }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={step.wastes.includes(id)}
            onChange={({ target }) => live.edit(`step:${step.id}:waste:${id}`, target.checked ? true : null)}
          />
          {name}
        </label>
      ))}
    </fieldset>
  </details>
);

const Vote = ({ step, live }: { step: BoardStep; live: LiveBoard }) => {
  const isMine = live.board.myVote === step.id;
  const vote = () => live.edit(`vote:${live.participant}`, isMine ? null : step.id);
  return (
    <button
      type="button"
      className={isMine ? 'vote primary' : 'vote'}
      aria-pressed={isMine}
      aria-label={`${step.name} is the bottleneck, ${counted(step.votes, 'vote')}`}
      onClick={vote}
    >
      {isMine ? 'Your vote: bottleneck' : 'Bottleneck'}
      <strong>{step.votes}</strong>
    </button>
  );
};

const Places = ({ step, live }: { step: BoardStep; live: LiveBoard }) => {
  const { steps } = live.board;
  const at = steps.indexOf(step);
  const move = (place: number) => live.edit(`step:${step.id}:place`, place);
  return (
    <p className="places">
      <button
        type="button"
        className="quiet"
        disabled={at === 0}
        aria-label={`${step.name} earlier`}
        onClick={() => move(between(steps[at - 2], steps[at - 1]))}
      >
        ← Earlier
      </button>
      <button
        type="button"
        className="quiet"
        disabled={at === steps.length - 1}
        aria-label={`${step.name} later`}
        onClick={() => move(between(steps[at + 1], steps[at + 2]))}
      >
        Later →
      </button>
      <button
        type="button"
        className="quiet"
        aria-label={`Take ${step.name} off the map`}
        onClick={() => live.edit(`step:${step.id}:removed`, true)}
      >
        Take off
      </button>
    </p>
  );
};

/** The wait before a step as the events have it; between steps that the room added it is not known. */
const Before = ({ step }: { step: BoardStep }) => {
  const wait = step.measured?.wait;
  return (
    <p className="wait-before">
      {wait === null || wait === undefined ? 'Wait not measured' : `Waits ${duration(wait)}`}
    </p>
  );
};

export const StepCard = ({ step, live, isTop }: { step: BoardStep; live: LiveBoard; isTop: boolean }) => (
  <li className={isTop ? 'step-card top-voted' : 'step-card'}>
    <Before step={step} />
    <section aria-label={step.name}>
      <div className="step-name">
        <TypedField
          label="Name"
          of={step.name}
          shown={step.name}
          hint="A step needs a name."
          parse={(text) => text.trim() || undefined}
          set={(value) => live.edit(`step:${step.id}:name`, value)}
        />
      </div>
      <p className="hint">
        {[
          step.owner,
          step.measured ? counted(step.measured.visits, 'visit') : 'added by the room',
          step.measured?.wip ? `${step.measured.wip} here now` : undefined,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <StepFigures step={step} live={live} />
      <Wastes step={step} live={live} />
      <Notes notes={step.notes} step={step.id} about={step.name} live={live} />
      <Vote step={step} live={live} />
      <Places step={step} live={live} />
    </section>
  </li>
);
