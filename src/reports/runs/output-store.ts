import type { Pool } from 'pg';
import { UserError } from '../../support/errors.js';
import { sha256Hex } from '../../support/hash.js';
import type { Format } from '../definition.js';
import type { OutputFile } from '../outputs/output.js';
import { outputOf } from '../outputs/registry.js';
import type { Shelf } from './shelf.js';

export interface StoredOutput {
  readonly format: Format;
  readonly file: string;
  readonly sha256: string;
  readonly size: number;
}

/** Keeps what was written: in PostgreSQL, or on a shelf of which PostgreSQL knows the hashes. */
export class OutputStore {
  constructor(
    private readonly pool: Pool,
    /** undefined: in PostgreSQL. */
    private readonly shelf: Shelf | undefined,
  ) {}

  async save(run: string, { format, file, bytes }: OutputFile): Promise<void> {
    await this.shelf?.put(run, file, bytes, outputOf(format).mediaType);
    await this.pool.query(
      `insert into throughline.report_output (run, format, file, sha256, size, bytes) values ($1, $2, $3, $4, $5, $6)
       on conflict (run, format) do update set file = excluded.file, sha256 = excluded.sha256, size = excluded.size,
         bytes = excluded.bytes`,
      [run, format, file, sha256Hex(bytes), bytes.length, this.shelf ? null : bytes],
    );
  }

  async list(run: string): Promise<StoredOutput[]> {
    const { rows } = await this.pool.query<StoredOutput>(
      'select format, file, sha256, size::float8 as size from throughline.report_output where run = $1 order by format',
      [run],
    );
    return rows;
  }

  /** @throws UserError `OUTPUT_CHANGED` where the shelf holds other bytes than were written, `OUTPUT_LOST` where it holds none. */
  async load(run: string, format: Format): Promise<OutputFile | undefined> {
    const { rows } = await this.pool.query<{ file: string; sha256: string; bytes: Buffer | null }>(
      'select file, sha256, bytes from throughline.report_output where run = $1 and format = $2',
      [run, format],
    );
    const [found] = rows;
    if (!found) return undefined;
    const { file } = found;
    const bytes = found.bytes ?? (await this.fetch(run, file));
    if (sha256Hex(bytes) === found.sha256) return { format, file, bytes };
    throw new UserError(
      `${file} is not what was written: somebody changed it where it is kept.`,
      'OUTPUT_CHANGED',
    );
  }

  private async fetch(run: string, file: string): Promise<Buffer> {
    const bytes = await this.shelf?.get(run, file);
    if (bytes) return bytes;
    throw new UserError(
      `${file} is not where it was kept: THROUGHLINE_REPORT_DIR or THROUGHLINE_REPORT_S3 must be as they were then.`,
      'OUTPUT_LOST',
    );
  }
}
