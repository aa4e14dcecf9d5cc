import { inParts } from '../support/in-parts.js';
import type { Db } from '../support/rows.js';
import type { Actor, DeliveryEvent } from './vocabulary.js';

interface Seen {
  readonly actor: Actor;
  readonly events: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

const ACTORS_PER_STATEMENT = 1_000;

/**
 * Counts who is named by new facts (as actor, initiator or authorizer), in the transaction that records them. Writers of
 * events take turns, so no two ever wait for each other here.
 *
 * @param events facts that were not known before, each once.
 */
export const countActors = async (db: Db, events: readonly DeliveryEvent[]): Promise<void> => {
  const seen = [...seenIn(events).values()].sort((a, b) => (a.actor.id < b.actor.id ? -1 : 1));
  for (const some of inParts(seen, ACTORS_PER_STATEMENT)) await upsert(db, some);
};

/**
 * Takes erased facts out of the count, in the transaction that erases them. An actor that only they named is forgotten,
 * and so is a name that they told: the next event that names the actor tells it again.
 *
 * @param events one telling of each fact.
 */
export const discountActors = async (db: Db, events: readonly DeliveryEvent[]): Promise<void> => {
  const seen = [...seenIn(events).values()];
  const names = new Set(events.flatMap((event) => actorsOf(event).map(({ name }) => name ?? '')));
  await db.query(
    `update throughline.seen_actor s
     set events = s.events - w.events, name = case when s.name = any($3) then null else s.name end
     from unnest($1::text[], $2::bigint[]) as w(actor, events) where s.actor = w.actor`,
    [seen.map(({ actor }) => actor.id), seen.map((one) => one.events), [...names]],
  );
  await db.query('delete from throughline.seen_actor where actor = any($1) and events <= 0', [
    seen.map(({ actor }) => actor.id),
  ]);
};

const seenIn = (events: readonly DeliveryEvent[]): Map<string, Seen> => {
  const seen = new Map<string, Seen>();
  for (const event of events) {
    const named = new Map(actorsOf(event).map((actor) => [actor.id, actor]));
    for (const actor of named.values()) seen.set(actor.id, withOneMore(seen.get(actor.id), actor, event.at));
  }
  return seen;
};

const actorsOf = ({ actor, initiator, authorizer }: DeliveryEvent): Actor[] =>
  [authorizer, initiator, actor].filter((one) => one !== undefined);

const withOneMore = (known: Seen | undefined, actor: Actor, at: string): Seen => {
  if (!known) return { actor, events: 1, firstAt: at, lastAt: at };
  const newer = at >= known.lastAt;
  const name = newer ? (actor.name ?? known.actor.name) : (known.actor.name ?? actor.name);
  return {
    actor: { ...(newer ? actor : known.actor), name },
    events: known.events + 1,
    firstAt: at < known.firstAt ? at : known.firstAt,
    lastAt: newer ? at : known.lastAt,
  };
};

const upsert = async (db: Db, seen: readonly Seen[]): Promise<void> => {
  const tuples = seen.map((_, i) => `(${[1, 2, 3, 4, 5, 6].map((n) => `$${i * 6 + n}`).join(',')})`);
  await db.query(
    `insert into throughline.seen_actor (actor, kind, name, events, first_at, last_at) values ${tuples.join(',')}
     on conflict (actor) do update set
       kind = case when excluded.last_at >= seen_actor.last_at then excluded.kind else seen_actor.kind end,
       name = case when excluded.last_at >= seen_actor.last_at then coalesce(excluded.name, seen_actor.name)
         else coalesce(seen_actor.name, excluded.name) end,
       events = seen_actor.events + excluded.events,
       first_at = least(seen_actor.first_at, excluded.first_at),
       last_at = greatest(seen_actor.last_at, excluded.last_at)`,
    seen.flatMap(({ actor, events, firstAt, lastAt }) => [
      actor.id,
      actor.kind,
      actor.name ?? null,
      events,
      firstAt,
      lastAt,
    ]),
  );
};
