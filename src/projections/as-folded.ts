import type { Row } from '../support/rows.js';

/** Folds write instants as ISO text and no limit as `infinity`; PostgreSQL gives back dates and a number. */
export const asFolded = <R extends Row>(row: R): R =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof Date ? value.toISOString() : value === Infinity ? 'infinity' : value,
    ]),
  ) as R;
