import { shownCell, shownChange, shownTime, shownValue } from '../format.js';
import type { Figure, ReportData, SectionData, Table } from '../model.js';
import { controlTable } from './csv.js';
import { moreRows, type Output, SHOWN_ROWS } from './output.js';

/** Text that stays text: no markup of Markdown, HTML or a chat, and no mention. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]{}|~#!]/g, '\\$&')
    .replace(/@(?=\w)/g, '@\u200B')
    .replace(/^(\s*)([-+]|\d+[.)])(?=\s)/, '$1\\$2');

const figureRow = ({ title, unit, value, before, n }: Figure): string => {
  const change = value !== null && typeof before === 'number' ? shownChange(value - before, unit) : '';
  const last = before === undefined ? '' : shownValue(before, unit);
  return `| ${[title, shownValue(value, unit), last, change, String(n)].map(plain).join(' | ')} |`;
};

const tableText = ({ title, columns, rows }: Table, zone: string): string => {
  const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`;
  const shown = rows.slice(0, SHOWN_ROWS);
  const more = moreRows(rows.length);
  return [
    `### ${plain(title)}`,
    '',
    ...(rows.length === 0
      ? ['Nothing.']
      : [
          line(columns.map((column) => column.title)),
          `|${columns.map(({ kind }) => (kind === 'text' || kind === 'time' ? ' --- ' : ' ---: ')).join('|')}|`,
          ...shown.map((row) => line(columns.map(({ kind }, i) => shownCell(row[i] ?? null, kind, zone)))),
        ]),
    ...(more ? ['', more] : []),
  ].join('\n');
};

const sectionText = (section: SectionData, { zone }: ReportData): string =>
  [
    `## ${plain(section.title)}`,
    ...section.paragraphs.map(plain),
    ...(section.figures.length > 0
      ? [
          [
            '| Figure | Value | Period before | Change | n |',
            '| --- | ---: | ---: | ---: | ---: |',
            ...section.figures.map(figureRow),
          ].join('\n'),
        ]
      : []),
    ...(section.controls.length > 0 ? [tableText(controlTable(section.controls), zone)] : []),
    ...section.tables.map((table) => tableText(table, zone)),
  ].join('\n\n');

export const markdown: Output = {
  format: 'md',
  mediaType: 'text/markdown; charset=utf-8',
  extension: 'md',
  write: ({ data }) => {
    const { title, period, zone, asOf, audience, summary, sections } = data;
    const parts = [
      `# ${plain(title)}: ${plain(period.label)}`,
      `For ${plain(audience)}. ${shownTime(period.from, zone)} to ${shownTime(period.to, zone)} (${zone}), as recorded until ${asOf}.`,
      ...(summary.length > 0 ? [summary.map((sentence) => `- ${plain(sentence)}`).join('\n')] : []),
      ...sections.map((section) => sectionText(section, data)),
    ];
    return Buffer.from(`${parts.join('\n\n')}\n`);
  },
};
