import { useEffect } from 'react';
import type { Run } from './queries.js';

const states: Record<Run['state'], { mark: string; word: string; look: string }> = {
  DONE: { mark: '✓', word: 'Done', look: 'pass' },
  FAILED: { mark: '✕', word: 'Failed', look: 'fail' },
  RUNNING: { mark: '▸', word: 'Running', look: 'exception' },
  WAITING: { mark: '…', word: 'Waiting', look: 'unknown' },
};

export const StateLabel = ({ state }: Pick<Run, 'state'>) => {
  const { mark, word, look } = states[state];
  return (
    <span className={`label verdict ${look}`}>
      <span aria-hidden="true">{mark} </span>
      {word}
    </span>
  );
};

export const isUnderWay = ({ state }: Pick<Run, 'state'>): boolean =>
  state === 'RUNNING' || state === 'WAITING';

/** How far it is, and why it did not go on. */
export const Progress = ({ run }: { run: Run }) => {
  if (!isUnderWay(run)) return null;
  return (
    <div className="progress" role="status">
      <progress max={Math.max(run.total, 1)} value={run.done} aria-label="Steps that are done" />
      <span>
        {run.step || 'waits for a worker'}
        {run.total > 0 ? `, ${run.done} of ${run.total} steps` : ''}
        {run.attempts > 1 ? `, attempt ${run.attempts}` : ''}
      </span>
    </div>
  );
};

const lookEvery = 1_500;

/** Asks again while something is under way. */
export const useLookWhile = (isBusy: boolean, look: () => void): void => {
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(look, lookEvery);
    return () => clearInterval(timer);
  }, [isBusy, look]);
};
