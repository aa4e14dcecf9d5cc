import { spelledDuration } from '../format/duration.js';
import { percent } from '../format/number.js';

interface Numbers {
  /** Seconds. */
  p50: number | null;
  scrapRate: number | null;
  environment: string;
}

/** The page in one sentence, for a person who reads nothing else. */
export const headline = ({ p50, scrapRate, environment }: Numbers): string => {
  const reached =
    p50 === null ? undefined : `Half of the changes reached ${environment} within ${spelledDuration(p50)}`;
  const reworked = scrapRate === null ? undefined : percent(scrapRate);
  if (reached) return reworked ? `${reached}; ${reworked} had to be reworked.` : `${reached}.`;
  if (reworked) return `No change reached ${environment}; ${reworked} of those made had to be reworked.`;
  return `No change was made, and none reached ${environment}, in this time.`;
};
