import { escapeXml } from '../../support/xml.js';
import type { Cell, Column, Table } from '../model.js';
import { allTables, headingOf } from './csv.js';
import type { Output } from './output.js';
import { zipOf } from './zip.js';

/**
 * A workbook with a sheet for each table, written by hand: a library would date its parts by the clock. Every text is an
 * inline string, so none can be taken for a formula.
 */
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
/** More characters a cell cannot hold. */
const LONGEST_CELL = 32_767;
const MOST_ROWS = 1_048_576;

const columnName = (index: number): string =>
  (index >= 26 ? columnName(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));

const cellXml = (cell: Cell, at: string, style = ''): string => {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${at}"${style}><v>${cell}</v></c>`;
  const text = escapeXml(cell.slice(0, LONGEST_CELL));
  return `<c r="${at}" t="inlineStr"${style}><is><t xml:space="preserve">${text}</t></is></c>`;
};

const WIDTHS: Partial<Record<Column['kind'], number>> = { text: 32, time: 26 };

function* sheetXml({ columns, rows }: Table): Generator<string> {
  const names = columns.map((_, i) => columnName(i));
  const widths = columns.map(
    ({ kind }, i) => `<col min="${i + 1}" max="${i + 1}" width="${WIDTHS[kind] ?? 18}" customWidth="1"/>`,
  );
  const heading = columns.map((column, i) => cellXml(headingOf(column), `${names[i]}1`, ' s="1"')).join('');
  yield `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`;
  yield `<cols>${widths.join('')}</cols><sheetData><row r="1">${heading}</row>`;
  for (const [r, row] of rows.slice(0, MOST_ROWS - 1).entries()) {
    const cells = names.map((name, i) => cellXml(row[i] ?? null, `${name}${r + 2}`)).join('');
    yield `<row r="${r + 2}">${cells}</row>`;
  }
  yield '</sheetData></worksheet>';
}

/** At most 31 characters, none of those that a sheet's name may not have, and no name twice. */
const sheetNames = (tables: readonly Table[]): string[] => {
  const taken = new Set<string>();
  return tables.map(({ id }) => {
    let name = id.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31);
    for (let n = 2; taken.has(name); n += 1) name = `${id.slice(0, 28)} ${n}`;
    taken.add(name);
    return name;
  });
};

const workbook = (names: readonly string[]): string =>
  `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${names
    .map((name, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
    .join('')}</sheets></workbook>`;

const workbookRelations = (count: number): string => {
  const sheets = Array.from(
    { length: count },
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  const styles = `<Relationship Id="rId${count + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/>`;
  return `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${sheets.join('')}${styles}</Relationships>`;
};

const contentTypes = (count: number): string => {
  const type = (part: string, kind: string): string =>
    `<Override PartName="/xl/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const sheets = Array.from({ length: count }, (_, i) => type(`worksheets/sheet${i + 1}`, 'worksheet'));
  return `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${type('workbook', 'sheet.main')}${type('styles', 'styles')}${sheets.join('')}</Types>`;
};

const STYLES = `${DECLARATION}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`;

const ROOT = `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

export const xlsx: Output = {
  format: 'xlsx',
  mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  extension: 'xlsx',
  write: ({ data }) => {
    const tables = allTables(data);
    const parts: [string, string][] = [
      ['[Content_Types].xml', contentTypes(tables.length)],
      ['_rels/.rels', ROOT],
      ['xl/workbook.xml', workbook(sheetNames(tables))],
      ['xl/_rels/workbook.xml.rels', workbookRelations(tables.length)],
      ['xl/styles.xml', STYLES],
    ];
    return zipOf(
      [
        ...parts.map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
        ...tables.map((table, i) => ({
          path: `xl/worksheets/sheet${i + 1}.xml`,
          texts: () => sheetXml(table),
        })),
      ],
      new Date(data.asOf),
    );
  },
};
