import type { Sample } from './queries.js';

/** A spreadsheet takes a cell that begins so for a formula, also behind blanks. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

const cell = (value: string | null): string => {
  const text = value ?? '';
  return `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
};

/** The drawn lines as CSV, with what it takes to draw them again. */
export const sampleFile = ({ seed, population, drawn }: Sample): string => {
  const head = [
    'rank',
    'id',
    'kind',
    'at',
    'service',
    'environment',
    'outcome',
    'title',
    'seed',
    'population',
    'asOf',
  ];
  const rows = drawn.map(({ rank, entry }) => [
    rank,
    entry.id,
    entry.kind,
    entry.at,
    entry.service,
    entry.environment,
    entry.outcome,
    entry.title,
    seed,
    population.hash,
    population.asOf,
  ]);
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
};
