import { UserError } from '../support/errors.js';
import type { Db } from '../support/rows.js';
import { raw, sql } from '../support/sql.js';
import type { OwnedSpan, Scope } from './metric.js';
import { checkedZone } from './zone.js';

/** What a caller asks for, as it comes in. */
export interface FlowFilter {
  readonly services?: readonly string[] | null;
  readonly teams?: readonly string[] | null;
  readonly environment?: string | null;
  readonly from: Date;
  readonly to: Date;
  readonly zone?: string | null;
  readonly asOf?: Date | null;
}

export const DEFAULT_ENVIRONMENT = 'production';

/**
 * @returns the range and the zone of a filter, checked.
 * @throws UserError `BAD_RANGE`, `BAD_ZONE`
 */
export const checkedRange = ({ from, to, zone }: Pick<FlowFilter, 'from' | 'to' | 'zone'>) => {
  if (from >= to) {
    throw new UserError(
      `The range ends (${to.toISOString()}) before it begins (${from.toISOString()}): "to" must be later than "from".`,
      'BAD_RANGE',
    );
  }
  return { from, to, zone: checkedZone(zone) };
};

const LIVE = 'throughline_read';

/**
 * The services that a filter names, directly and by their teams; both given: those that are in both. A team has the
 * services that it owned whole at some time of the range.
 *
 * @param schema the read models that say what teams own (default: those of now).
 * @returns undefined when all services are meant.
 * @throws UserError `UNKNOWN_SERVICE`, `UNKNOWN_TEAM`
 */
export const resolveServices = async (
  db: Db,
  { services, teams, from, to }: Pick<FlowFilter, 'services' | 'teams' | 'from' | 'to'>,
  schema: string = LIVE,
): Promise<Scope['services']> => {
  const named = services?.length ? await knownServices(db, services) : undefined;
  const ofTeams = teams?.length ? await servicesOfTeams(db, { teams, from, to, schema }) : undefined;
  if (!ofTeams) return named;
  return named ? named.filter((service) => ofTeams.includes(service)) : ofTeams;
};

const knownServices = async (db: Db, services: readonly string[]): Promise<string[]> => {
  const distinct = [...new Set(services)].sort();
  const { rows } = await db.query<{ service: string }>(sql`
    select named.service from unnest(${distinct}::text[]) named(service)
    where not exists (select from throughline_read.service_change c where c.service = named.service)
      and not exists (select from throughline_read.deployment d where d.service = named.service)
      and not exists (select from throughline_read.incident i where i.service = named.service)
      and not exists (select from throughline_read.service_owner o where o.service = named.service)
    order by named.service`);
  refuseUnknown(
    'service',
    rows.map(({ service }) => service),
  );
  return distinct;
};

interface TeamsAt {
  readonly teams: readonly string[];
  readonly from: Date;
  readonly to: Date;
  readonly schema: string;
}

const servicesOfTeams = async (db: Db, { teams, from, to, schema }: TeamsAt): Promise<string[]> => {
  const read = raw(schema);
  const unknown = await db.query<{ team: string }>(sql`
    select w.team from unnest(${[...new Set(teams)].sort()}::text[]) w(team)
    where not exists (select from ${read}.team t where t.team = w.team)
      and not exists (select from ${read}.service_owner o where o.team = w.team)
      and not exists (select from ${read}.team_member m where m.team = w.team)
    order by w.team`);
  refuseUnknown(
    'team',
    unknown.rows.map(({ team }) => team),
  );
  const { rows } = await db.query<{ service: string }>(sql`
    select distinct o.service from ${read}.service_owner o
    where o.team = any(${teams}) and o.paths = '{}' and o.valid_from < ${to} and o.valid_to > ${from}
    order by o.service`);
  return rows.map(({ service }) => service);
};

/**
 * When the teams of a filter owned their services within its range.
 *
 * @returns undefined when they owned all of them all the time, or no team is asked for.
 */
export const ownedSpans = async (
  db: Db,
  { teams, from, to }: Pick<FlowFilter, 'teams' | 'from' | 'to'>,
  schema: string = LIVE,
): Promise<Scope['owned']> => {
  if (!teams?.length) return undefined;
  const { rows } = await db.query<OwnedSpan>(sql`
    select o.service, greatest(o.valid_from, ${from}) as "from", least(o.valid_to, ${to}) as "to"
    from ${raw(schema)}.service_owner o
    where o.team = any(${teams}) and o.paths = '{}' and o.valid_from < ${to} and o.valid_to > ${from}
    order by o.service, 2, 3`);
  const whole = rows.every((span) => span.from <= from && span.to >= to);
  return whole ? undefined : rows;
};

const refuseUnknown = (what: 'service' | 'team', unknown: readonly string[]): void => {
  if (unknown.length === 0) return;
  const names = unknown.map((name) => JSON.stringify(name)).join(', ');
  throw new UserError(
    `There is no ${what} ${names}: ask "flow { ${what}s }" which there are.`,
    `UNKNOWN_${what.toUpperCase()}`,
  );
};
