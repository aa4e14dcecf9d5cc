import { defaultService } from '../../projections/derived/services.js';
import { groupBy } from '../../support/group-by.js';
import type { Db } from '../../support/rows.js';
import { type Sql, sql } from '../../support/sql.js';
import type { ScrapRule } from '../schema/enums.js';
import { type ChangeRef, nameOf } from './change-records.js';

/** Where a change first arrived. */
export interface DeliveryRow {
  readonly service: string;
  readonly environment: string;
  readonly deployment: string;
  readonly version: string | null;
  readonly delivered_at: Date;
  /** Microseconds; null where the span is not known or below zero. */
  readonly us: number | null;
}

export interface ScrapRow {
  readonly rule: keyof typeof ScrapRule;
  readonly at: Date;
  /** Id of the event that proves it. */
  readonly evidence: string;
  /** Empty: everywhere. */
  readonly environment: string;
}

type Named<R> = R & ChangeRef;

/** References as a table `wanted(kind, repo, id, fallback)`; fallback is the service of a repository never deployed. */
const wanted = (refs: readonly ChangeRef[]): Sql => sql`unnest(${refs.map(({ kind }) => kind)}::text[],
  ${refs.map(({ repo }) => repo)}::text[], ${refs.map(({ id }) => id)}::text[],
  ${refs.map(({ repo }) => defaultService(repo))}::text[]) as wanted(kind, repo, id, fallback)`;

/** The services of each wanted repository, by index: the tables of changes begin with the service. */
const servicesOfRepo = sql`cross join lateral (
    select r.service from service_repo r where r.repo = wanted.repo union select wanted.fallback
  ) s`;

const inOrder = <R extends ChangeRef>(refs: readonly ChangeRef[], rows: readonly R[]): R[][] => {
  const byName = groupBy(rows, nameOf);
  return refs.map((ref) => byName.get(nameOf(ref)) ?? []);
};

/** @returns for each reference the services it belongs to. */
export const loadServices = async (db: Db, refs: readonly ChangeRef[]): Promise<string[][]> => {
  const { rows } = await db.query<Named<{ service: string }>>(sql`
    select wanted.kind, wanted.repo, wanted.id, c.service
    from ${wanted(refs)} ${servicesOfRepo}
    join service_change c on c.service = s.service and c.repo = wanted.repo and c.id = wanted.id
    order by c.service`);
  return inOrder(refs, rows).map((found) => found.map(({ service }) => service));
};

/** @returns for each reference its deliveries, the earliest first. */
export const loadDeliveries = async (db: Db, refs: readonly ChangeRef[]): Promise<DeliveryRow[][]> => {
  const { rows } = await db.query<Named<DeliveryRow>>(sql`
    with wanted as materialized (select * from ${wanted(refs)})
    select f.kind, f.repo, f.id, f.service, f.environment, f.deployment, v.version, f.delivered_at,
      (case when f.us >= 0 and not f.before_first then f.us end)::float8 as us
    from (
      select wanted.kind, wanted.repo, wanted.id, d.service, d.environment, d.deployment, d.delivered_at, d.before_first,
        d.committed_us as us
      from wanted join line l on l.repo = wanted.repo
      join delivered_commit d on d.service = l.service and d.environment = l.environment and d.repo = l.repo and d.sha = wanted.id
      where wanted.kind = 'COMMIT'
      union all
      select wanted.kind, wanted.repo, wanted.id, d.service, d.environment, d.deployment, d.delivered_at, d.before_first,
        coalesce(d.first_commit_us, d.opened_us, d.merged_us)
      from wanted join line l on l.repo = wanted.repo
      join delivered_change d on d.service = l.service and d.environment = l.environment and d.repo = l.repo and d.id = wanted.id
      where wanted.kind = 'PULL_REQUEST'
      union all
      select wanted.kind, wanted.repo, wanted.id, d.service, d.environment, d.deployment, d.delivered_at, false, d.built_us
      from wanted join delivered_artifact d on d.artifact = wanted.id where wanted.kind = 'ARTIFACT'
      union all
      select wanted.kind, wanted.repo, wanted.id, d.service, d.environment, d.deployment, d.delivered_at, d.before_first,
        coalesce(d.requested_us, d.started_us)
      from wanted join delivered_item d on d.item = wanted.id where wanted.kind = 'ITEM'
    ) f
    left join deployment v on v.service = f.service and v.environment = f.environment and v.id = f.deployment
    order by f.delivered_at, f.service, f.environment`);
  return inOrder(refs, rows);
};

/** @returns for each reference the scrap rules that fired, the earliest first. */
export const loadScrap = async (db: Db, refs: readonly ChangeRef[]): Promise<ScrapRow[][]> => {
  const { rows } = await db.query<Named<ScrapRow>>(sql`
    select distinct wanted.kind, wanted.repo, wanted.id, x.rule, x.at, x.evidence, x.environment
    from ${wanted(refs)} ${servicesOfRepo}
    join scrap x on x.service = s.service and x.repo = wanted.repo and x.id = wanted.id
    order by x.at, x.rule, x.evidence, x.environment`);
  return inOrder(refs, rows);
};
