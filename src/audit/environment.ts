import { deploymentRowId } from '../projections/audit/fold.js';
import { CONFIGURATION, packagePart } from '../projections/audit/hosts.js';
import { UserError } from '../support/errors.js';
import { type Db, together } from '../support/rows.js';
import { raw, type Sql, sql } from '../support/sql.js';
import { type Account, merge } from './parts.js';

/** A service on an environment, or a host; at a moment. */
export interface Place {
  readonly service?: string | null;
  readonly environment?: string | null;
  readonly host?: string | null;
  readonly at: Date;
}

/** @throws UserError `BAD_PLACE` */
export const checkedPlace = (place: Place): Place => {
  if (place.host || (place.service && place.environment)) return place;
  throw new UserError('Ask for a service on an environment, or for a host.', 'BAD_PLACE');
};

/** What was on the hosts of a service, or on one host. */
export const partsAt = async (db: Db, place: Place): Promise<Account[]> => {
  const { accounts, removed } = place.host ? await onHost(db, place.host, place) : await ofService(db, place);
  return merge(accounts).filter(({ host, value }) => value !== GONE && !removed.has(host));
};

interface Told {
  readonly accounts: readonly Account[];
  /** Servers that were taken away. */
  readonly removed: ReadonlySet<string>;
}

/** The value of what is not there any more. */
const GONE = 'absent';

interface Deployed {
  readonly service: string;
  readonly environment: string;
  readonly host: string;
  readonly at: Date;
  readonly deployment: string;
  readonly kind: string;
  readonly package: string | null;
  readonly version: string | null;
  readonly artifact: string | null;
  readonly digest: string | null;
  readonly repo: string | null;
  readonly sha: string | null;
  readonly event_id: string;
}

const asAccount = (row: Deployed): Account => ({
  host: row.host,
  part: `service:${row.service}`,
  environment: row.environment,
  value:
    row.kind === 'remove' ? GONE : (row.version ?? row.digest ?? row.artifact ?? row.sha ?? row.deployment),
  since: row.at,
  origin: 'DEPLOYMENT',
  notBefore: row.at,
  putBy: deploymentRowId(row.service, row.environment, row.deployment),
  artifact: row.artifact,
  digest: row.digest,
  repo: row.repo,
  sha: row.sha,
  event: row.event_id,
});

const ofService = async (db: Db, { service, environment, host, at }: Place): Promise<Told> => {
  const deployed = await lastDeployments(
    db,
    sql`d.service = ${service} and d.environment = ${environment}`,
    at,
  );
  const hosts = deployed.map((row) => row.host).filter((name) => name !== '');
  const names = packagesOf(service!, deployed);
  const reported = await reports(
    db,
    sql`p.part = any(${names.map(packagePart)}) and (p.environment = ${environment} or p.host = any(${hosts}))`,
    at,
  );
  const all = [...new Set([...hosts, ...reported.map((row) => row.host)])].filter(
    (one) => !host || one === host,
  );
  const [configured, edited, removed] = await together([
    reports(db, sql`p.host = any(${all}) and p.part = ${CONFIGURATION}`, at),
    edits(db, sql`r.host = any(${all}) and r.kind = 'package' and r.name = any(${names})`, at),
    removedHosts(db, all, at),
  ]);
  const asService = (account: Account): Account => ({ ...account, part: `service:${service}` });
  const accounts = [...deployed.map(asAccount), ...[...reported, ...edited].map(asService), ...configured];
  return { accounts, removed };
};

const onHost = async (db: Db, host: string, { service, environment, at }: Place): Promise<Told> => {
  const [everywhere, reported, edited, removed] = await together([
    lastDeploymentsOn(db, host, at),
    reports(db, sql`p.host = ${host}`, at),
    edits(db, sql`r.host = ${host}`, at),
    removedHosts(db, [host], at),
  ]);
  const deployed = everywhere.filter(
    (row) => (!service || row.service === service) && (!environment || row.environment === environment),
  );
  const serviceOf = new Map(
    deployed.flatMap((row) => packagesOf(row.service, [row]).map((name) => [packagePart(name), row.service])),
  );
  const asService = (account: Account): Account => {
    const name = serviceOf.get(account.part);
    return name ? { ...account, part: `service:${name}` } : account;
  };
  const accounts = [...deployed.map(asAccount), ...[...reported, ...edited].map(asService)].filter(
    ({ part }) => !service || part === `service:${service}` || part === CONFIGURATION,
  );
  return { accounts, removed };
};

/** What a host may call the service: by its own name or by that of what was deployed. */
const packagesOf = (service: string, deployed: readonly Deployed[]): string[] => [
  ...new Set([service, ...deployed.flatMap((row) => row.package ?? [])]),
];

const DEPLOYED =
  raw(`d.service, d.environment, d.host, d.at, d.deployment, d.kind, d.package, d.version, d.artifact,
  d.digest, d.repo, d.sha, d.event_id`);

/** The last deployment on each host: from host to host through the index, however many deployments each has seen. */
const lastDeployments = async (db: Db, of: Sql, at: Date): Promise<Deployed[]> => {
  const { rows } = await db.query<Deployed>(sql`
    with recursive hosts as (
      (select d.host from deployment_host d where ${of} order by d.host limit 1)
      union all
      select (select d.host from deployment_host d where ${of} and d.host > hosts.host order by d.host limit 1)
      from hosts where hosts.host is not null
    )
    select l.* from hosts cross join lateral (
      select ${DEPLOYED} from deployment_host d
      where ${of} and d.host = hosts.host and d.at <= ${at} order by d.at desc, d.deployment desc limit 1
    ) l where hosts.host is not null order by l.host`);
  return rows;
};

/** The last deployment of each service on a host. */
const lastDeploymentsOn = async (db: Db, host: string, at: Date): Promise<Deployed[]> => {
  const { rows } = await db.query<Deployed>(sql`
    with recursive places as (
      (select d.service, d.environment from deployment_host d where d.host = ${host}
        order by d.service, d.environment limit 1)
      union all
      select n.service, n.environment from places p cross join lateral (
        select d.service, d.environment from deployment_host d
        where d.host = ${host} and (d.service, d.environment) > (p.service, p.environment)
        order by d.service, d.environment limit 1
      ) n
    )
    select l.* from places p cross join lateral (
      select ${DEPLOYED} from deployment_host d
      where d.host = ${host} and d.service = p.service and d.environment = p.environment and d.at <= ${at}
      order by d.at desc, d.deployment desc limit 1
    ) l order by l.service, l.environment`);
  return rows;
};

const UNKNOWN_ORIGIN = { putBy: null, artifact: null, digest: null, repo: null, sha: null } as const;

/** What hosts said of their packages and configuration, as it stood. */
const reports = async (db: Db, which: Sql, at: Date): Promise<Account[]> => {
  const { rows } = await db.query<{
    host: string;
    part: string;
    environment: string | null;
    value: string;
    valid_from: Date;
    seen_before: Date | null;
    event_id: string;
  }>(sql`
    select p.host, p.part, p.environment, p.value, p.valid_from, p.seen_before, p.event_id from host_part p
    where ${which} and p.valid_from <= ${at} and p.valid_to > ${at} order by p.host, p.part`);
  // Member by member: there are hundreds of them on a host, and copying the rest of a row costs ten times as much.
  return rows.map((row) => ({
    host: row.host,
    part: row.part,
    environment: row.environment,
    value: row.value,
    since: row.valid_from,
    origin: 'REPORT',
    notBefore: row.seen_before,
    putBy: null,
    artifact: null,
    digest: null,
    repo: null,
    sha: null,
    event: row.event_id,
  }));
};

/** An edit that its source dates without telling what caused it: whatever ran in the hour before may have. */
const BEFORE_EDIT_MS = 3_600_000;

/** The last edit of each resource. */
const edits = async (db: Db, which: Sql, at: Date): Promise<Account[]> => {
  const { rows } = await db.query<{
    host: string;
    resource: string;
    at: Date;
    kind: string | null;
    name: string | null;
    environment: string | null;
    value: string;
    caused_by: string[];
    event_id: string;
  }>(sql`
    select distinct on (r.host, r.resource) r.host, r.resource, r.at, r.kind, r.name, r.environment, r.value,
      r.caused_by, r.event_id
    from host_resource r where ${which} and r.at <= ${at} and r.kind is distinct from 'server'
    order by r.host, r.resource, r.at desc`);
  return rows.map((row) => ({
    host: row.host,
    part: row.kind === 'package' && row.name ? packagePart(row.name) : `resource:${row.resource}`,
    environment: row.environment,
    value: row.value,
    ...UNKNOWN_ORIGIN,
    putBy: row.caused_by[0] ?? null,
    origin: 'EDIT',
    since: row.at,
    notBefore: new Date(row.at.getTime() - BEFORE_EDIT_MS),
    event: row.event_id,
  }));
};

/** Servers that were taken away. */
const removedHosts = async (db: Db, hosts: readonly string[], at: Date): Promise<ReadonlySet<string>> => {
  const { rows } = await db.query<{ host: string; value: string }>(sql`
    select distinct on (r.host) r.host, r.value from host_resource r
    where r.host = any(${hosts}) and r.kind = 'server' and r.at <= ${at} order by r.host, r.at desc`);
  return new Set(rows.filter(({ value }) => value === GONE).map(({ host }) => host));
};
