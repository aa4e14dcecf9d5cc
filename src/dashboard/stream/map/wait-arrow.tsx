import { duration, exactSeconds } from '../../format/duration.js';
import type { MapStep, MapTime } from './model.js';

const titleOf = ({ n, p85, mean }: MapTime): string =>
  p85 === null || mean === null
    ? 'No wait is known'
    : `${n} waits; 85 % at most ${duration(p85)}, mean ${duration(mean)} (${exactSeconds(mean)})`;

const Content = ({ wait, slowest }: { wait: MapTime; slowest: boolean }) => (
  <>
    <span className="stream-wait-time">
      <span className="unseen">Waits before it: </span>
      {wait.p50 === null ? 'not known' : duration(wait.p50)}
    </span>
    <svg viewBox="0 0 64 16" aria-hidden="true" preserveAspectRatio="none">
      <path d="M0 8 H54" />
      <path className="stream-arrow-head" d="M52 2 L63 8 L52 14 Z" />
    </svg>
    <span className="stream-wait-note">{slowest ? 'longest wait in all' : ''}</span>
  </>
);

interface Props {
  step: MapStep;
  slowest: boolean;
  pick: ((step: string) => void) | undefined;
}

/** The wait before a step, on its arrow. */
export const WaitArrow = ({ step: { name, wait }, slowest, pick }: Props) => {
  const className = slowest ? 'stream-wait slowest' : 'stream-wait';
  const content = <Content wait={wait} slowest={slowest} />;
  return pick ? (
    <button
      type="button"
      className={className}
      title={titleOf(wait)}
      aria-label={`Wait before ${name}: ${wait.p50 === null ? 'not known' : duration(wait.p50)}${slowest ? ', the longest wait in all' : ''}`}
      onClick={() => pick(name)}
    >
      {content}
    </button>
  ) : (
    <div className={className} title={titleOf(wait)}>
      {content}
    </div>
  );
};
