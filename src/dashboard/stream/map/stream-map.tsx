import type { ReactNode } from 'react';
import { LadderCell, LadderSums } from './ladder.js';
import { longestWait, type MapEdge, type MapStep, waysBack } from './model.js';
import { StepBox } from './step-box.js';
import { WaitArrow } from './wait-arrow.js';

interface Props {
  /** What it is the map of, for a screen reader. */
  label: string;
  steps: readonly MapStep[];
  edges: readonly MapEdge[];
  /** Makes every box a button. */
  pick?: (step: string) => void;
  /** Makes the wait before every box a button. */
  pickWait?: (step: string) => void;
  /** Anything that stands under the box of a step, such as what a room believes of it. */
  under?: (step: MapStep) => ReactNode;
}

/**
 * A value stream map: the steps as boxes, what items wait before them on the arrows between, and the ladder of times
 * below. It scrolls within itself where it is wider than the screen, and stands upright on a phone.
 */
export const StreamMap = ({ label, steps, edges, pick, pickWait, under }: Props) => {
  const slowest = longestWait(steps);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="stream-map" aria-label={label} tabIndex={0}>
      <ol className="stream-steps">
        {steps.map((step) => (
          <li key={step.name} className="stream-step">
            <WaitArrow step={step} slowest={step.name === slowest} pick={pickWait} />
            <div className="stream-station">
              <StepBox step={step} back={waysBack(steps, edges, step.name)} pick={pick} />
              {under ? <div className="stream-under">{under(step)}</div> : null}
            </div>
            <LadderCell step={step} />
          </li>
        ))}
      </ol>
      <LadderSums steps={steps} />
    </section>
  );
};
