import { deploymentRowId, repoPlace } from '../projections/audit/fold.js';
import { markOf } from '../projections/audit/marks.js';
import type { Db } from '../support/rows.js';
import { join, raw, type Sql, sql } from '../support/sql.js';
import { type ActingSpan, actingSpans } from './acting.js';
import { judgedAs, keysJudgedAs } from './judged.js';
import type { AuditFilter, AuditKind } from './question.js';

/** Where rows of the trail are looked for in order of time: an index of the trail, or of its marks. */
export interface Branch {
  readonly table: 'audit' | 'audit_mark';
  readonly where: Sql;
}

/** A filter after everything in it was looked up. */
export interface Selection {
  readonly range: Pick<AuditFilter, 'from' | 'to'>;
  /** Ways to walk through the rows: every row that fits is on each of them. Never empty. */
  readonly ways: readonly (readonly Branch[])[];
  /** What a row `a` must fit. */
  readonly fits: Sql;
}

/** @throws UserError when the filter names a person, a team or a line that there is not. */
export const resolveSelection = async (db: Db, filter: AuditFilter): Promise<Selection> => {
  const acting = await actingSpans(db, filter);
  const places = filter.services?.length ? await placesOf(db, filter.services) : undefined;
  const delivered = filter.tickets?.length ? await deliveredRows(db, filter.tickets) : [];
  const judged = filter.verdicts?.length ? await keysJudgedAs(db, filter.verdicts) : undefined;
  const ways = [
    ...(judged ? [judged.length > 0 ? [keyIsIn(judged)] : []] : []),
    ...(filter.tickets?.length ? [[...marks(filter.tickets.map(markOf.item)), ...named(delivered)]] : []),
    ...(filter.artifacts?.length
      ? [marks(filter.artifacts.flatMap((one) => [markOf.artifact(one), markOf.digest(one)]))]
      : []),
    ...acting.map((spans) => marks(spans.map(({ account }) => markOf.actor(account)))),
    ...(filter.hosts?.length ? [marks(filter.hosts.map(markOf.host))] : []),
    ...(places ? [filter.kinds?.length ? kindsAt(places, filter.kinds) : columnIs('place', places)] : []),
    ...(filter.outcomes?.length ? [columnIs('outcome', filter.outcomes)] : []),
    ...(filter.kinds?.length ? [columnIs('kind', filter.kinds)] : []),
    ...(filter.environments?.length ? [columnIs('environment', filter.environments)] : []),
    [{ table: 'audit', where: raw('true') } as const],
  ];
  const fits = [
    IS_NO_PART,
    ...acting.map(actedBy),
    ...(places ? [sql`a.place = any(${places})`] : []),
    ...(filter.kinds?.length ? [sql`a.kind = any(${filter.kinds})`] : []),
    ...(filter.environments?.length ? [sql`a.environment = any(${filter.environments})`] : []),
    ...(filter.outcomes?.length ? [sql`a.outcome = any(${filter.outcomes})`] : []),
    ...(filter.hosts?.length ? [sql`a.hosts && ${filter.hosts}`] : []),
    ...(filter.artifacts?.length
      ? [sql`(a.artifact = any(${filter.artifacts}) or a.digest = any(${filter.artifacts}))`]
      : []),
    ...(filter.tickets?.length ? [aboutTickets(filter.tickets, delivered)] : []),
    ...(filter.text ? [containing(filter.text)] : []),
    ...(filter.verdicts?.length ? [judgedAs(filter.verdicts, filter.asOf)] : []),
  ];
  return { range: { from: filter.from, to: filter.to }, ways, fits: join(fits, ' and ') };
};

/** A commit of a change request is shown with it. Looked up line by line (`offset 0`), never gathered for all commits. */
const IS_NO_PART = raw(`not (a.kind = 'COMMIT' and exists (
  select from change_commit m where m.repo = a.repo and m.sha = a.sha offset 0))`);

const marks = (all: readonly string[]): Branch[] =>
  [...new Set(all)].map((mark) => ({ table: 'audit_mark', where: sql`a.mark = ${mark}` }));

const columnIs = (column: string, values: readonly string[]): Branch[] =>
  [...new Set(values)].map((value) => ({ table: 'audit', where: sql`a.${raw(column)} = ${value}` }));

/** "The deployments of this service": there is an index for it. */
const kindsAt = (places: readonly string[], kinds: readonly AuditKind[]): Branch[] =>
  places.flatMap((place) =>
    [...new Set(kinds)].map(
      (kind) => ({ table: 'audit', where: sql`a.place = ${place} and a.kind = ${kind}` }) as const,
    ),
  );

const keyIsIn = (keys: readonly string[]): Branch => ({ table: 'audit', where: sql`a.key = any(${keys})` });

const actedBy = (spans: readonly ActingSpan[]): Sql => sql`exists (
  select from unnest(${spans.map(({ account }) => account)}::text[],
    ${spans.map(({ from }) => from ?? '-infinity')}::timestamptz[],
    ${spans.map(({ to }) => to ?? 'infinity')}::timestamptz[]) as s(account, since, until)
  where s.account in (a.initiator_id, a.actor_id, a.authorizer_id) and a.at >= s.since and a.at < s.until)`;

const TEXTS = `concat_ws(' ', a.title, a.id, a.detail, a.initiator_name, a.initiator_id, a.actor_name, a.actor_id,
  a.authorizer_name, a.artifact, a.version, a.sha, a.value_after)`;

const containing = (text: string): Sql => sql`strpos(lower(${raw(TEXTS)}), lower(${text})) > 0`;

/** The services themselves, and the repositories that they are built from. */
const placesOf = async (db: Db, services: readonly string[]): Promise<string[]> => {
  const repos = new Set<string>();
  for (const service of services) {
    const { rows } = await db.query<{ repo: string }>(sql`
      with recursive step as (
        (select c.repo from service_change c where c.service = ${service} order by c.repo limit 1)
        union all
        select (select c.repo from service_change c where c.service = ${service} and c.repo > step.repo
          order by c.repo limit 1)
        from step where step.repo is not null
      )
      select repo from step where repo is not null`);
    for (const { repo } of rows) repos.add(repo);
  }
  return [...services, ...[...repos].map(repoPlace)];
};

/** A row by its key. */
interface RowKey {
  readonly place: string;
  readonly id: string;
}

/** The deployments that delivered what was made for the tickets, though they do not name them. */
const deliveredRows = async (db: Db, tickets: readonly string[]): Promise<RowKey[]> => {
  const { rows } = await db.query<{ service: string; environment: string; deployment: string }>(sql`
    with made as materialized (select repo, id from item_change where item = any(${tickets}))
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

const amongRows = (rows: readonly RowKey[]): Sql =>
  sql`(a.place, a.id) in (select * from unnest(${rows.map(({ place }) => place)}::text[], ${rows.map(({ id }) => id)}::text[]))`;

const named = (rows: readonly RowKey[]): Branch[] =>
  rows.length > 0 ? [{ table: 'audit', where: amongRows(rows) }] : [];

const aboutTickets = (tickets: readonly string[], delivered: readonly RowKey[]): Sql =>
  delivered.length > 0
    ? sql`(a.tickets && ${tickets} or ${amongRows(delivered)})`
    : sql`a.tickets && ${tickets}`;
