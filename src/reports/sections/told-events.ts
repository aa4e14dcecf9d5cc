import type { Pool } from 'pg';
import { currentEvents } from '../../events/current.js';
import type { DeliveryEvent, EventOf, EventType } from '../../events/vocabulary.js';
import { readIn } from '../../metrics/read.js';
import { sql } from '../../support/sql.js';
import type { SectionContext } from './section.js';

type From = Pick<SectionContext, 'pool' | 'schema' | 'asOf' | 'period'>;

/** Events of some types that happened in the period, as they were known at `asOf`, by time and id. */
export const toldEvents = async <T extends EventType>(
  { pool, schema, asOf, period }: From,
  types: readonly T[],
): Promise<EventOf<T>[]> => {
  const tellings = await readTellings(pool, schema, { types, asOf, ...period });
  const { from, to } = period;
  // A correction may have moved it out of the period.
  return currentEvents(tellings).filter((event): event is EventOf<T> => {
    const at = new Date(event.at);
    return at >= from && at < to;
  });
};

interface Wanted {
  readonly types: readonly string[];
  readonly asOf: Date;
  readonly from: Date;
  readonly to: Date;
}

const readTellings = (
  pool: Pool,
  schema: string,
  { types, asOf, from, to }: Wanted,
): Promise<DeliveryEvent[]> =>
  readIn(pool, schema, async (db) => {
    const { rows } = await db.query<{ data: string }>(sql`
      select e.data from throughline.event e
      where e.recorded_at <= ${asOf} and e.id in (
        select o.id from throughline.event o
        where o.type = any(${types}) and o.at >= ${from} and o.at < ${to} and o.recorded_at <= ${asOf})`);
    return parsed(rows);
  });

const parsed = (rows: readonly { readonly data: string }[]): DeliveryEvent[] =>
  rows.map(({ data }) => JSON.parse(data) as DeliveryEvent);

/** Who is behind an event, as far as it says so itself: the human who started it, else who did it. */
export const personOf = ({ initiator, actor }: DeliveryEvent): string | null => {
  const person = [initiator, actor].find((one) => one?.kind === 'human') ?? actor;
  return person ? (person.name ?? person.id) : null;
};
