import { repoPlace } from '../projections/audit/fold.js';
import { markOf } from '../projections/audit/marks.js';
import type { Db } from '../support/rows.js';
import { join, raw, type Sql, sql } from '../support/sql.js';
import { type ActingSpan, actingSpans } from './acting.js';
import { deliveredForTickets, type RowKey, rowsOfCommits } from './delivered-rows.js';
import { judgedAs, keysJudgedAs } from './judged.js';
import { AUDIT_ROLES, type AuditFilter, type AuditKind, type AuditRole } from './question.js';

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

/** What the names in a filter stand for. Undefined: not asked for. */
interface Meant {
  readonly acting: readonly (readonly ActingSpan[])[];
  readonly places: readonly string[] | undefined;
  readonly delivered: readonly RowKey[];
  readonly committed: readonly RowKey[] | undefined;
  readonly judged: readonly string[] | undefined;
}

/** @throws UserError when the filter names a person, a team or a line that there is not. */
export const resolveSelection = async (db: Db, filter: AuditFilter): Promise<Selection> => {
  const meant = {
    acting: await actingSpans(db, filter),
    places: filter.services?.length ? await placesOf(db, filter.services) : undefined,
    delivered: filter.tickets?.length ? await deliveredForTickets(db, filter.tickets) : [],
    committed: filter.commits?.length ? await rowsOfCommits(db, filter.commits) : undefined,
    judged: filter.verdicts?.length ? await keysJudgedAs(db, filter.verdicts) : undefined,
  };
  return {
    range: { from: filter.from, to: filter.to },
    ways: waysOf(filter, meant),
    fits: join(fitsOf(filter, meant), ' and '),
  };
};

const waysOf = (
  filter: AuditFilter,
  { acting, places, delivered, committed, judged }: Meant,
): Selection['ways'] => [
  ...(judged ? [judged.length > 0 ? [keyIsIn(judged)] : []] : []),
  ...(committed ? [named(committed)] : []),
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

const fitsOf = (filter: AuditFilter, { acting, places, delivered, committed }: Meant): Sql[] => [
  IS_NO_PART,
  ...acting.map((spans) => actedBy(spans, filter.roles)),
  ...(acting.length === 0 && filter.roles?.length ? [namesSomebody(filter.roles)] : []),
  ...(committed ? [amongRows(committed)] : []),
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

const COLUMN_OF_ROLE: Readonly<Record<AuditRole, Sql>> = {
  INITIATOR: raw('a.initiator_id'),
  ACTOR: raw('a.actor_id'),
  AUTHORIZER: raw('a.authorizer_id'),
};

const columnsOf = (roles: readonly AuditRole[] | null | undefined): Sql =>
  join(
    (roles?.length ? [...new Set(roles)] : AUDIT_ROLES).map((role) => COLUMN_OF_ROLE[role]),
    ', ',
  );

const actedBy = (spans: readonly ActingSpan[], roles: AuditFilter['roles']): Sql => sql`exists (
  select from unnest(${spans.map(({ account }) => account)}::text[],
    ${spans.map(({ from }) => from ?? '-infinity')}::timestamptz[],
    ${spans.map(({ to }) => to ?? 'infinity')}::timestamptz[]) as s(account, since, until)
  where s.account in (${columnsOf(roles)}) and a.at >= s.since and a.at < s.until)`;

const namesSomebody = (roles: readonly AuditRole[]): Sql => sql`coalesce(${columnsOf(roles)}) is not null`;

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

const amongRows = (rows: readonly RowKey[]): Sql =>
  sql`(a.place, a.id) in (select * from unnest(${rows.map(({ place }) => place)}::text[], ${rows.map(({ id }) => id)}::text[]))`;

const named = (rows: readonly RowKey[]): Branch[] =>
  rows.length > 0 ? [{ table: 'audit', where: amongRows(rows) }] : [];

const aboutTickets = (tickets: readonly string[], delivered: readonly RowKey[]): Sql =>
  delivered.length > 0
    ? sql`(a.tickets && ${tickets} or ${amongRows(delivered)})`
    : sql`a.tickets && ${tickets}`;
