import { createHash, type Hash } from 'node:crypto';
import type { Pool } from 'pg';
import { currentEvents } from '../events/current.js';
import type { DeliveryEvent } from '../events/vocabulary.js';
import { readWhole } from '../metrics/read-whole.js';
import { EMERGENCY, itemEvents } from '../policies/change-type.js';
import { DAYS, isInWindow, isZone, type Window } from '../policies/windows.js';
import { UserError } from '../support/errors.js';
import { groupBy } from '../support/group-by.js';
import { sql } from '../support/sql.js';
import { Draw, type Drawn } from './sample.js';
import { STRATA, type StratumName } from './stratum.js';
import type { AuditLine } from './trail.js';

export interface Stratum {
  readonly name: StratumName;
  readonly population: number;
  /** SHA-256 over place and id of its lines, each with a line feed, the newest first. */
  readonly hash: string;
  readonly seed: string;
  readonly drawn: readonly Drawn[];
  /** Of emergency and high-risk all lines; of the others none. */
  readonly members: readonly Member[];
}

export interface Sizes extends Readonly<Record<StratumName, number>> {}

/** Office hours as text: on Monday to Friday, on the clock of the zone. */
export const USUAL_HOURS = '08:00-18:00 UTC';
export const OFFICE_DAYS = DAYS.slice(0, 5);
const HOURS = /^(([01]\d|2[0-3]):[0-5]\d)-(([01]\d|2[0-3]):[0-5]\d) (\S+)$/;

/** @throws UserError `BAD_HOURS` */
export const readHours = (text: string): Window => {
  const [, from, , to, , zone] = HOURS.exec(text) ?? [];
  if (from === undefined || to === undefined || zone === undefined || from === to || !isZone(zone)) {
    throw new UserError(
      `${JSON.stringify(text)} are no hours: write them as 08:00-18:00 Europe/Berlin; they are those of Monday to Friday.`,
      'BAD_HOURS',
    );
  }
  return { days: OFFICE_DAYS, from, to, zone };
};

const HIGH = /^(?:high|critical|very high|major|severe)$/i;

/** What only tickets tell, so that the lines must be listed for who wants to draw again. */
const LISTED: readonly StratumName[] = ['emergency', 'high-risk'];

type Member = Pick<AuditLine, 'place' | 'id'>;

interface Counting {
  population: number;
  readonly members: Member[];
  readonly isListed: boolean;
  readonly hash: Hash;
  readonly draw: Draw | undefined;
}

/** Which stratum a line is in. */
export type Stratify = (line: Pick<AuditLine, 'tickets' | 'at'>) => StratumName;

export const stratifier =
  (sorts: Sorts, hours: Window): Stratify =>
  ({ tickets, at }) => {
    if (tickets.some((ticket) => sorts.emergency.has(ticket))) return 'emergency';
    if (tickets.some((ticket) => sorts.highRisk.has(ticket))) return 'high-risk';
    return isInWindow(hours, at.toISOString()) ? 'others' : 'out-of-hours';
  };

/** Sorts the lines of a population into strata while they go by, and draws from each. */
export class Strata {
  private readonly counting: ReadonlyMap<StratumName, Counting>;

  constructor(
    private readonly stratumOf: (line: AuditLine) => StratumName,
    private readonly how: { readonly sizes: Sizes; readonly seed: string },
  ) {
    this.counting = new Map(
      STRATA.map((name) => {
        const draw = how.sizes[name] > 0 ? new Draw(how.sizes[name], this.seedOf(name)) : undefined;
        return [
          name,
          { population: 0, members: [], isListed: LISTED.includes(name), hash: createHash('sha256'), draw },
        ];
      }),
    );
  }

  see(lines: readonly AuditLine[]): void {
    for (const [name, of] of groupBy(lines, this.stratumOf)) {
      const one = this.counting.get(name as StratumName)!;
      one.population += of.length;
      for (const { place, id } of of) {
        one.hash.update(`${place}\n${id}\n`);
        if (one.isListed) one.members.push({ place, id });
      }
      one.draw?.see(of);
    }
  }

  result(): Stratum[] {
    return STRATA.map((name) => {
      const { population, members, hash, draw } = this.counting.get(name)!;
      return {
        ...{ name, population, members, seed: this.seedOf(name), hash: hash.digest('hex') },
        drawn: draw?.result() ?? [],
      };
    });
  }

  private seedOf(name: StratumName): string {
    return `${this.how.seed} ${name}`;
  }
}

/** Tickets by what they call themselves: the same words that the controls go by. */
export interface Sorts {
  readonly emergency: ReadonlySet<string>;
  readonly highRisk: ReadonlySet<string>;
}

/** As of when the tickets are asked. */
export interface Told {
  readonly pool: Pool;
  readonly schema: string;
  readonly asOf: Date;
}

/** Of all tickets, however many lines name them. */
export const ticketSorts = async ({ pool, schema, asOf }: Told): Promise<Sorts> => {
  const emergency = new Set<string>();
  const highRisk = new Set<string>();
  const told = await readWhole(pool, schema, async (db) => {
    const { rows } = await db.query<{ data: string }>(sql`
      select e.data from throughline.event e
      where e.recorded_at <= ${asOf} and e.id in (
        select o.id from throughline.event_key k join throughline.event o on o.id = k.event_id
        where k.key >= 'item:' and k.key < 'item;' and o.type like 'item.%' and o.recorded_at <= ${asOf}
          and (strpos(o.data, '"risk":') > 0 or o.data ~* ${EMERGENCY.source}))`);
    return currentEvents(rows.map(({ data }) => JSON.parse(data) as DeliveryEvent));
  });
  for (const { item, kind, risk } of itemEvents(told)) {
    if (kind && EMERGENCY.test(kind)) emergency.add(item);
    if (risk === undefined) continue;
    if (HIGH.test(risk)) highRisk.add(item);
    else highRisk.delete(item);
  }
  return { emergency, highRisk };
};
