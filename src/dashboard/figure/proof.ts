import type { Better } from '../api/graphql.js';

/** What every number carries with it. */
export interface Proof {
  n: number;
  population: number;
  excluded: readonly { reason: string; count: number }[];
  definition: Definition;
  zone: string;
  asOf: string;
}

export interface Definition {
  id: string;
  version: number;
  title: string;
  unit: string;
  better: Better;
  text: string;
  sql: string;
}
