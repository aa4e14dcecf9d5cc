import type { Definition, Format } from '../definition.js';
import type { ReportData } from '../model.js';

/** What an output is written from: the frozen data, and how its definition wants it told. */
export interface Written {
  readonly data: ReportData;
  readonly definition: Pick<Definition, 'template' | 'templateFile'>;
  /** The outputs that were written before it, in the order of the registry. */
  readonly earlier: readonly OutputFile[];
  /** Makes a signed note of a text that ends with a newline, with the key of the ledger. */
  readonly sign: (text: string) => Promise<string>;
}

export interface OutputFile {
  readonly format: Format;
  readonly file: string;
  readonly bytes: Buffer;
}

/** One way to write a report down: the same data, the same bytes. */
export interface Output {
  readonly format: Format;
  readonly mediaType: string;
  /** Of its file: `csv.zip`. */
  readonly extension: string;
  write(written: Written): Promise<Buffer> | Buffer;
}

/** Rows of a table that a page shows; the whole table is in CSV, XLSX and JSON. */
export const SHOWN_ROWS = 100;

export const moreRows = (rows: number): string | undefined =>
  rows > SHOWN_ROWS
    ? `Here are the first ${SHOWN_ROWS} of ${rows} rows; all of them are in the CSV, XLSX and JSON of this report.`
    : undefined;
