import { percent } from '../format/number.js';
import type { WhatIfChange } from './queries.js';

/** One change in words: `Review: half the wait`. */
export const changeWords = ({ kind, step, factor, completeAndAccurate }: WhatIfChange): string => {
  if (kind === 'REMOVE_STEP') return `${step}: leave it out`;
  if (kind === 'RAISE_COMPLETE_AND_ACCURATE') return `${step}: %C&A of ${percent(completeAndAccurate ?? 1)}`;
  const what = kind === 'SCALE_WAIT' ? 'wait' : 'process time';
  if (factor === 0.5) return `${step}: half the ${what}`;
  return factor === 0 ? `${step}: no ${what}` : `${step}: ${percent(factor ?? 1)} of the ${what}`;
};
