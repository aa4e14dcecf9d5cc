import { deploymentRowId, repoPlace } from '../projections/audit/fold.js';
import { commitsBeginning } from '../projections/commits-by-sha.js';
import { changeKey, commitKey } from '../projections/keys.js';
import type { Db } from '../support/rows.js';
import { sql } from '../support/sql.js';

/** A row of the trail by its key. */
export interface RowKey {
  readonly place: string;
  readonly id: string;
}

/** A change: a change request by its number, or a commit by its sha. */
interface Made {
  readonly repo: string;
  readonly id: string;
}

/** The deployments that delivered what was made for the tickets, though they do not name them. */
export const deliveredForTickets = async (db: Db, tickets: readonly string[]): Promise<RowKey[]> => {
  const { rows } = await db.query<Made>(sql`select repo, id from item_change where item = any(${tickets})`);
  return deploymentsOf(db, rows);
};

/** The commits, the change requests that they belong to, and the deployments that delivered either. */
export const rowsOfCommits = async (db: Db, shas: readonly string[]): Promise<RowKey[]> => {
  const commits = (await commitsBeginning(db, shas)).map(({ repo, sha }) => ({ repo, id: sha }));
  const { rows: changes } = await db.query<Made>(sql`
    select distinct m.repo, m.change as id
    from unnest(${commits.map(({ repo }) => repo)}::text[], ${commits.map(({ id }) => id)}::text[]) w(repo, sha)
    join change_commit m using (repo, sha)`);
  return [
    ...commits.map(({ repo, id }) => ({ place: repoPlace(repo), id: commitKey(repo, id) })),
    ...changes.map(({ repo, id }) => ({ place: repoPlace(repo), id: changeKey(repo, id) })),
    ...(await deploymentsOf(db, [...commits, ...changes])),
  ];
};

const deploymentsOf = async (db: Db, made: readonly Made[]): Promise<RowKey[]> => {
  if (made.length === 0) return [];
  const { rows } = await db.query<{ service: string; environment: string; deployment: string }>(sql`
    with made as materialized (
      select * from unnest(${made.map(({ repo }) => repo)}::text[], ${made.map(({ id }) => id)}::text[]) m(repo, id)
    )
    select d.service, d.environment, d.deployment from made m
      join line n on n.repo = m.repo
      join delivered_change d
        on d.service = n.service and d.environment = n.environment and d.repo = m.repo and d.id = m.id
    union
    select d.service, d.environment, d.deployment from made m
      join line n on n.repo = m.repo
      join delivered_commit d
        on d.service = n.service and d.environment = n.environment and d.repo = m.repo and d.sha = m.id`);
  return rows.map(({ service, environment, deployment }) => ({
    place: service,
    id: deploymentRowId(service, environment, deployment),
  }));
};
