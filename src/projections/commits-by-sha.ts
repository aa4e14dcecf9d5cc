import type { Db } from '../support/rows.js';
import { join, raw, type Sql, sql } from '../support/sql.js';

/** A whole sha, or enough of its beginning to name a commit. */
export const SHA_START = /^[0-9a-f]{7,64}$/i;

export interface CommitRef {
  readonly repo: string;
  readonly sha: string;
}

/** Repository by repository, each by index: the tables, here `c`, are placed by repository. */
export const everyRepo = (table: 'commit' | 'change'): Sql => sql`c.repo in (
  with recursive known as (
    select min(repo) as repo from ${raw(table)}
    union all
    select (select min(t.repo) from ${raw(table)} t where t.repo > known.repo) from known where known.repo is not null
  ) select repo from known where repo is not null)`;

/** @param inRepo which repositories of commits `c` (default: every one). */
export const commitsBeginning = async (
  db: Db,
  starts: readonly string[],
  inRepo: Sql = everyRepo('commit'),
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
