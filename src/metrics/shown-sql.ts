import type { Sql } from '../support/sql.js';
import type { Metric, Scope } from './metric.js';

/** The statements of a metric as a person can run them again: with what each placeholder stands for. */
export const shownSql = (metric: Metric, scope: Scope): string => {
  const population = shown('The population: a unit with a reason is left out.', metric.sql(scope));
  if (metric.kind !== 'rate') return population;
  return `${population}\n${shown('The numerator: which units, and by which rule.', metric.hits(scope))}`;
};

/** A statement with what each placeholder stands for. */
export const shown = (what: string, { text, values }: Sql): string => {
  const placeholders = values.map((value, i) => `-- $${i + 1} = ${JSON.stringify(value)}`);
  return `${[`-- ${what}`, text, ...placeholders].join('\n')}\n`;
};
