import type { Db, Row } from '../../support/rows.js';
import { syncRows } from '../../support/sync-rows.js';
import { type Deployed, type Evidence, evidenceOf, type Incident, type Undone } from './evidence.js';
import type { Line } from './line-marks.js';
import { changeOfCommits } from './membership.js';
import { type ScrapRow, syncScrap } from './rework-edges.js';

export interface Place {
  readonly service: string;
  readonly environment: string;
}

/** Failures, rework and rollbacks of one service on one environment, from all its deployments, incidents and reverts. */
export const updateOutcomes = async (db: Db, place: Place): Promise<void> => {
  const evidence = evidenceOf(
    await deployedOn(db, place),
    await incidentsOn(db, place),
    await undoneOn(db, place),
  );
  await syncFailures(db, place, evidence);
  await syncRework(db, place, evidence);
  await scrapRolledBack(db, place, evidence);
};

const deployedOn = async (db: Db, { service, environment }: Place): Promise<Deployed[]> => {
  const { rows } = await db.query<Omit<Deployed, 'at'> & { at: Date }>(
    `select id, at, outcome, kind, effective, complete, repo, sha, version, event_id from deployment
     where service = $1 and environment = $2 and at is not null order by at, id`,
    [service, environment],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
};

const incidentsOn = async (db: Db, { service, environment }: Place): Promise<Incident[]> => {
  const { rows } = await db.query<{
    event_id: string;
    deployment: string | null;
    opened_at: Date;
    resolved_at: Date | null;
  }>(
    `select event_id, deployment, opened_at, resolved_at from incident
     where service = $1 and environment = $2 and opened_at is not null order by opened_at, id`,
    [service, environment],
  );
  return rows.map((row) => ({
    ...row,
    opened_at: row.opened_at.toISOString(),
    resolved_at: row.resolved_at?.toISOString() ?? null,
  }));
};

/** Both ends delivered here, the repair later than what it repairs. A change request stands for its merge commit. */
const undoneOn = async (db: Db, { service, environment }: Place): Promise<Undone[]> => {
  const { rows } = await db.query<{
    kind: Undone['kind'];
    event_id: string;
    at: Date;
    deployment: string;
    undone_at: Date;
    undone_by: string;
  }>(
    `with edge as materialized (
       select e.repo, e.kind, e.event_id, coalesce(t.merge_sha, e.target) as target, coalesce(s.merge_sha, e.source) as source
       from rework_edge e
       left join change t on t.repo = e.repo and t.id = e.target
       left join change s on s.repo = e.repo and s.id = e.source
       where e.repo in (select repo from service_repo where service = $1)
     )
     select e.kind, e.event_id, x.delivered_at as at, x.deployment, r.delivered_at as undone_at, r.deployment as undone_by
     from edge e
     join delivered_commit x on x.service = $1 and x.environment = $2 and x.repo = e.repo and x.sha = e.target
     join delivered_commit r on r.service = $1 and r.environment = $2 and r.repo = e.repo and r.sha = e.source
     where (r.delivered_at, r.deployment) > (x.delivered_at, x.deployment)
     order by e.event_id, x.deployment, r.deployment`,
    [service, environment],
  );
  return rows.map((row) => ({
    kind: row.kind,
    event_id: row.event_id,
    delivered: { at: row.at.toISOString(), deployment: row.deployment },
    undone: { at: row.undone_at.toISOString(), deployment: row.undone_by },
  }));
};

const distinctBy = <R extends Row>(key: readonly string[], rows: readonly R[]): R[] => [
  ...new Map(rows.map((row) => [key.map((column) => row[column]).join('\u0001'), row])).values(),
];

const syncFailures = async (db: Db, place: Place, { failures }: Evidence): Promise<void> => {
  const key = ['service', 'environment', 'deployment', 'grade', 'evidence'];
  const target = { table: 'failure', columns: [...key, 'at', 'recovered_at'], key };
  const rows = failures.map((row) => ({ ...place, ...row }));
  await syncRows(db, { target, where: { ...place } }, distinctBy(key, rows));
};

const syncRework = async (db: Db, place: Place, { rework }: Evidence): Promise<void> => {
  const key = ['service', 'environment', 'deployment', 'reason', 'evidence'];
  const rows = rework.map((row) => ({ ...place, ...row }));
  await syncRows(
    db,
    { target: { table: 'rework', columns: key, key }, where: { ...place } },
    distinctBy(key, rows),
  );
};

/** Every change that a rollback took off the environment again is scrapped. */
const scrapRolledBack = async (db: Db, place: Place, { rolledBack }: Evidence): Promise<void> => {
  const rows: ScrapRow[] = [];
  for (const [evidence, { at, deployments }] of rolledBack) {
    const delivered = await db.query<{ repo: string; unit: string }>(
      `select distinct repo, coalesce(change, sha) as unit from delivered_commit
       where service = $1 and environment = $2 and deployment = any($3) and known
         and not before_first and (counted or change is not null)`,
      [place.service, place.environment, deployments],
    );
    for (const { repo, unit } of delivered.rows) {
      rows.push({ ...place, repo, id: unit, rule: 'ROLLED_BACK', evidence, at });
    }
  }
  await syncScrap(db, { ...place, rule: 'ROLLED_BACK' }, rows);
};

/** The changes that a failed deployment was the first to try to deliver. */
export const scrapFailedDeployments = async (db: Db, line: Line): Promise<void> => {
  const { rows } = await db.query<{
    deployment: string;
    sha: string;
    event_id: string;
    at: Date;
    merge: boolean;
  }>(
    `select f.deployment, f.sha, d.event_id, d.at, c.merge
     from failed_commit f
     join deployment d on d.service = $1 and d.environment = $2 and d.id = f.deployment
     join commit c on c.repo = $3 and c.sha = f.sha
     where f.service = $1 and f.environment = $2 and f.repo = $3
     order by f.deployment, f.sha`,
    [line.service, line.environment, line.repo],
  );
  const changeOf = await changeOfCommits(
    db,
    line.repo,
    rows.map(({ sha }) => sha),
  );
  const scrap = rows
    .filter(({ sha, merge }) => !merge || changeOf.has(sha))
    .map(({ sha, event_id, at }) => ({
      ...line,
      id: changeOf.get(sha) ?? sha,
      rule: 'FAILED_DEPLOYMENT',
      evidence: event_id,
      at: at.toISOString(),
    }));
  await syncScrap(db, { ...line, rule: 'FAILED_DEPLOYMENT' }, distinctBy(['id', 'evidence'], scrap));
};

/** A review by somebody else asked for changes before the change request was merged. */
export const scrapReturned = async (
  db: Db,
  { repo, services, changes }: { repo: string; services: readonly string[]; changes: readonly string[] },
): Promise<void> => {
  if (changes.length === 0) return;
  const { rows } = await db.query<{ id: string; returned_by: string; returned_at: Date }>(
    `select id, returned_by, returned_at from change
     where repo = $1 and id = any($2) and merged_at is not null and returned_by is not null`,
    [repo, changes],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const service of services) {
    for (const id of changes) {
      const found = byId.get(id);
      const scrap = found && {
        service,
        repo,
        id,
        rule: 'RETURNED',
        environment: '',
        evidence: found.returned_by,
        at: found.returned_at.toISOString(),
      };
      await syncScrap(db, { service, repo, id, rule: 'RETURNED' }, scrap ? [scrap] : []);
    }
  }
};
