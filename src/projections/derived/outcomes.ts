import { distinctBy } from '../../support/distinct.js';
import { groupBy } from '../../support/group-by.js';
import type { Db, Row } from '../../support/rows.js';
import { syncRows } from '../../support/sync-rows.js';
import { isBefore, type Mark } from '../graph.js';
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

interface ReworkEdge {
  readonly repo: string;
  readonly kind: Undone['kind'];
  readonly event_id: string;
  readonly target: string;
  readonly source: string;
}

/** Both ends delivered here, the repair later than what it repairs. A change request stands for its merge commit. */
const undoneOn = async (db: Db, place: Place): Promise<Undone[]> => {
  const { rows: edges } = await db.query<ReworkEdge>(
    `select e.repo, e.kind, e.event_id, coalesce(t.merge_sha, e.target) as target, coalesce(s.merge_sha, e.source) as source
     from rework_edge e
     left join change t on t.repo = e.repo and t.id = e.target
     left join change s on s.repo = e.repo and s.id = e.source
     where e.repo in (select repo from service_repo where service = $1)
     order by e.repo, e.event_id, e.target`,
    [place.service],
  );
  const undone: Undone[] = [];
  for (const [repo, own] of groupBy(edges, (edge) => edge.repo)) {
    const marks = await marksOf(
      db,
      { ...place, repo },
      own.flatMap(({ source, target }) => [source, target]),
    );
    for (const { kind, event_id, source, target } of own) {
      const delivered = marks.get(target);
      const repaired = marks.get(source);
      if (delivered && repaired && isBefore(delivered, repaired))
        undone.push({ kind, event_id, delivered, undone: repaired });
    }
  }
  return undone;
};

const marksOf = async (db: Db, line: Line, shas: readonly string[]): Promise<Map<string, Mark>> => {
  const { rows } = await db.query<{ sha: string; delivered_at: Date; deployment: string }>(
    `select sha, delivered_at, deployment from delivered_commit
     where service = $1 and environment = $2 and repo = $3 and sha = any($4)`,
    [line.service, line.environment, line.repo, shas],
  );
  return new Map(
    rows.map(({ sha, delivered_at, deployment }) => [sha, { at: delivered_at.toISOString(), deployment }]),
  );
};

const distinctByKey = <R extends Row>(key: readonly string[], rows: readonly R[]): R[] =>
  distinctBy(rows, (row) => key.map((column) => row[column]).join('\u0001'));

const syncFailures = async (db: Db, place: Place, { failures }: Evidence): Promise<void> => {
  const key = ['service', 'environment', 'deployment', 'grade', 'evidence'];
  const target = { table: 'failure', columns: [...key, 'at', 'recovered_at'], key };
  const rows = failures.map((row) => ({ ...place, ...row }));
  await syncRows(db, { target, where: { ...place } }, distinctByKey(key, rows));
};

const syncRework = async (db: Db, place: Place, { rework }: Evidence): Promise<void> => {
  const key = ['service', 'environment', 'deployment', 'reason', 'evidence'];
  const rows = rework.map((row) => ({ ...place, ...row }));
  await syncRows(
    db,
    { target: { table: 'rework', columns: key, key }, where: { ...place } },
    distinctByKey(key, rows),
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

interface FailedDeployment {
  readonly id: string;
  readonly event_id: string;
  readonly at: Date;
}

/** The changes that a failed deployment was the first to try to deliver. */
export const scrapFailedDeployments = async (db: Db, line: Line): Promise<void> => {
  const tried = await db.query<{ deployment: string; sha: string }>(
    `select deployment, sha from failed_commit
     where service = $1 and environment = $2 and repo = $3 and known order by deployment, sha`,
    [line.service, line.environment, line.repo],
  );
  const shas = [...new Set(tried.rows.map(({ sha }) => sha))];
  const failed = await failedDeployments(db, line, [
    ...new Set(tried.rows.map(({ deployment }) => deployment)),
  ]);
  const merges = await mergesAmong(db, line.repo, shas);
  const changeOf = await changeOfCommits(db, line.repo, shas);
  const scrap = tried.rows
    .filter(({ sha }) => !merges.has(sha) || changeOf.has(sha))
    .flatMap(({ sha, deployment }) => {
      const by = failed.get(deployment);
      if (!by) return [];
      const id = changeOf.get(sha) ?? sha;
      return [{ ...line, id, rule: 'FAILED_DEPLOYMENT', evidence: by.event_id, at: by.at.toISOString() }];
    });
  await syncScrap(db, { ...line, rule: 'FAILED_DEPLOYMENT' }, distinctByKey(['id', 'evidence'], scrap));
};

const failedDeployments = async (
  db: Db,
  { service, environment }: Line,
  ids: readonly string[],
): Promise<Map<string, FailedDeployment>> => {
  const { rows } = await db.query<FailedDeployment>(
    'select id, event_id, at from deployment where service = $1 and environment = $2 and id = any($3)',
    [service, environment, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
};

const mergesAmong = async (db: Db, repo: string, shas: readonly string[]): Promise<Set<string>> => {
  const { rows } = await db.query<{ sha: string }>(
    'select sha from commit where repo = $1 and sha = any($2) and merge',
    [repo, shas],
  );
  return new Set(rows.map(({ sha }) => sha));
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
