import { UserError } from '../support/errors.js';
import { sha256Hex } from '../support/hash.js';
import type { AuditLine } from './trail.js';

/** One of the lines that were drawn. */
export interface Drawn {
  readonly rank: string;
  readonly line: AuditLine;
}

export const LARGEST_SAMPLE = 500;

/** @throws UserError `BAD_SAMPLE` */
export const checkedSample = (size: number, seed: string): void => {
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_SAMPLE)
    throw new UserError(`A sample has 1 to ${LARGEST_SAMPLE} lines, not ${size}.`, 'BAD_SAMPLE');
  if (seed.trim() === '' || seed.includes('\n'))
    throw new UserError(
      'A sample needs a seed: any line of text that you choose, such as a date.',
      'BAD_SAMPLE',
    );
};

/**
 * What decides whether a line is drawn: SHA-256, in hexadecimal, of the seed, the place and the id of the line, each
 * followed by a line feed. The lines with the smallest are the sample. docs/audit/redraw.mjs draws it again.
 */
export const rankOf = (seed: string, { place, id }: Pick<AuditLine, 'place' | 'id'>): string =>
  sha256Hex(`${seed}\n${place}\n${id}\n`);

/** Keeps the smallest ranks while the lines go by. */
export class Draw {
  private drawn: Drawn[] = [];

  constructor(
    private readonly size: number,
    private readonly seed: string,
  ) {}

  see(lines: readonly AuditLine[]): void {
    const ranked = lines.map((line) => ({ rank: rankOf(this.seed, line), line }));
    this.drawn = [...this.drawn, ...ranked].sort((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, this.size);
  }

  /** In the order of their ranks. */
  result(): readonly Drawn[] {
    return this.drawn;
  }
}
