import { type Db, writeRows } from '../../support/rows.js';
import { changeOfCommits } from './membership.js';

const TARGET = {
  table: 'service_change',
  columns: ['service', 'repo', 'id', 'kind', 'at', 'title', 'author_id', 'author_name', 'counted'],
  key: ['service', 'repo', 'id'],
  conflict: 'replace',
} as const;

export interface Stale {
  readonly repo: string;
  readonly services: readonly string[];
  readonly shas: readonly string[];
  readonly changes: readonly string[];
}

interface Described {
  readonly id: string;
  readonly at: Date;
  readonly title: string;
  readonly author_id: string | null;
  readonly author_name: string | null;
}

/** Writes the changes of each service anew where their commits or change requests changed. */
export const updateServiceChanges = async (db: Db, stale: Stale): Promise<void> => {
  const commits = await db.query<Described>(
    `select sha as id, committed_at as at, title, author_id, author_name from commit
     where repo = $1 and sha = any($2) and mainline and not merge`,
    [stale.repo, stale.shas],
  );
  const changes = await db.query<Described>(
    `select id, merged_at as at, title, author_id, author_name from change
     where repo = $1 and id = any($2) and merged_at is not null`,
    [stale.repo, stale.changes],
  );
  const changeOf = await changeOfCommits(db, stale.repo, stale.shas);
  const described = [
    ...commits.rows.map((row) => ({ ...row, kind: 'COMMIT', counted: !changeOf.has(row.id) })),
    ...changes.rows.map((row) => ({ ...row, kind: 'PULL_REQUEST', counted: true })),
  ];
  await forget(db, stale, new Set(described.map(({ id }) => id)));
  const rows = stale.services.flatMap((service) =>
    described.map((row) => ({ ...row, service, repo: stale.repo })),
  );
  await writeRows(db, TARGET, rows);
};

const forget = async (db: Db, stale: Stale, kept: ReadonlySet<string>): Promise<void> => {
  const gone = [...stale.shas, ...stale.changes].filter((id) => !kept.has(id));
  if (gone.length === 0) return;
  await db.query('delete from service_change where service = any($1) and repo = $2 and id = any($3)', [
    stale.services,
    stale.repo,
    gone,
  ]);
};

/** A repository whose services changed: every change of it is written again, and forgotten where it no longer belongs. */
export const moveServiceChanges = async (
  db: Db,
  repo: string,
  { from, to }: { from: readonly string[]; to: readonly string[] },
): Promise<void> => {
  const left = from.filter((service) => !to.includes(service));
  await db.query('delete from service_change where service = any($1) and repo = $2', [left, repo]);
  const commits = await db.query<{ id: string }>('select sha as id from commit where repo = $1', [repo]);
  const changes = await db.query<{ id: string }>('select id from change where repo = $1', [repo]);
  await updateServiceChanges(db, {
    repo,
    services: to,
    shas: commits.rows.map(({ id }) => id),
    changes: changes.rows.map(({ id }) => id),
  });
};
