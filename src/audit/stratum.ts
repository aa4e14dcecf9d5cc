/** A part of a population of which a sample is drawn on its own. A line is in the first that it fits. */
export const STRATA = ['emergency', 'high-risk', 'out-of-hours', 'others'] as const;
export type StratumName = (typeof STRATA)[number];
