/** What a row of a log can say, by what we call it. */
export const CELLS = ['item', 'at', 'activity', 'holder', 'team', 'line', 'lifecycle'] as const;

export type CellName = (typeof CELLS)[number];

/** The log's own names of the columns (of XES: keys of attributes), as a person gave them. */
export type ColumnNames = Partial<Record<CellName, string>>;

/** A row as the file has it; empty cells are absent. */
export interface TextRow {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly cells: Readonly<Partial<Record<CellName, string>>>;
  /** Why it cannot be read at all, for example because it has too many cells. */
  readonly fault?: string;
}

/** Where a log is read from, and under which names. */
export interface LogText {
  /** For messages. */
  readonly file: string;
  readonly text: AsyncIterable<string>;
  readonly columns: ColumnNames;
}

export const quoted = (names: Iterable<string>): string =>
  [...names].map((name) => JSON.stringify(name)).join(', ');
