import { pipeline } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import { messageOf, UserError } from '../../support/errors.js';
import { CELLS, type CellName, type ColumnNames, type LogText, quoted, type TextRow } from './cells.js';

/** Names under which columns are found when nobody names them, without regard to case. */
const USUAL: Record<CellName, readonly string[]> = {
  item: ['case:concept:name', 'case id', 'case_id', 'caseid', 'case', 'item'],
  at: ['time:timestamp', 'timestamp', 'complete timestamp', 'at', 'time'],
  activity: ['concept:name', 'activity', 'event'],
  holder: ['org:resource', 'resource', 'holder', 'person'],
  team: ['org:group', 'team', 'group'],
  line: ['org:role', 'line', 'role'],
  lifecycle: ['lifecycle:transition', 'lifecycle'],
};
const NEEDED: readonly CellName[] = ['item', 'at', 'activity'];
const DELIMITERS = [',', ';', '\t', '|'];
const ROWS_AT_ONCE = 200;
const LONGEST_ROW = 16 * 1024 * 1024;

type Places = Partial<Record<CellName, number>>;
interface Parsed {
  readonly record: readonly string[];
  readonly info: Info;
}

/**
 * Reads CSV (comma, semicolon, tab or bar; a byte order mark and quotes as RFC 4180 has them) in constant memory. The
 * first row names the columns.
 *
 * @throws UserError with the line, when a column is missing or a quote is not closed.
 */
export async function* readCsv(log: LogText): AsyncGenerator<readonly TextRow[]> {
  const [first, text] = await firstChunk(log.text);
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(first),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  pipeline(text, parser, () => {});
  let header: { readonly places: Places; readonly width: number } | undefined;
  // The parser's own count of lines takes a line end of two characters within quotes for two.
  let withinRows = 0;
  let rows: TextRow[] = [];
  for await (const { record, info } of records(log.file, parser)) {
    const line = info.records + info.empty_lines + withinRows;
    if (header) rows.push(rowOf(record, { ...header, line }));
    else header = { places: placesOf(log, record), width: record.length };
    withinRows += lineEndsIn(record);
    if (rows.length < ROWS_AT_ONCE) continue;
    yield rows;
    rows = [];
  }
  yield rows;
  if (!header) throw new UserError(`${log.file} is empty: its first line must name the columns.`);
}

async function* records(file: string, parser: AsyncIterable<unknown>): AsyncGenerator<Parsed> {
  try {
    yield* parser as AsyncIterable<Parsed>;
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    const { lines, column } = thrown as CsvError & { lines?: number; column?: number | string };
    const place = lines === undefined ? '' : `:${lines}${typeof column === 'number' ? `:${column + 1}` : ''}`;
    throw new UserError(`${file}${place} is no CSV: ${FAULTS[thrown.code] ?? messageOf(thrown)}.`);
  }
}

const FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quote is closed in the middle of a cell',
  INVALID_OPENING_QUOTE: 'a quote begins in the middle of a cell',
  CSV_MAX_RECORD_SIZE: 'a row is longer than 16 MB',
};

const lineEndsIn = (record: readonly string[]): number =>
  record.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);

/** The header has to be seen before it is known what stands between two cells. */
const firstChunk = async (text: AsyncIterable<string>): Promise<[string, AsyncIterable<string>]> => {
  const iterator = text[Symbol.asyncIterator]();
  let first = '';
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    first += next.value;
    if (first.includes('\n')) break;
  }
  const again = async function* (): AsyncGenerator<string> {
    yield first;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  };
  return [first, again()];
};

const delimiterOf = (text: string): string => {
  const header = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
};

const placesOf = ({ file, columns }: LogText, header: readonly string[]): Places => {
  const names = header.map((name) => name.trim());
  const places: Places = {};
  for (const cell of CELLS) {
    const place = placeOf(names, cell, columns);
    if (place >= 0) places[cell] = place;
    else if (columns[cell] !== undefined || NEEDED.includes(cell)) {
      const asked = columns[cell];
      const missing = asked === undefined ? `for the ${cell}` : JSON.stringify(asked);
      throw new UserError(`${file}:1 has no column ${missing}: name one of ${quoted(names)} with --${cell}.`);
    }
  }
  return places;
};

const placeOf = (names: readonly string[], cell: CellName, columns: ColumnNames): number => {
  const asked = columns[cell];
  if (asked !== undefined) return names.indexOf(asked);
  const lower = names.map((name) => name.toLowerCase());
  return USUAL[cell].map((name) => lower.indexOf(name)).find((place) => place >= 0) ?? -1;
};

interface Header {
  readonly places: Places;
  readonly width: number;
  readonly line: number;
}

const rowOf = (record: readonly string[], { places, width, line }: Header): TextRow => {
  if (record.length !== width) {
    return { line, cells: {}, fault: `it has ${record.length} cells, and the header names ${width}` };
  }
  const cells: Partial<Record<CellName, string>> = {};
  for (const cell of CELLS) {
    const value = record[places[cell] ?? -1]?.trim();
    if (value) cells[cell] = value;
  }
  return { line, cells };
};
