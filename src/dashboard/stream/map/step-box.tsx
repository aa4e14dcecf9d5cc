import { duration, exactSeconds } from '../../format/duration.js';
import { count, counted, percent } from '../../format/number.js';
import type { MapEdge, MapStep, MapTime } from './model.js';

const exactly = ({ n, p85, mean }: MapTime): string =>
  p85 === null || mean === null
    ? 'Nobody told when work began and ended'
    : `${n} times; 85 % at most ${duration(p85)}, mean ${duration(mean)} (${exactSeconds(mean)})`;

const Figures = ({ step }: { step: MapStep }) => (
  <dl>
    <div>
      <dt title="Process time: from when work began until it ended">Process</dt>
      <dd title={exactly(step.process)}>
        {step.process.p50 === null ? <span className="no-data">not told</span> : duration(step.process.p50)}
      </dd>
    </div>
    <div>
      <dt title="Complete and accurate: the share that it could use without sending it back">%C&amp;A</dt>
      <dd>
        {step.completeAndAccurate === null ? (
          <span className="no-data">no data</span>
        ) : (
          percent(step.completeAndAccurate)
        )}
      </dd>
    </div>
    <div>
      <dt title="Items that are here now">WIP</dt>
      <dd>{count(step.wip)}</dd>
    </div>
  </dl>
);

interface Props {
  step: MapStep;
  back: readonly MapEdge[];
  pick: ((step: string) => void) | undefined;
}

const Content = ({ step, back }: Omit<Props, 'pick'>) => (
  <>
    <strong className="stream-name">{step.name}</strong>
    {step.owner ? <span className="stream-owner">{step.owner}</span> : null}
    <Figures step={step} />
    {back.length > 0 ? (
      <span className="stream-back">
        {back.slice(0, 2).map(({ to, count: times }) => (
          <span key={to}>
            ↩ {counted(times, 'time')} to {to}
          </span>
        ))}
      </span>
    ) : null}
  </>
);

/** A step: its name, its owner, and what is known of the work in it. */
export const StepBox = ({ step, back, pick }: Props) =>
  pick ? (
    <button type="button" className="stream-box" onClick={() => pick(step.name)}>
      <Content step={step} back={back} />
    </button>
  ) : (
    <div className="stream-box">
      <Content step={step} back={back} />
    </div>
  );
