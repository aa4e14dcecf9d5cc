import { Eta } from 'eta';
import { messageOf, UserError } from '../../support/errors.js';
import type { Definition } from '../definition.js';
import { NOTHING, shownCell, shownChange, shownTime, shownValue } from '../format.js';
import type { Chart, ColumnKind, Figure, ReportData, SectionData, Table } from '../model.js';
import { chartSvg, isEmptyChart } from './charts/chart-svg.js';
import { tablesOf } from './csv.js';
import { moreRows, type Output, SHOWN_ROWS } from './output.js';
import { hasLongPiece, isWideTable } from './widths.js';

const isNumber = (kind: ColumnKind): boolean => kind !== 'text' && kind !== 'time';

/** The class of a cell: how it is aligned, and where its lines may be broken. */
const lookOf = (text: string, kind: ColumnKind): string => {
  if (isNumber(kind)) return 'number';
  if (kind === 'time') return 'time';
  return hasLongPiece(text) ? 'long' : '';
};

/** What a template can call, beside the data. Whatever it writes by `<%= %>` is text. */
const helpers = ({ zone }: ReportData) => ({
  time: (iso: string) => shownTime(iso, zone),
  value: ({ value, unit }: Figure) => shownValue(value, unit),
  before: ({ before, unit }: Figure) => (before === undefined ? '' : shownValue(before, unit)),
  change: ({ value, before, unit }: Figure) =>
    value === null || typeof before !== 'number' ? '' : shownChange(value - before, unit),
  /** Better or worse, in a word. */
  verdict: ({ value, before, better }: Figure) => {
    if (value === null || typeof before !== 'number' || !better || value === before) return '';
    return value > before === (better === 'higher') ? 'better' : 'worse';
  },
  cell: (table: Table, row: Table['rows'][number], i: number) =>
    shownCell(row[i] ?? null, table.columns[i]!.kind, zone),
  look: (table: Table, row: Table['rows'][number], i: number) =>
    lookOf(shownCell(row[i] ?? null, table.columns[i]!.kind, zone), table.columns[i]!.kind),
  isNumber: (table: Table, i: number) => isNumber(table.columns[i]!.kind),
  shown: (table: Table) => table.rows.slice(0, SHOWN_ROWS),
  more: (table: Table) => moreRows(table.rows.length),
  tables: tablesOf,
  isWide: (section: SectionData) => tablesOf(section).some((table) => isWideTable(table, zone)),
  svg: (chart: Chart) => (isEmptyChart(chart) ? `<p class="note">${NOTHING}</p>` : chartSvg(chart)),
});

/** @throws UserError `BAD_TEMPLATE`, which names the template and the line. */
export const renderTemplate = (
  { template, templateFile }: Pick<Definition, 'template' | 'templateFile'>,
  values: Readonly<Record<string, unknown>>,
): string => {
  const eta = new Eta({ autoEscape: true, useWith: false, varName: 'it', debug: true });
  try {
    return eta.renderString(template, values);
  } catch (thrown) {
    const message = messageOf(thrown);
    const line = /(?:at line|line|:)\s?(\d+)/.exec(message)?.[1];
    const reason = message
      .split('\n')
      .filter((text) => text.trim() !== '')
      .at(-1)
      ?.trim();
    throw new UserError(
      `${templateFile}${line ? `:${line}` : ''}: ${reason ?? 'the template fails'}`,
      'BAD_TEMPLATE',
    );
  }
};

/** One file that needs nothing else, from the template of the definition. */
export const html: Output = {
  format: 'html',
  mediaType: 'text/html; charset=utf-8',
  extension: 'html',
  write: ({ data, definition }) => Buffer.from(renderTemplate(definition, { data, ...helpers(data) })),
};
