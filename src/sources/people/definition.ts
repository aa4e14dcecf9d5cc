import { overlap } from '../../support/validity.js';
import type { Wanted } from './claims.js';

/** What a file says, in claims. */
export interface Definition {
  /** Whose word it is: a file replaces only what the same registry said before. */
  readonly registry: string;
  /** From when on undated changes hold; default: the time of the import. */
  readonly since?: string | undefined;
  readonly wanted: readonly Wanted[];
  /** What the file says that cannot be taken over, in words. */
  readonly leftOut: readonly string[];
}

/** Of claims about one subject those that meet another one before them, with its index. */
export const collisions = (wanted: readonly Wanted[]): { index: number; with: number }[] => {
  const found: { index: number; with: number }[] = [];
  const bySubject = new Map<string, number[]>();
  wanted.forEach((one, index) => {
    const key = JSON.stringify(one.subject);
    const others = bySubject.get(key) ?? [];
    const other = others.find((i) => overlap(spanOf(wanted[i]!), spanOf(one)));
    if (other !== undefined) found.push({ index, with: other });
    bySubject.set(key, [...others, index]);
  });
  return found;
};

const spanOf = ({ from, to }: Wanted) => ({ from: from ?? null, to: to ?? null });
