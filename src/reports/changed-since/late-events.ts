import type { Pool } from 'pg';
import { readIn } from '../../metrics/read.js';
import { changeKey, commitKey, deploymentKey } from '../../projections/keys.js';
import { groupBy } from '../../support/group-by.js';
import { sql } from '../../support/sql.js';
import type { Unit } from './units.js';

export interface Between {
  readonly pool: Pool;
  readonly environment: string;
  /** The read models of then and of now. */
  readonly schemas: readonly [string, string];
  readonly since: Date;
  readonly until: Date;
}

/** The events that were recorded in between and tell of units, or of the deployments and the evidence that bear on them. */
export const lateEventsOf = async (
  between: Between,
  units: readonly Unit[],
): Promise<(unit: Unit) => string[]> => {
  const { pool, schemas, since, until } = between;
  const states = await Promise.all(schemas.map((schema) => bearing(between, schema, units)));
  const all = units.map((unit) => ({
    unit,
    keys: [
      ...ownKeys(unit, between.environment),
      ...states.flatMap(({ keys }) => keys.get(idOf(unit)) ?? []),
    ],
    evidence: states.flatMap(({ evidence }) => evidence.get(idOf(unit)) ?? []),
  }));
  const late = await readIn(pool, schemas[1], async (db) => {
    const { rows } = await db.query<{ key: string; id: string }>(sql`
      select distinct k.key, e.id from throughline.event_key k join throughline.event e on e.id = k.event_id
      where k.key = any(${[...new Set(all.flatMap(({ keys }) => keys))]}) and e.recorded_at > ${since} and e.recorded_at <= ${until}
      union all
      select distinct '', e.id from throughline.event e
      where e.id = any(${[...new Set(all.flatMap(({ evidence }) => evidence))]})
        and e.recorded_at > ${since} and e.recorded_at <= ${until}
      order by 1, 2`);
    return rows;
  });
  const byKey = groupBy(late, ({ key }) => key);
  const proved = new Set((byKey.get('') ?? []).map(({ id }) => id));
  const events = new Map(
    all.map(({ unit, keys, evidence }) => {
      const told = keys.flatMap((key) => (byKey.get(key) ?? []).map(({ id }) => id));
      return [unit.name, [...new Set([...told, ...evidence.filter((id) => proved.has(id))])].sort()];
    }),
  );
  return ({ name }) => events.get(name) ?? [];
};

const idOf = ({ service, repo, id }: Pick<Unit, 'service' | 'repo' | 'id'>): string =>
  [service, repo, id].join('\u0001');

const ownKeys = ({ kind, service, repo, id }: Unit, environment: string): string[] => {
  switch (kind) {
    case 'COMMIT':
      return [commitKey(repo, id)];
    case 'PULL_REQUEST':
      return [changeKey(repo, id)];
    case 'DEPLOYMENT':
      return [deploymentKey(service, environment, id)];
    case 'INCIDENT':
      return [`incident:${id}`];
    case 'ARTIFACT':
      return [`artifact:${id}`];
    default:
      return [`item:${id}`];
  }
};

interface Bearing {
  readonly service: string;
  readonly repo: string;
  readonly id: string;
  readonly deployment: string | null;
  readonly evidence: string | null;
}

/** By which deployment each unit was delivered in one state, and which events proved something against it. */
const bearing = async ({ pool, environment }: Between, schema: string, units: readonly Unit[]) => {
  const rows = await readIn(pool, schema, async (db) => {
    const found = await db.query<Bearing>(sql`
      with unit as materialized (
        select * from unnest(${units.map(({ service }) => service)}::text[], ${units.map(({ repo }) => repo)}::text[],
          ${units.map(({ id }) => id)}::text[]) as u(service, repo, id))
      select d.service, d.repo, d.sha as id, d.deployment, null as evidence
      from unit u join delivered_commit d on d.service = u.service and d.repo = u.repo and d.sha = u.id
      where d.environment = ${environment}
      union all
      select d.service, d.repo, d.id, d.deployment, null
      from unit u join delivered_change d on d.service = u.service and d.repo = u.repo and d.id = u.id
      where d.environment = ${environment}
      union all
      select s.service, s.repo, s.id, null, s.evidence
      from unit u join scrap s on s.service = u.service and s.repo = u.repo and s.id = u.id
      union all
      select f.service, '', f.deployment, null, f.evidence
      from unit u join failure f on f.service = u.service and f.deployment = u.id
      where f.environment = ${environment}`);
    return found.rows;
  });
  const grouped = groupBy(rows, idOf);
  const pick = (of: (row: Bearing) => string | null): Map<string, string[]> =>
    new Map([...grouped].map(([id, found]) => [id, found.map(of).filter((text) => text !== null)]));
  return {
    keys: pick(({ service, deployment }) => deployment && deploymentKey(service, environment, deployment)),
    evidence: pick(({ evidence }) => evidence),
  };
};
