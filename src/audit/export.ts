import type { Pool } from 'pg';
import type { Page } from '../metrics/page.js';
import { readIn } from '../metrics/read.js';
import type { ReadModels } from '../projections/read-models.js';
import { currentReading, readThrough } from '../projections/reading.js';
import type { Db } from '../support/rows.js';
import { asCsvLine, asJsonLine, CSV_HEAD } from './lines.js';
import { type AuditFilter, checkedQuestion } from './question.js';
import { resolveSelection } from './selection.js';
import { readHours, stratifier, type Told, ticketSorts } from './strata.js';
import { type AuditLine, readTrail } from './trail.js';

export type ExportFormat = 'csv' | 'ndjson';

/** What a walk through the trail reads from. */
export interface AuditStore {
  readonly pool: Pool;
  readonly readModels: ReadModels;
}

/** Few statements for a large population, and little memory. */
const LINES_PER_PAGE = 4_000;

/** A whole selection, page by page, and the recording time that it stands on. */
export interface Walked {
  readonly asOf: Date;
  pages(): AsyncGenerator<readonly AuditLine[]>;
}

/**
 * All lines of a filter, the newest first, in constant memory. The caller opens a reading (`readThrough`), so that all
 * pages see one state.
 *
 * @throws UserError when the filter is wrong, before the first page.
 */
export const walkTrail = async ({ pool, readModels }: AuditStore, asked: AuditFilter): Promise<Walked> => {
  const filter = checkedQuestion(asked);
  const { schema, watermark } = await readModels.schemaFor(filter.asOf ?? undefined);
  const reading = currentReading();
  // Who asks for the next page may do so from anywhere, so the reading is kept here.
  const read = <T>(work: (db: Db) => Promise<T>): Promise<T> =>
    reading ? readThrough(reading, () => readIn(pool, schema, work)) : readIn(pool, schema, work);
  const selection = await read((db) => resolveSelection(db, filter));
  const label = await labelling({ pool, schema, asOf: watermark ?? new Date(0) }, filter.hours);
  return {
    asOf: watermark ?? new Date(0),
    async *pages() {
      const readAfter = (after: string | null): Promise<Page<AuditLine>> => {
        const page = read((db) => readTrail(db, selection, { first: LINES_PER_PAGE, after }));
        // It may fail while nobody waits for it yet: who asks for it next is told.
        page.catch(() => {});
        return page;
      };
      let next: Promise<Page<AuditLine>> | undefined = readAfter(null);
      try {
        while (next) {
          const { rows, hasNextPage, endCursor }: Page<AuditLine> = await next;
          // The database reads the next page while this one is written.
          next = hasNextPage ? readAfter(endCursor) : undefined;
          if (rows.length > 0) yield rows.map(label);
        }
      } finally {
        // Whoever stops listening leaves one under way.
        await next?.catch(() => {});
      }
    },
  };
};

type Label = (line: AuditLine) => AuditLine;

/** Where office hours are given, each line says in which stratum it is. */
const labelling = async (told: Told, hours: string | null | undefined): Promise<Label> => {
  if (!hours) return (line) => line;
  const stratumOf = stratifier(await ticketSorts(told), readHours(hours));
  return (line) => ({ ...line, stratum: stratumOf(line) });
};

/** The text of an export, a page at a time. */
export async function* exported(walked: Walked, format: ExportFormat): AsyncGenerator<string> {
  if (format === 'csv') yield `${CSV_HEAD}\r\n`;
  const [write, end] = format === 'csv' ? [asCsvLine, '\r\n'] : [asJsonLine, '\n'];
  for await (const lines of walked.pages()) yield lines.map((line) => `${write(line)}${end}`).join('');
}
