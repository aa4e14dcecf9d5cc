import { UserError } from '../../support/errors.js';
import type { StreamAnswer } from './stream-door.js';
import { recordedAccuracy, type StreamChange } from './what-if.js';

/** What somebody asks to be different, as it comes in. */
export interface AskedChange {
  readonly kind: StreamChange['kind'];
  /** The step's name. */
  readonly step: string;
  readonly factor?: number | null;
  readonly completeAndAccurate?: number | null;
}

const MOST_CHANGES = 100;

/** @throws UserError `BAD_CHANGE`: a step that there is not, or a number that cannot be. */
export const checkedChanges = (answer: StreamAnswer, asked: readonly AskedChange[]): StreamChange[] => {
  if (asked.length > MOST_CHANGES) throw bad(`At most ${MOST_CHANGES} changes can be tried at once.`);
  return asked.map((change) => checked(answer, change));
};

const checked = (
  answer: StreamAnswer,
  { kind, step: name, factor, completeAndAccurate }: AskedChange,
): StreamChange => {
  const { steps, journeys } = answer.read;
  const step = steps.indexOf(name);
  if (step < 0)
    throw bad(`The stream has no step ${JSON.stringify(name)}: choose one of ${steps.join(', ') || 'none'}.`);
  if (kind === 'REMOVE_STEP') return { kind, step };
  if (kind === 'RAISE_COMPLETE_AND_ACCURATE') {
    const to = completeAndAccurate ?? Number.NaN;
    const now = recordedAccuracy(journeys, step) ?? 0;
    if (to >= now && to <= 1) return { kind, step, to };
    throw bad(
      `"completeAndAccurate" of ${JSON.stringify(name)} is ${now.toFixed(3)} now: raise it to a share between that and 1.`,
    );
  }
  const times = factor ?? Number.NaN;
  if (times >= 0 && times <= 1_000) return { kind, step, factor: times };
  throw bad(`"factor" for ${JSON.stringify(name)} must be between 0 and 1000: 0.5 halves its time.`);
};

const bad = (message: string): UserError => new UserError(message, 'BAD_CHANGE');
