import type { Better } from '../api/graphql.js';
import { trimmed } from '../format/number.js';

export interface Comparison {
  direction: 'up' | 'down' | 'same';
  verdict: 'better' | 'worse' | 'same';
  /** `12 %`, or `0.3 points` for a share. */
  size: string;
}

const sign = (difference: number): Comparison['direction'] => {
  if (difference === 0) return 'same';
  return difference > 0 ? 'up' : 'down';
};

const verdictOf = (direction: Comparison['direction'], better: Better): Comparison['verdict'] => {
  if (direction === 'same') return 'same';
  return (direction === 'up') === (better === 'HIGHER') ? 'better' : 'worse';
};

/** Less than this is called the same: half a percent, or half of a tenth of a percentage point. */
const negligible = { relative: 0.005, points: 0.0005 };

interface Values {
  now: number | null;
  before: number | null;
  better: Better;
  /** Shares are compared by percentage points, everything else by its ratio. */
  share: boolean;
}

/** How a number stands to that of the period before; undefined when one of them is missing or there is no ratio. */
export const compare = ({ now, before, better, share }: Values): Comparison | undefined => {
  if (now === null || before === null || (!share && before === 0)) return undefined;
  const difference = share ? now - before : (now - before) / before;
  const small = Math.abs(difference) < (share ? negligible.points : negligible.relative);
  const direction = sign(small ? 0 : difference);
  const amount = Math.abs(difference) * 100;
  const size = share ? `${trimmed(amount, 1)}\u00a0points` : `${trimmed(amount, amount < 10 ? 1 : 0)}\u00a0%`;
  return { direction, verdict: verdictOf(direction, better), size };
};
