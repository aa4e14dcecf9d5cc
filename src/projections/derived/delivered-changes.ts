import { type Db, writeRows } from '../../support/rows.js';
import { deleteRows } from '../../support/sync-rows.js';
import { microseconds } from './delivery-line.js';
import type { Line } from './line-marks.js';

const TARGET = {
  table: 'delivered_change',
  columns: [
    'service',
    'environment',
    'repo',
    'id',
    'delivered_at',
    'deployment',
    'before_first',
    'first_commit_us',
    'opened_us',
    'merged_us',
  ],
  key: ['service', 'environment', 'repo', 'id'],
  conflict: 'replace',
} as const;

interface Merged {
  readonly id: string;
  readonly opened_at: Date | null;
  readonly merged_at: Date;
  readonly first_commit_at: Date | null;
  readonly delivered_at: Date | null;
  readonly deployment: string | null;
  readonly before_first: boolean | null;
}

/**
 * When each of these change requests was first delivered on the line: with the commit that its merge left on the main
 * line (its head where the source does not name one). The first-commit clock is the earliest author time among its
 * commits, so a squash keeps it.
 */
export const updateDeliveredChanges = async (
  db: Db,
  line: Line,
  changes: readonly string[],
): Promise<void> => {
  if (changes.length === 0) return;
  const { rows } = await db.query<Merged>(
    `with merged as materialized (
       select c.id, c.opened_at, c.merged_at, coalesce(c.merge_sha, c.head_sha) as sha,
         least(c.first_commit_at, min(k.authored_at)) as first_commit_at
       from change c
       left join change_commit m on m.repo = $3 and m.change = c.id
       left join commit k on k.repo = $3 and k.sha = m.sha and not k.merge
       where c.repo = $3 and c.id = any($4) and c.merged_at is not null
       group by c.repo, c.id
     )
     select m.id, m.opened_at, m.merged_at, m.first_commit_at, d.delivered_at, d.deployment, d.before_first
     from merged m
     left join delivered_commit d on d.service = $1 and d.environment = $2 and d.repo = $3 and d.sha = m.sha`,
    [line.service, line.environment, line.repo, changes],
  );
  const delivered = rows.flatMap((row) => deliveredRow(line, row));
  const kept = new Set(delivered.map(({ id }) => id));
  await deleteRows(
    db,
    TARGET,
    changes.filter((id) => !kept.has(id)).map((id) => ({ ...line, id })),
  );
  await writeRows(db, TARGET, delivered);
};

const deliveredRow = (line: Line, row: Merged) => {
  if (!row.delivered_at) return [];
  const at = row.delivered_at.toISOString();
  return [
    {
      ...line,
      id: row.id,
      delivered_at: at,
      deployment: row.deployment,
      before_first: row.before_first,
      first_commit_us: microseconds(row.first_commit_at?.toISOString(), at),
      opened_us: microseconds(row.opened_at?.toISOString(), at),
      merged_us: microseconds(row.merged_at.toISOString(), at),
    },
  ];
};

/** Merged change requests that are delivered with one of these commits. */
export const changesDeliveredWith = async (
  db: Db,
  repo: string,
  shas: readonly string[],
): Promise<string[]> => {
  const { rows } = await db.query<{ id: string }>(
    `select id from change where repo = $1 and merge_sha = any($2) and merged_at is not null
     union
     select change as id from change_commit where repo = $1 and sha = any($2)`,
    [repo, shas],
  );
  return rows.map(({ id }) => id);
};
