import type { Db } from '../../support/rows.js';
import { syncRows } from '../../support/sync-rows.js';
import type { DeploymentRow } from '../folds/deployment.js';
import type { Changed } from '../projection.js';

/** The service of a repository from which nothing was deployed yet: the last part of its path. */
export const defaultService = (repo: string): string => repo.split('/').at(-1) || repo;

/** Which services are built from which repositories, as their deployments say. */
export const updateServices = async (
  db: Db,
  deployments: readonly Changed<DeploymentRow>[],
): Promise<void> => {
  const services = new Set(
    deployments.flatMap(({ before, after }) => [before, after].flatMap((row) => row?.service ?? [])),
  );
  for (const service of services) {
    const { rows } = await db.query<{ repo: string }>(
      'select distinct repo from deployment where service = $1 and repo is not null',
      [service],
    );
    const target = { table: 'service_repo', columns: ['service', 'repo'], key: ['service', 'repo'] };
    await syncRows(
      db,
      { target, where: { service } },
      rows.map(({ repo }) => ({ service, repo })),
    );
  }
};

/** The services built from each of these repositories; every repository has at least one. */
export const servicesOf = async (
  db: Db,
  repos: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const { rows } = await db.query<{ repo: string; services: string[] }>(
    'select repo, array_agg(service order by service) as services from service_repo where repo = any($1) group by repo',
    [repos],
  );
  const known = new Map(rows.map(({ repo, services }) => [repo, services]));
  return new Map(repos.map((repo) => [repo, known.get(repo) ?? [defaultService(repo)]]));
};
