import type { Pool } from 'pg';
import type { Level } from '../../projections/handoffs/possession.js';
import { UserError } from '../../support/errors.js';
import { raw, type Sql, sql } from '../../support/sql.js';
import { during } from '../conditions.js';
import { checkedRange, type FlowFilter, resolveServices } from '../filter.js';

/** What a question about handoffs covers, checked and resolved. */
export interface HandoffScope {
  readonly level: Level;
  /** Selects by when a handoff ended; half open. */
  readonly from: Date;
  readonly to: Date;
  /** undefined: all, also items of no service. */
  readonly services: readonly string[] | undefined;
  /** Handed over by or to one of them; undefined: all. */
  readonly teams: readonly string[] | undefined;
}

/**
 * The scope of a filter. Its environment does not matter here: items are handed over, not deployed.
 *
 * @throws UserError `BAD_RANGE`, `BAD_ZONE`, `UNKNOWN_SERVICE`, `UNKNOWN_TEAM`
 */
export const handoffScope = async (pool: Pool, filter: FlowFilter, level: Level): Promise<HandoffScope> => {
  const { from, to } = checkedRange(filter);
  const services = await resolveServices(pool, { services: filter.services, from, to });
  const teams = filter.teams?.length ? [...new Set(filter.teams)].sort() : undefined;
  if (teams) await refuseUnknownTeams(pool, teams);
  return { level, from, to, services, teams };
};

const refuseUnknownTeams = async (pool: Pool, teams: readonly string[]): Promise<void> => {
  const { rows } = await pool.query<{ team: string }>(sql`
    select named.team from unnest(${teams}::text[]) named(team)
    where not exists (select from throughline_read.team t where t.team = named.team)
      and not exists (select from throughline_read.handoff h where h.level = 'TEAM' and h.to_team = named.team)
      and not exists (select from throughline_read.handoff h where h.level = 'TEAM' and h.from_team = named.team)
      and not exists (select from throughline_read.holding h where h.team = named.team)
    order by named.team`);
  if (rows.length === 0) return;
  const names = rows.map(({ team }) => JSON.stringify(team)).join(', ');
  throw new UserError(
    `There is no team ${names}: ask "handoffMatrix" at level TEAM which there are.`,
    'UNKNOWN_TEAM',
  );
};

/** Handoffs in the scope; `h` is the alias. */
export const handedIn = (scope: HandoffScope): Sql =>
  sql`h.level = ${scope.level} and ${during('h.at', scope)} and ${byTeams(scope)} and ${ofServices(scope)}`;

/** Among all handoffs of the level, whenever they ended. */
export const handedEver = (scope: HandoffScope): Sql =>
  sql`h.level = ${scope.level} and ${byTeams(scope)} and ${ofServices(scope)}`;

/** What is held now, in the scope; `h` is the alias. Its age is counted until the end of the range. */
export const heldIn = (scope: HandoffScope): Sql =>
  sql`h.level = ${scope.level} and h.closed_at is null and h.since < ${scope.to}
  and ${scope.teams ? sql`h.team = any(${scope.teams})` : raw('true')} and ${ofServices(scope)}`;

const byTeams = ({ teams }: HandoffScope): Sql =>
  teams ? sql`(h.from_team = any(${teams}) or h.to_team = any(${teams}))` : raw('true');

/** By the repository of a change request, or those of the changes that an item was made by. */
const ofServices = ({ services }: HandoffScope): Sql =>
  services
    ? sql`(h.repo in (select r.repo from service_repo r where r.service = any(${services}))
    or h.item in (select c.item from item_change c join service_repo r on r.repo = c.repo
      where r.service = any(${services})))`
    : raw('true');
