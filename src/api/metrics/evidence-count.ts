import type { Answer } from '../../metrics/answer.js';
import type { EvidenceOf } from '../../metrics/statements.js';

/** How many units the evidence has on all its pages. Incidents are left out of a rate, but shown by no list. */
export const evidenceCount = async (answer: Answer, of: EvidenceOf): Promise<number> => {
  const { n, numerator = 0, excluded } = await answer.totals();
  if (of === 'INCLUDED') return n;
  if (of === 'NUMERATOR') return numerator;
  return excluded
    .filter(({ reason }) => reason !== 'UNATTRIBUTED')
    .reduce((sum, { count }) => sum + count, 0);
};
