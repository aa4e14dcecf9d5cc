import type { Db } from '../../support/rows.js';
import { syncGroups } from '../../support/sync-rows.js';
import type { IncidentRow } from '../folds/incident.js';
import type { Changed } from '../projection.js';
import type { Place } from './outcomes.js';
import { SCRAP, type ScrapRow } from './rework-edges.js';
import { servicesOf } from './services.js';

/** What one batch touched. */
export interface Touched {
  readonly incidents: readonly Changed<IncidentRow>[];
  readonly places: readonly Place[];
  readonly repos: readonly string[];
  readonly items: readonly string[];
}

interface Incident {
  readonly event_id: string;
  readonly service: string;
  readonly environment: string;
  readonly opened_at: Date;
  readonly deployment: string | null;
  readonly caused_by: readonly string[];
}

type Unit = Pick<ScrapRow, 'service' | 'repo' | 'id' | 'environment' | 'evidence'>;

/**
 * A change is scrapped where the source of an incident says that it was caused by the change, by its commit, by the
 * deployment that delivered it, or by a ticket that it names and with which it had been delivered before. Nearness in
 * time blames no change.
 */
export const scrapCausedIncidents = async (db: Db, touched: Touched): Promise<void> => {
  const own = touched.incidents.flatMap(({ before, after }) =>
    [before, after].flatMap((row) => row?.event_id ?? []),
  );
  const incidents = await concerned(db, touched, own);
  const values = [...new Set([...own, ...incidents.map(({ event_id }) => event_id)])].sort();
  if (values.length === 0) return;
  const ids = incidents.map(({ event_id }) => event_id);
  const units = [
    ...(await unitsOfDeployments(db, ids)),
    ...(await unitsNamed(db, incidents)),
    ...(await unitsOfTickets(db, ids)),
  ];
  const openedAt = new Map(incidents.map((one) => [one.event_id, one.opened_at.toISOString()]));
  const rows = new Map(
    units.map((unit) => [
      JSON.stringify(unit),
      { ...unit, rule: 'CAUSED_INCIDENT', at: openedAt.get(unit.evidence)! },
    ]),
  );
  await syncGroups(db, { target: SCRAP, column: 'evidence', values }, [...rows.values()]);
};

/** Incidents of which a cause is told, and something about the cause may differ. */
const concerned = async (
  db: Db,
  { places, repos, items }: Touched,
  own: readonly string[],
): Promise<Incident[]> => {
  const prefixes = [
    ...repos.flatMap((repo) => [`change:${repo}#`, `commit:${repo}@`]),
    ...places.map(({ service, environment }) => `deployment:${service}/${environment}/`),
  ];
  const { rows } = await db.query<Incident>(
    `select event_id, service, environment, opened_at, deployment, caused_by from incident
     where opened_at is not null and (
       event_id = any($1)
       or caused_by <> '{}' and (caused_by && $2::text[] or exists (
         select from unnest(caused_by) k, unnest($3::text[]) p where starts_with(k, p)))
       or deployment is not null and exists (
         select from unnest($4::text[], $5::text[]) p(service, environment)
         where p.service = incident.service and p.environment = incident.environment)
     ) order by event_id`,
    [
      own,
      items.map((item) => `item:${item}`),
      prefixes,
      places.map(({ service }) => service),
      places.map(({ environment }) => environment),
    ],
  );
  return rows;
};

/** What the deployment that is blamed was the first to deliver. */
const unitsOfDeployments = async (db: Db, ids: readonly string[]): Promise<Unit[]> => {
  const { rows } = await db.query<Unit>(
    `with blamed as materialized (
       select event_id, service, environment, deployment from incident where event_id = any($1) and deployment is not null
       union
       select i.event_id, h.service, h.environment, h.deployment
       from incident i join deployment_host h on h.key = any(i.caused_by) where i.event_id = any($1)
     )
     select distinct d.service, d.environment, d.repo, coalesce(d.change, d.sha) as id, b.event_id as evidence
     from blamed b
     join delivered_commit d on d.service = b.service and d.environment = b.environment and d.deployment = b.deployment
     where d.known and not d.before_first and (d.counted or d.change is not null)`,
    [ids],
  );
  return rows;
};

const NAMED = /^(?:change:(.+)#([^#]+)|commit:(.+)@([^@]+))$/;

/** Changes and commits that are named themselves, in every service that they belong to. */
const unitsNamed = async (db: Db, incidents: readonly Incident[]): Promise<Unit[]> => {
  const named = incidents.flatMap(({ event_id, environment, caused_by }) =>
    caused_by.flatMap((key) => {
      const [, ofChange, change, ofCommit, sha] = NAMED.exec(key) ?? [];
      const [repo, id] = [ofChange ?? ofCommit, change ?? sha];
      return repo && id ? [{ evidence: event_id, environment, repo, id }] : [];
    }),
  );
  if (named.length === 0) return [];
  const services = await servicesOf(db, [...new Set(named.map(({ repo }) => repo))]);
  const asked = named.flatMap((one) =>
    (services.get(one.repo) ?? []).map((service) => ({ ...one, service })),
  );
  const { rows } = await db.query<Unit>(
    `select distinct c.service, w.environment, c.repo, c.id, w.evidence
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) w(service, environment, repo, id, evidence)
     left join change_commit m on m.repo = w.repo and m.sha = w.id
     join service_change c on c.service = w.service and c.repo = w.repo and c.id = coalesce(m.change, w.id)
     where c.counted`,
    (['service', 'environment', 'repo', 'id', 'evidence'] as const).map((column) =>
      asked.map((one) => one[column]),
    ),
  );
  return rows;
};

/** What a blamed ticket was made by, as far as it was on the environment when the incident began. */
const unitsOfTickets = async (db: Db, ids: readonly string[]): Promise<Unit[]> => {
  const { rows } = await db.query<Unit>(
    `with blamed as materialized (
       select i.event_id, i.environment, i.opened_at, substr(k, length('item:') + 1) as item
       from incident i, unnest(i.caused_by) k where i.event_id = any($1) and k like 'item:%'
     )
     select distinct n.service, n.environment, l.repo, l.id, b.event_id as evidence
     from blamed b
     join item_change l on l.item = b.item
     join line n on n.repo = l.repo and n.environment = b.environment
     left join delivered_change c
       on c.service = n.service and c.environment = n.environment and c.repo = l.repo and c.id = l.id
     left join delivered_commit d
       on d.service = n.service and d.environment = n.environment and d.repo = l.repo and d.sha = l.id
     where coalesce(c.delivered_at, d.delivered_at) <= b.opened_at and not coalesce(c.before_first, d.before_first)`,
    [ids],
  );
  return rows;
};
