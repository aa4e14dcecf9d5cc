import type { Db } from '../../support/rows.js';
import { raw, type Sql, sql } from '../../support/sql.js';
import type { ChangeRef } from './change-records.js';

const SHA_START = /^[0-9a-f]{7,64}$/;
const NUMBER = /^#?(\d{1,18})$/;
const NAMED = /^(.+)([@#])([^@#]+)$/;

/**
 * What a text names: `REPO@SHA`, `REPO#NUMBER`, a number with or without `#`, or the beginning of a sha. The sha of
 * `REPO@SHA` may be shortened too.
 *
 * @returns undefined when the text is none of these, so that it can only be searched for.
 */
export const findNamed = async (db: Db, text: string): Promise<ChangeRef[] | undefined> => {
  const [, repo, sign, id] = NAMED.exec(text) ?? [];
  if (repo && id && sign === '#') return changeRequests(db, id, sql`c.repo = ${repo}`);
  const sha = id?.toLowerCase() ?? '';
  if (repo && SHA_START.test(sha)) return commits(db, sha, sql`c.repo = ${repo}`);
  const number = NUMBER.exec(text)?.[1];
  const start = SHA_START.test(text.toLowerCase()) ? text.toLowerCase() : undefined;
  if (!number && !start) return undefined;
  return [
    ...(number ? await changeRequests(db, number, everyRepo('change')) : []),
    ...(start ? await commits(db, start, everyRepo('commit')) : []),
  ];
};

/** Repository by repository, each by index: the tables are placed by repository. */
const everyRepo = (table: 'commit' | 'change'): Sql => sql`c.repo in (
  with recursive known as (
    select min(repo) as repo from ${raw(table)}
    union all
    select (select min(t.repo) from ${raw(table)} t where t.repo > known.repo) from known where known.repo is not null
  ) select repo from known where repo is not null)`;

const changeRequests = async (db: Db, number: string, inRepo: Sql): Promise<ChangeRef[]> => {
  const { rows } = await db.query<{ repo: string; id: string }>(
    sql`select c.repo, c.id from change c where ${inRepo} and c.id = ${number}`,
  );
  return rows.map((row) => ({ kind: 'PULL_REQUEST', ...row }));
};

/** In every collation a sha that begins with the text lies between it and it with a `g`. */
const commits = async (db: Db, start: string, inRepo: Sql): Promise<ChangeRef[]> => {
  const { rows } = await db.query<{ repo: string; id: string }>(
    sql`select c.repo, c.sha as id from commit c where ${inRepo} and c.sha >= ${start} and c.sha < ${`${start}g`}`,
  );
  return rows.map((row) => ({ kind: 'COMMIT', ...row }));
};
