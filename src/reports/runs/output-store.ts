import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Pool } from 'pg';
import { UserError } from '../../support/errors.js';
import { sha256 } from '../../support/hash.js';
import type { Format } from '../definition.js';
import type { OutputFile } from '../outputs/output.js';

export interface StoredOutput {
  readonly format: Format;
  readonly file: string;
  readonly sha256: string;
  readonly size: number;
}

/** Keeps what was written: in PostgreSQL, or in a folder of which PostgreSQL knows the hashes. */
export class OutputStore {
  constructor(
    private readonly pool: Pool,
    /** undefined: in PostgreSQL. */
    private readonly folder: string | undefined,
  ) {}

  async save(run: string, { format, file, bytes }: OutputFile): Promise<void> {
    if (this.folder) await this.writeFile(run, file, bytes);
    await this.pool.query(
      `insert into throughline.report_output (run, format, file, sha256, size, bytes) values ($1, $2, $3, $4, $5, $6)
       on conflict (run, format) do update set file = excluded.file, sha256 = excluded.sha256, size = excluded.size,
         bytes = excluded.bytes`,
      [run, format, file, sha256(bytes).toString('hex'), bytes.length, this.folder ? null : bytes],
    );
  }

  /** Appears whole or not at all. */
  private async writeFile(run: string, file: string, bytes: Buffer): Promise<void> {
    const folder = join(this.folder!, run);
    await mkdir(folder, { recursive: true });
    const path = join(folder, basename(file));
    await writeFile(`${path}.part`, bytes);
    await rename(`${path}.part`, path);
  }

  async list(run: string): Promise<StoredOutput[]> {
    const { rows } = await this.pool.query<StoredOutput>(
      'select format, file, sha256, size::float8 as size from throughline.report_output where run = $1 order by format',
      [run],
    );
    return rows;
  }

  /** @throws UserError `OUTPUT_CHANGED` where the folder holds other bytes than were written. */
  async load(run: string, format: Format): Promise<OutputFile | undefined> {
    const { rows } = await this.pool.query<{ file: string; sha256: string; bytes: Buffer | null }>(
      'select file, sha256, bytes from throughline.report_output where run = $1 and format = $2',
      [run, format],
    );
    const [found] = rows;
    if (!found) return undefined;
    const { file } = found;
    const bytes = found.bytes ?? (await this.readFile(run, file));
    if (sha256(bytes).toString('hex') === found.sha256) return { format, file, bytes };
    throw new UserError(
      `${file} is not what was written: somebody changed it where it is kept.`,
      'OUTPUT_CHANGED',
    );
  }

  private async readFile(run: string, file: string): Promise<Buffer> {
    return readFile(join(this.folder ?? '', run, basename(file))).catch(() => {
      throw new UserError(
        `${file} is not where it was kept: THROUGHLINE_REPORT_DIR must be the folder of then.`,
        'OUTPUT_LOST',
      );
    });
  }
}
