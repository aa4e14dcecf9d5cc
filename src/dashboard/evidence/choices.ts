import type { EvidenceOf } from '../api/graphql.js';
import type { Proof } from '../figure/proof.js';
import { count } from '../format/number.js';
import type { EvidenceSubject } from './queries.js';

export interface Choice {
  of: EvidenceOf;
  name: string;
}

/** What a share counts above its line. */
const numerators: Partial<Record<EvidenceSubject, string>> = {
  scrapRate: 'Reworked changes',
  changeFailureRate: 'Deployments that led to a failure',
  deploymentReworkRate: 'Deployments that mend a fault',
};

/** The lists of rows behind a number: what it counts first, what was left out last. */
export const choicesOf = (subject: EvidenceSubject, { n, population }: Proof): [Choice, ...Choice[]] => {
  const numerator = numerators[subject];
  const included: Choice = { of: 'INCLUDED', name: `All that count (${count(n)})` };
  const excluded: Choice = { of: 'EXCLUDED', name: `Left out (${count(population - n)})` };
  const leftOut = population > n ? [excluded] : [];
  return numerator ? [{ of: 'NUMERATOR', name: numerator }, included, ...leftOut] : [included, ...leftOut];
};
