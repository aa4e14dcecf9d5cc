import { inOrder } from '../events/current.js';
import type { DeliveryEvent } from '../events/vocabulary.js';
import { groupBy } from '../support/group-by.js';
import type { Db } from '../support/rows.js';
import { sql } from '../support/sql.js';
import { keysOf } from './keys.js';

/** A telling of a fact, as it was stored. */
export interface ToldEvent {
  readonly id: string;
  readonly digest: string;
  readonly recorded_at: Date;
  readonly source: string;
  readonly delivery_key: string;
  readonly data: string;
  readonly event: DeliveryEvent;
}

/** Where a story begins. */
export interface StoryStart {
  /** Keys of the change, of its commits and of its deployments: all their events belong to it. */
  readonly keys: readonly string[];
  /** Events that belong to it whatever their keys. */
  readonly eventIds: readonly string[];
  /** Only what was recorded until then. */
  readonly asOf: Date;
}

export interface Story {
  /** By time, order in their source, and id. */
  readonly events: readonly ToldEvent[];
  /** Keys that too many events share, so that what they lead to was left out; the events found so far are there. */
  readonly leftOut: readonly string[];
}

/** Things that carry a change from system to system; what else two events share (a host, a person) ties nothing together. */
const CARRIERS =
  /^(item|execution|approval|artifact|digest|build|trace|incident|run|verification|deployment):/;
const CHANGES = /^(commit|change):/;

/** Steps from event to event: ticket, workflow, job, host report, alert is a long way already. */
const MOST_STEPS = 8;
/** More than this share a key only because it is no link but a habit, such as one ticket for everything. */
const MOST_EVENTS_OF_A_KEY = 300;
const MOST_EVENTS = 5_000;

/**
 * All events of a change, in whatever system they happened: from its own events along what they link to. It does not
 * pass into other changes that share a ticket or a deployment with it.
 */
export const gatherStory = async (db: Db, { keys, eventIds, asOf }: StoryStart): Promise<Story> => {
  const members = new Set(keys);
  const told = new Map<string, ToldEvent>();
  const leftOut = new Set<string>();
  const followed = new Set(keys);
  let found = await readByIds(db, [...(await idsOf(db, keys)), ...eventIds], asOf);
  for (let step = 0; step < MOST_STEPS && found.length > 0 && told.size < MOST_EVENTS; step += 1) {
    for (const one of found) told.set(one.id, one);
    const next = [...new Set(found.flatMap(({ event }) => carriersOf(event, members)))].filter(
      (key) => !followed.has(key),
    );
    for (const key of next) followed.add(key);
    const { ids, crowded } = await idsOfLinks(db, next);
    for (const key of crowded) leftOut.add(key);
    const unknown = ids.filter((id) => !told.has(id));
    found = (await readByIds(db, unknown, asOf)).filter(({ event }) => isPartOf(event, members));
  }
  const events = [...told.values()].sort((a, b) => inOrder(a.event, b.event));
  return { events, leftOut: [...leftOut].sort() };
};

/** A deployment may name the tickets of all that it delivers: only what tells of the change itself says which are its. */
const carriersOf = (event: DeliveryEvent, members: ReadonlySet<string>): string[] => {
  const keys = keysOf(event);
  const isOfTheChange = keys.some((key) => members.has(key) && !key.startsWith('deployment:'));
  return keys.filter((key) => CARRIERS.test(key) && (isOfTheChange || !key.startsWith('item:')));
};

/** What names changes belongs to the story only if it names this one. */
const isPartOf = (event: DeliveryEvent, members: ReadonlySet<string>): boolean => {
  const changes = keysOf(event).filter((key) => CHANGES.test(key));
  return changes.length === 0 || changes.some((key) => members.has(key));
};

const idsOf = async (db: Db, keys: readonly string[]): Promise<string[]> => {
  const { rows } = await db.query<{ id: string }>(
    sql`select distinct event_id as id from throughline.event_key where key = any(${keys}) order by id`,
  );
  return rows.map(({ id }) => id);
};

const idsOfLinks = async (db: Db, keys: readonly string[]): Promise<{ ids: string[]; crowded: string[] }> => {
  if (keys.length === 0) return { ids: [], crowded: [] };
  const { rows } = await db.query<{ key: string; id: string }>(sql`
    select wanted.key, k.event_id as id
    from unnest(${keys}::text[]) as wanted(key)
    cross join lateral (
      select e.event_id from throughline.event_key e where e.key = wanted.key
      order by e.event_id limit ${MOST_EVENTS_OF_A_KEY + 1}
    ) k`);
  const byKey = groupBy(rows, ({ key }) => key);
  const crowded = [...byKey].filter(([, found]) => found.length > MOST_EVENTS_OF_A_KEY).map(([key]) => key);
  const ids = [...byKey].flatMap(([key, found]) => (crowded.includes(key) ? [] : found.map(({ id }) => id)));
  return { ids: [...new Set(ids)], crowded };
};

const readByIds = async (db: Db, ids: readonly string[], asOf: Date): Promise<ToldEvent[]> => {
  if (ids.length === 0) return [];
  const { rows } = await db.query<Omit<ToldEvent, 'event'>>(sql`
    select e.id, e.digest, e.recorded_at, e.source, e.delivery_key, e.data
    from throughline.event e
    where e.id = any(${[...new Set(ids)]}) and e.recorded_at <= ${asOf}
    order by e.id, e.recorded_at, e.digest`);
  const told = rows.map((row) => ({ ...row, event: JSON.parse(row.data) as DeliveryEvent }));
  return [...groupBy(told, ({ id }) => id).values()]
    .map(newestTelling)
    .filter(({ event }) => !event.retracted);
};

/** Of the tellings of one fact, in order of recording: the highest revision, and of those the first. */
const newestTelling = (tellings: readonly ToldEvent[]): ToldEvent =>
  tellings.reduce((best, next) => ((next.event.revision ?? 0) > (best.event.revision ?? 0) ? next : best));
