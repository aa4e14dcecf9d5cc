import { inOrder } from '../../events/current.js';
import type { DeliveryEvent, EventType } from '../../events/vocabulary.js';
import { readByIds } from '../../projections/story.js';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';

interface Wanted {
  /** Only events of these (default: of all). */
  readonly types?: readonly EventType[];
  /** Also those that only link to a key. */
  readonly linked?: boolean;
}

/** What is known of each key, by time and, within one moment, in the order of its source. */
export const eventsOfKeys = async (
  db: Db,
  keys: readonly string[],
  asOf: Date,
  { types, linked = true }: Wanted = {},
): Promise<Map<string, DeliveryEvent[]>> => {
  if (keys.length === 0) return new Map();
  const { rows } = await db.query<{ key: string; id: string }>(sql`
    select distinct key, event_id as id from throughline.event_key
    where key = any(${keys}) and (not linked or ${linked}) order by key, event_id`);
  const told = await readByIds(
    db,
    rows.map(({ id }) => id),
    asOf,
  );
  const byId = new Map(told.map(({ id, event }) => [id, event]));
  const byKey = new Map<string, DeliveryEvent[]>();
  for (const { key, id } of rows) {
    const event = byId.get(id);
    if (!event || (types && !types.includes(event.type))) continue;
    const events = byKey.get(key);
    if (events) events.push(event);
    else byKey.set(key, [event]);
  }
  for (const events of byKey.values()) events.sort(inOrder);
  return byKey;
};
