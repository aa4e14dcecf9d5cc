import { commitsBeginning, SHA_START } from '../../projections/commits-by-sha.js';
import type { Db } from '../../support/rows.js';
import { raw, type Sql, sql } from '../../support/sql.js';
import type { ChangeRef } from './change-records.js';

const NUMBER = /^#?(\d{1,18})$/;
const NAMED = /^(.+)([@#])([^@#]+)$/;

/** Repository by repository, each by index: change requests are placed by it. */
const EVERY_REPO = raw(`c.repo in (
  with recursive known as (
    select min(repo) as repo from change
    union all
    select (select min(t.repo) from change t where t.repo > known.repo) from known where known.repo is not null
  ) select repo from known where repo is not null)`);

/**
 * What a text names: `REPO@SHA`, `REPO#NUMBER`, a number with or without `#`, or the beginning of a sha. The sha of
 * `REPO@SHA` may be shortened too.
 *
 * @returns undefined when the text is none of these, so that it can only be searched for.
 */
export const findNamed = async (db: Db, text: string): Promise<ChangeRef[] | undefined> => {
  const [, repo, sign, id] = NAMED.exec(text) ?? [];
  if (repo && id && sign === '#') return changeRequests(db, id, sql`c.repo = ${repo}`);
  if (repo && id && SHA_START.test(id)) return commits(db, id, sql`c.repo = ${repo}`);
  const number = NUMBER.exec(text)?.[1];
  const start = SHA_START.test(text) ? text : undefined;
  if (!number && !start) return undefined;
  return [
    ...(number ? await changeRequests(db, number, EVERY_REPO) : []),
    ...(start ? await commits(db, start) : []),
  ];
};

const changeRequests = async (db: Db, number: string, inRepo: Sql): Promise<ChangeRef[]> => {
  const { rows } = await db.query<{ repo: string; id: string }>(
    sql`select c.repo, c.id from change c where ${inRepo} and c.id = ${number}`,
  );
  return rows.map((row) => ({ kind: 'PULL_REQUEST', ...row }));
};

const commits = async (db: Db, start: string, inRepo?: Sql): Promise<ChangeRef[]> =>
  (await commitsBeginning(db, [start], inRepo)).map(({ repo, sha }) => ({ kind: 'COMMIT', repo, id: sha }));
