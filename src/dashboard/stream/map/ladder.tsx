import { duration } from '../../format/duration.js';
import { percent } from '../../format/number.js';
import { ladderSum, type MapStep } from './model.js';

const shown = (mean: number | null): string => (mean === null ? '–' : duration(mean));

/** Two treads of the ladder of times: the mean wait before a step, and its mean process time. */
export const LadderCell = ({ step }: { step: MapStep }) => (
  <div className="stream-ladder">
    <span className="stream-ladder-wait">
      <span className="unseen">Mean wait: </span>
      {shown(step.wait.mean)}
    </span>
    <span className="stream-ladder-process">
      <span className="unseen">Mean process time: </span>
      {shown(step.process.mean)}
    </span>
  </div>
);

/** What the ladder adds up to. */
export const LadderSums = ({ steps }: { steps: readonly MapStep[] }) => {
  const wait = ladderSum(steps, (step) => step.wait);
  const process = ladderSum(steps, (step) => step.process);
  if (wait === undefined) return null;
  return (
    <p className="stream-sums">
      <span>Ladder of means: {duration(wait)} waiting</span>
      <span>{process === undefined ? 'process time not told' : `${duration(process)} process time`}</span>
      {process === undefined ? null : <span>{percent(process / (process + wait))} of it is work</span>}
    </p>
  );
};
