import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';

/** A change of a service that stands for itself: a commit of a change request is judged with it. */
export interface ChangeOf {
  readonly service: string;
  readonly repo: string;
  readonly id: string;
  readonly kind: 'COMMIT' | 'PULL_REQUEST';
  readonly at: Date;
  readonly title: string;
}

/** Where one of them first arrived. */
export interface Arrived extends ChangeOf {
  readonly environment: string;
  readonly deployment: string;
  readonly started_at: Date | null;
  readonly finished_at: Date;
  readonly deployed_repo: string | null;
  readonly deployed_sha: string | null;
  /** Something was deployed there before, so there was something to go back to. */
  readonly has_earlier: boolean;
}

export interface Range {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** Changes in the order of their names, page by page. */
export const changesAfter = async (
  db: Db,
  after: Pick<ChangeOf, 'service' | 'repo' | 'id'> | undefined,
  { limit, from, to }: Range & { readonly limit: number },
): Promise<ChangeOf[]> => {
  const { service, repo, id } = after ?? { service: '', repo: '', id: '' };
  const { rows } = await db.query<ChangeOf>(sql`
    select c.service, c.repo, c.id, c.kind, c.at, c.title from service_change c
    where c.counted and (c.service, c.repo, c.id) > (${service}, ${repo}, ${id})
      and (${from ?? null}::timestamptz is null or c.at >= ${from ?? null})
      and (${to ?? null}::timestamptz is null or c.at < ${to ?? null})
    order by c.service, c.repo, c.id limit ${limit}`);
  return rows;
};

/** Of each change where it arrived, among the environments. */
export const arrivalsOf = async (
  db: Db,
  changes: readonly ChangeOf[],
  environments: readonly string[],
): Promise<Arrived[]> => {
  const columns = (pick: (change: ChangeOf) => unknown): unknown[] => changes.map(pick);
  const { rows } = await db.query<Arrived>(sql`
    with wanted as materialized (
      select * from unnest(${columns(({ service }) => service)}::text[], ${columns(({ repo }) => repo)}::text[],
        ${columns(({ id }) => id)}::text[], ${columns(({ kind }) => kind)}::text[],
        ${columns(({ at }) => at)}::timestamptz[], ${columns(({ title }) => title)}::text[])
        as wanted(service, repo, id, kind, at, title)
    )
    select a.*, v.started_at, coalesce(v.at, a.delivered_at) as finished_at, v.repo as deployed_repo, v.sha as deployed_sha,
      exists (select from deployment p where p.service = a.service and p.environment = a.environment
        and p.outcome = 'success' and p.at < v.at) as has_earlier
    from (
      select wanted.*, d.environment, d.deployment, d.delivered_at
      from wanted join delivered_change d on d.service = wanted.service and d.repo = wanted.repo and d.id = wanted.id
      where wanted.kind = 'PULL_REQUEST' and d.environment = any(${environments})
      union all
      select wanted.*, d.environment, d.deployment, d.delivered_at
      from wanted cross join unnest(${environments}::text[]) as e(environment)
      join delivered_commit d on d.service = wanted.service and d.environment = e.environment
        and d.repo = wanted.repo and d.sha = wanted.id
      where wanted.kind = 'COMMIT'
    ) a
    left join deployment v on v.service = a.service and v.environment = a.environment and v.id = a.deployment
    order by a.service, a.repo, a.id, a.environment`);
  return rows;
};

/** The shas of each change: its commits, its merge and its head. By `REPO#NUMBER`; a commit's are its own. */
export const shasOf = async (db: Db, changes: readonly ChangeOf[]): Promise<Map<string, string[]>> => {
  const requests = changes.filter(({ kind }) => kind === 'PULL_REQUEST');
  const { rows } = await db.query<{ repo: string; id: string; sha: string }>(sql`
    with wanted as materialized (
      select distinct * from unnest(${requests.map(({ repo }) => repo)}::text[], ${requests.map(({ id }) => id)}::text[])
        as wanted(repo, id)
    )
    select m.repo, m.change as id, m.sha from wanted join change_commit m on m.repo = wanted.repo and m.change = wanted.id
    union
    select c.repo, c.id, s.sha from wanted join change c on c.repo = wanted.repo and c.id = wanted.id
    cross join lateral (values (c.merge_sha), (c.head_sha)) s(sha) where s.sha is not null
    order by repo, id, sha`);
  const shas = new Map<string, string[]>();
  for (const { repo, id, sha } of rows) {
    const name = `${repo}#${id}`;
    shas.set(name, [...(shas.get(name) ?? []), sha]);
  }
  return shas;
};

export const changeName = ({ kind, repo, id }: Pick<ChangeOf, 'kind' | 'repo' | 'id'>): string =>
  kind === 'COMMIT' ? `${repo}@${id}` : `${repo}#${id}`;
