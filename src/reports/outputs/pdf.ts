import { type Content, makePdf } from '../../support/pdf.js';
import { shownCell, shownChange, shownTime, shownValue } from '../format.js';
import type { Figure, ReportData, SectionData, Table } from '../model.js';
import { chartSvg } from './charts/chart-svg.js';
import { controlTable } from './csv.js';
import { moreRows, type Output, SHOWN_ROWS } from './output.js';

/** Portrait holds six columns; a section with a wider table gets its pages across. */
const WIDE_FROM = 7;
const isWide = ({ tables }: SectionData): boolean =>
  tables.some(({ columns, rows }) => rows.length > 0 && columns.length >= WIDE_FROM);

const RULES = {
  hLineWidth: (i: number) => (i === 1 ? 1 : 0.3),
  vLineWidth: () => 0,
  hLineColor: () => '#777777',
  paddingTop: () => 2,
  paddingBottom: () => 2,
  paddingLeft: () => 0,
  paddingRight: () => 6,
};

const isNumber = (kind: string): boolean => kind !== 'text' && kind !== 'time';

const tableContent = ({ title, columns, rows }: Table, zone: string): Content[] => {
  const heading: Content = { text: title, style: 'h3', outline: true, headlineLevel: 2 };
  if (rows.length === 0) return [heading, { text: 'Nothing.', style: 'note' }];
  const head = columns.map(
    (column): Content => ({
      text: column.title,
      bold: true,
      alignment: isNumber(column.kind) ? 'right' : 'left',
    }),
  );
  const body = rows.slice(0, SHOWN_ROWS).map((row) =>
    columns.map(
      ({ kind }, i): Content => ({
        text: shownCell(row[i] ?? null, kind, zone),
        alignment: isNumber(kind) ? 'right' : 'left',
        wordBreak: longestWord(shownCell(row[i] ?? null, kind, zone)) > 18 ? 'break-all' : 'normal',
      }),
    ),
  );
  const more = moreRows(rows.length);
  const whole: Content = {
    style: 'table',
    layout: RULES,
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: widthsOf(columns),
      body: [head, ...body],
    },
  };
  // A heading never stands alone at the end of a page, where its table is short.
  if (body.length <= SHORT_ROWS) return [{ stack: [heading, whole], unbreakable: true }];
  return [heading, whole, ...(more ? [{ text: more, style: 'note' }] : [])];
};

const SHORT_ROWS = 12;

const longestWord = (text: string): number => Math.max(0, ...text.split(/\s/).map(({ length }) => length));

/** What is told in words shares the room; numbers and times take what they need. */
const widthsOf = (columns: Table['columns']): (string | number)[] => {
  const hasText = columns.some(({ kind }) => kind === 'text');
  return columns.map(({ kind }) => (kind === 'text' || !hasText ? '*' : kind === 'time' ? 70 : 'auto'));
};

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

const sectionContent = (section: SectionData, data: ReportData, isTurned: boolean): Content[] => [
  {
    text: section.title,
    style: 'h2',
    outline: true,
    headlineLevel: 1,
    ...(isTurned && { pageBreak: 'before', pageOrientation: isWide(section) ? 'landscape' : 'portrait' }),
  },
  ...section.paragraphs.map((text): Content => ({ text, style: 'paragraph' })),
  ...(section.figures.length > 0 ? [figureTable(section.figures, data.before.label)] : []),
  ...section.charts.flatMap((chart): Content[] => [
    {
      unbreakable: true,
      stack: [
        { text: chart.title, style: 'h3' },
        { svg: chartSvg(chart), width: 515 },
      ],
    },
  ]),
  ...(section.controls.length > 0 ? tableContent(controlTable(section.controls), data.zone) : []),
  ...section.tables.flatMap((table) => tableContent(table, data.zone)),
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
    // A heading stays with what it heads.
    pageBreakBefore: (node: { headlineLevel?: number }, nodes: { getFollowingNodesOnPage(): unknown[] }) =>
      node.headlineLevel !== undefined && nodes.getFollowingNodesOnPage().length === 0,
    content: [
      { text: heading, style: 'h1', headlineLevel: 1 },
      {
        text: `For ${audience}. ${shownTime(period.from, zone)} to ${shownTime(period.to, zone)} (${zone}), as recorded until ${asOf}.`,
        style: 'paragraph',
        color: '#444444',
      },
      ...(summary.length > 0 ? [{ ul: summary.map((text) => ({ text })), margin: [0, 4, 0, 8] }] : []),
      ...sections.flatMap((section, i) =>
        sectionContent(section, data, isWide(section) !== (i > 0 && isWide(sections[i - 1]!))),
      ),
    ],
  };
};

export const pdf: Output = {
  format: 'pdf',
  mediaType: 'application/pdf',
  extension: 'pdf',
  write: ({ data }) => makePdf(documentOf(data)),
};
