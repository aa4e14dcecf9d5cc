import type { Cell, Column, ReportData, SectionData, Table } from '../model.js';
import type { Output } from './output.js';
import { zipOf } from './zip.js';

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/;

const cellText = (cell: Cell, { kind }: Column): string => {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = kind === 'text' && FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n;\t']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** What people read in a heading: with the unit in which the numbers below are. */
export const headingOf = ({ title, kind }: Column): string => {
  const units: Partial<Record<Column['kind'], string>> = {
    seconds: 'seconds',
    ratio: 'share of 1',
    minutes: 'minutes',
    time: 'UTC',
  };
  return units[kind] ? `${title} (${units[kind]})` : title;
};

/** RFC 4180, with a byte order mark so that spreadsheets take it for UTF-8. */
function* linesOf({ columns, rows }: Table): Generator<string> {
  const heading = columns.map((column) => cellText(headingOf(column), { title: '', kind: 'text' }));
  yield `\uFEFF${heading.join(',')}\r\n`;
  for (const row of rows)
    yield `${columns.map((column, i) => cellText(row[i] ?? null, column)).join(',')}\r\n`;
}

const FIGURE_COLUMNS: readonly Column[] = [
  { title: 'Figure', kind: 'text' },
  { title: 'Name', kind: 'text' },
  { title: 'Unit', kind: 'text' },
  { title: 'Value', kind: 'count' },
  { title: 'Period before', kind: 'count' },
  { title: 'Included', kind: 'count' },
  { title: 'Population', kind: 'count' },
  { title: 'Left out', kind: 'text' },
  { title: 'Definition', kind: 'text' },
];

/** All figures as one table, then every table of the report. */
export const allTables = (data: ReportData): Table[] => {
  const figures = data.sections.flatMap((section) => section.figures);
  const rows = figures.map((one): Cell[] => [
    one.id,
    one.title,
    one.unit,
    one.value,
    one.before ?? null,
    one.n,
    one.population,
    one.excluded.map(({ reason, count }) => `${count} ${reason}`).join(', ') || null,
    one.definition,
  ]);
  const controls = data.sections.flatMap((section) => section.controls);
  return [
    ...(rows.length > 0 ? [{ id: 'figures', title: 'Figures', columns: FIGURE_COLUMNS, rows }] : []),
    ...(controls.length > 0 ? [controlTable(controls)] : []),
    ...data.sections.flatMap((section) => section.tables),
  ];
};

export const controlTable = (controls: ReportData['sections'][number]['controls']): Table => ({
  id: 'controls',
  title: 'Controls',
  columns: [
    { title: 'Control', kind: 'text' },
    { title: 'Title', kind: 'text' },
    { title: 'References', kind: 'text' },
    { title: 'Population', kind: 'count' },
    { title: 'Pass', kind: 'count' },
    { title: 'Fail', kind: 'count' },
    { title: 'Exception', kind: 'count' },
    { title: 'Unknown', kind: 'count' },
  ],
  rows: controls.map((one) => [
    one.control,
    one.title,
    one.references.join(', '),
    one.population,
    one.pass,
    one.fail,
    one.exception,
    one.unknown,
  ]),
});

/** What a section shows as tables: its controls first. */
export const tablesOf = ({ controls, tables }: SectionData): Table[] => [
  ...(controls.length > 0 ? [controlTable(controls)] : []),
  ...tables,
];

/** One file for each table, in a zip. */
export const csv: Output = {
  format: 'csv',
  mediaType: 'application/zip',
  extension: 'csv.zip',
  write: ({ data }) =>
    zipOf(
      allTables(data).map((table) => ({ path: `${table.id}.csv`, texts: () => linesOf(table) })),
      new Date(data.asOf),
    ),
};
