import { groupBy } from '../../support/group-by.js';
import type { Db } from '../../support/rows.js';
import { type Sql, sql } from '../../support/sql.js';
import type { FailureGrade } from '../schema/enums.js';

export interface DeploymentRef {
  readonly service: string;
  readonly environment: string;
  readonly id: string;
}

export interface DeploymentRecord extends DeploymentRef {
  readonly at: Date | null;
  readonly started_at: Date | null;
  readonly outcome: string | null;
  readonly kind: string | null;
  readonly repo: string | null;
  readonly sha: string | null;
  readonly version: string | null;
  readonly artifact: string | null;
  readonly assumed: boolean;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly url: string | null;
}

export interface FailureRow {
  readonly grade: keyof typeof FailureGrade;
  readonly at: Date;
  readonly recovered_at: Date | null;
  readonly evidence: string;
}

export const deploymentName = ({ service, environment, id }: DeploymentRef): string =>
  `${service}/${environment}/${id}`;

/** References as a table `wanted(service, environment, id)`. */
const wanted = (
  refs: readonly DeploymentRef[],
): Sql => sql`unnest(${refs.map(({ service }) => service)}::text[],
  ${refs.map(({ environment }) => environment)}::text[], ${refs.map(({ id }) => id)}::text[]) as wanted(service, environment, id)`;

/** @returns the deployments in the order of their references. */
export const loadDeployments = async (
  db: Db,
  refs: readonly DeploymentRef[],
): Promise<DeploymentRecord[]> => {
  const { rows } = await db.query<DeploymentRecord>(sql`
    select d.service, d.environment, d.id, d.at, d.started_at, d.outcome, d.kind, d.repo, d.sha, d.version, d.artifact,
      d.assumed, d.actor_id, d.actor_name, d.url
    from ${wanted(refs)}
    join deployment d on d.service = wanted.service and d.environment = wanted.environment and d.id = wanted.id`);
  const byName = new Map(rows.map((row) => [deploymentName(row), row]));
  return refs.flatMap((ref) => byName.get(deploymentName(ref)) ?? []);
};

/** @returns for each deployment how many commits it was the first to deliver, merges not counted. */
export const countCommits = async (db: Db, deployments: readonly DeploymentRecord[]): Promise<number[]> => {
  const finished = deployments.filter(({ at }) => at !== null);
  const { rows } = await db.query<DeploymentRef & { commits: number }>(sql`
    select wanted.service, wanted.environment, wanted.id, count(*)::int as commits
    from ${wanted(finished)}
    join delivered_commit c on c.service = wanted.service and c.environment = wanted.environment and c.deployment = wanted.id
      and c.delivered_at = any(${finished.map(({ at }) => at)}) and c.counted
    group by wanted.service, wanted.environment, wanted.id`);
  const byName = new Map(rows.map((row) => [deploymentName(row), row.commits]));
  return deployments.map((deployment) => byName.get(deploymentName(deployment)) ?? 0);
};

/** @returns for each deployment the failures tied to it, the earliest first. */
export const loadFailures = async (db: Db, refs: readonly DeploymentRef[]): Promise<FailureRow[][]> => {
  const { rows } = await db.query<DeploymentRef & FailureRow>(sql`
    select f.service, f.environment, f.deployment as id, f.grade, f.at, f.recovered_at, f.evidence
    from ${wanted(refs)}
    join failure f on f.service = wanted.service and f.environment = wanted.environment and f.deployment = wanted.id
    order by f.at, f.grade, f.evidence`);
  const byName = groupBy(rows, deploymentName);
  return refs.map((ref) => byName.get(deploymentName(ref)) ?? []);
};
