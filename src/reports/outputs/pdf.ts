import { type Content, makePdf } from '../../support/pdf.js';
import { NOTHING, shownCell, shownChange, shownTime, shownValue } from '../format.js';
import type { Figure, ReportData, SectionData, Table } from '../model.js';
import { chartSvg, isEmptyChart } from './charts/chart-svg.js';
import { tablesOf } from './csv.js';
import { moreRows, type Output, SHOWN_ROWS } from './output.js';
import { isWideTable, LANDSCAPE, PORTRAIT, widthsOf } from './widths.js';

/** A section with a table that portrait would squeeze gets its pages across. */
const isWide = (section: SectionData, zone: string): boolean =>
  tablesOf(section).some((table) => isWideTable(table, zone));

const RULES = {
  hLineWidth: (i: number) => (i === 1 ? 1 : 0.3),
  vLineWidth: () => 0,
  hLineColor: () => '#777777',
  paddingTop: () => 2,
  paddingBottom: () => 2,
  paddingLeft: () => 0,
  paddingRight: () => 6,
};

const NO_BORDER = [false, false, false, false];

const RULES_BELOW_TITLE = { ...RULES, hLineWidth: (i: number) => (i === 2 ? 1 : i < 2 ? 0 : 0.3) };

const isNumber = (kind: string): boolean => kind !== 'text' && kind !== 'time';

/** Points before a text that follows a number: one ends where the other begins. */
const gapsOf = ({ columns }: Table): number[] =>
  columns.map(({ kind }, i) => (i > 0 && isNumber(columns[i - 1]!.kind) && !isNumber(kind) ? 8 : 0));

const tableContent = (table: Table, zone: string, room: number): Content[] => {
  const { title, columns, rows } = table;
  if (rows.length === 0)
    return [{ text: `${title}: nothing.`, style: 'note', outline: true, outlineText: title }];
  // A row of the table, so that it never stands alone at the end of a page; it comes again on the next.
  const heading: Content[] = columns.map((_, i) =>
    i === 0
      ? { text: title, style: 'h3', outline: true, colSpan: columns.length, border: NO_BORDER }
      : { text: '', border: NO_BORDER },
  );
  const head = columns.map(
    (column): Content => ({
      text: column.title,
      bold: true,
      alignment: isNumber(column.kind) ? 'right' : 'left',
    }),
  );
  const gaps = gapsOf(table);
  const widths = widthsOf(table, zone, room - gaps.reduce((sum, gap) => sum + gap, 0));
  const body = rows.slice(0, SHOWN_ROWS).map((row) =>
    columns.map(
      ({ kind }, i): Content => ({
        text: shownCell(row[i] ?? null, kind, zone),
        alignment: isNumber(kind) ? 'right' : 'left',
      }),
    ),
  );
  const more = moreRows(rows.length);
  const whole: Content = {
    style: 'table',
    layout: { ...RULES_BELOW_TITLE, paddingLeft: (i: number) => gaps[i] ?? 0 },
    unbreakable: body.length <= SHORT_ROWS,
    table: {
      headerRows: 2,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths,
      body: [heading, head, ...body],
    },
  };
  return [whole, ...(more ? [{ text: more, style: 'note' }] : [])];
};

const SHORT_ROWS = 12;

const figureTable = (figures: readonly Figure[], before: string): Content => ({
  style: 'table',
  layout: RULES,
  table: {
    headerRows: 1,
    dontBreakRows: true,
    widths: ['*', 'auto', 'auto', 'auto', 'auto'],
    body: [
      ['Figure', 'Value', before, 'Change', 'n'].map(
        (text, i): Content => ({ text, bold: true, alignment: i === 0 ? 'left' : 'right' }),
      ),
      ...figures.map(({ title, value, before: last, unit, n }): Content[] =>
        [
          title,
          shownValue(value, unit),
          last === undefined ? '' : shownValue(last, unit),
          value !== null && typeof last === 'number' ? shownChange(value - last, unit) : '',
          String(n),
        ].map((text, i) => ({ text, alignment: i === 0 ? 'left' : 'right' })),
      ),
    ],
  },
});

interface Paper {
  /** The section before lies the other way. */
  readonly isTurned: boolean;
  readonly isAcross: boolean;
}

const sectionContent = (section: SectionData, data: ReportData, { isTurned, isAcross }: Paper): Content[] => [
  {
    unbreakable: true,
    stack: [
      { text: section.title, style: 'h2', outline: true },
      ...section.paragraphs.slice(0, 1).map((text): Content => ({ text, style: 'paragraph' })),
    ],
    ...(isTurned && { pageBreak: 'before', pageOrientation: isAcross ? 'landscape' : 'portrait' }),
  },
  ...section.paragraphs.slice(1).map((text): Content => ({ text, style: 'paragraph' })),
  ...(section.figures.length > 0 ? [figureTable(section.figures, data.before.label)] : []),
  ...section.charts.flatMap((chart): Content[] => [
    {
      unbreakable: true,
      stack: [
        { text: chart.title, style: 'h3' },
        isEmptyChart(chart) ? { text: NOTHING, style: 'note' } : { svg: chartSvg(chart), width: PORTRAIT },
      ],
    },
  ]),
  ...tablesOf(section).flatMap((table) => tableContent(table, data.zone, isAcross ? LANDSCAPE : PORTRAIT)),
];

const documentOf = (data: ReportData): Content => {
  const { title, period, audience, zone, asOf, summary, sections } = data;
  const heading = `${title}: ${period.label}`;
  const at = new Date(asOf);
  return {
    info: {
      title: heading,
      author: 'Throughline',
      subject: `For ${audience}`,
      creator: 'Throughline',
      producer: 'Throughline',
      creationDate: at,
      modDate: at,
    },
    language: 'en',
    displayTitle: true,
    pageSize: 'A4',
    pageMargins: [40, 44, 40, 52],
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.15 },
    styles: {
      h1: { fontSize: 20, bold: true, margin: [0, 0, 0, 4] },
      h2: { fontSize: 14, bold: true, margin: [0, 16, 0, 6] },
      h3: { fontSize: 11, bold: true, margin: [0, 10, 0, 4] },
      paragraph: { margin: [0, 0, 0, 6] },
      table: { fontSize: 8.5, margin: [0, 0, 0, 4] },
      note: { fontSize: 8.5, color: '#444444', margin: [0, 2, 0, 4] },
    },
    footer: (page: number, pages: number) => ({
      columns: [
        { text: `${heading}, as recorded until ${asOf}`, fontSize: 8, color: '#444444' },
        { text: `${page} of ${pages}`, fontSize: 8, alignment: 'right', width: 60 },
      ],
      margin: [40, 18, 40, 0],
    }),
    content: [
      { text: heading, style: 'h1' },
      {
        text: `For ${audience}. ${shownTime(period.from, zone)} to ${shownTime(period.to, zone)} (${zone}), as recorded until ${asOf}.`,
        style: 'paragraph',
        color: '#444444',
      },
      ...(summary.length > 0 ? [{ ul: summary.map((text) => ({ text })), margin: [0, 4, 0, 8] }] : []),
      ...sections.flatMap((section, i) => {
        const isAcross = isWide(section, zone);
        const isTurned = isAcross !== (i > 0 && isWide(sections[i - 1]!, zone));
        return sectionContent(section, data, { isTurned, isAcross });
      }),
    ],
  };
};

export const pdf: Output = {
  format: 'pdf',
  mediaType: 'application/pdf',
  extension: 'pdf',
  write: ({ data }) => makePdf(documentOf(data)),
};
