import type { Db } from '../support/rows.js';
import { join, raw, type Sql, sql } from '../support/sql.js';

/** A whole sha, or enough of its beginning to name a commit. */
export const SHA_START = /^[0-9a-f]{7,64}$/i;

export interface CommitRef {
  readonly repo: string;
  readonly sha: string;
}

/** @param inRepo which repositories of commits `c` (default: every one, by an index of its own). */
export const commitsBeginning = async (
  db: Db,
  starts: readonly string[],
  inRepo: Sql = raw('true'),
): Promise<CommitRef[]> => {
  const { rows } = await db.query<CommitRef>(
    sql`select c.repo, c.sha from commit c where ${inRepo} and (${join(starts.map(begins), ' or ')})`,
  );
  return rows;
};

/** In every collation a sha that begins with the text lies between it and it with a `g`. */
const begins = (text: string): Sql => {
  const start = text.toLowerCase();
  return sql`(c.sha >= ${start} and c.sha < ${`${start}g`})`;
};
