import { inOrder } from '../events/current.js';
import { linkTo } from '../events/links.js';
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
export const CARRIERS =
  /^(item|execution|approval|artifact|digest|build|trace|incident|run|verification|deployment):/;
export const CHANGES = /^(commit|change):/;

/** Steps from event to event: ticket, workflow, job, host report, alert is a long way already. */
const MOST_STEPS = 8;
/** More than this share a key only because it is no link but a habit, such as one ticket for everything. */
const MOST_EVENTS_OF_A_KEY = 300;
const MOST_EVENTS = 5_000;

/**
 * All events of a change, in whatever system they happened: from its own events along what they link to. It does not
 * pass into other changes that share a ticket or a deployment with it.
 */
export const gatherStory = async (db: Db, start: StoryStart): Promise<Story> =>
  (await gatherStories(db, [start], start.asOf))[0]!;

/**
 * The stories of many changes at once: each step is read for all of them together, and what they share is read once.
 *
 * @returns a story for each start, in their order.
 */
export const gatherStories = async (
  db: Db,
  starts: readonly Omit<StoryStart, 'asOf'>[],
  asOf: Date,
): Promise<Story[]> => {
  const shelf = new Shelf(db, asOf);
  const own = await shelf.ownIds([...new Set(starts.flatMap(({ keys }) => keys))]);
  const walks = starts.map((start) => new Walk(start, own));
  for (let step = 0; step < MOST_STEPS && walks.some(({ isOver }) => !isOver); step += 1) {
    const going = walks.filter(({ isOver }) => !isOver);
    await shelf.read(going.flatMap(({ wanted }) => wanted));
    const keys = going.flatMap((walk) => walk.take(shelf));
    await shelf.follow(keys);
    for (const walk of going) walk.goOn(shelf);
  }
  return walks.map((walk) => walk.story());
};

/** What was read so far, for all stories. */
class Shelf {
  readonly events = new Map<string, Shelved | undefined>();
  /** Ids of the events that share a key; 'crowded' where there are too many. */
  readonly links = new Map<string, readonly string[] | 'crowded'>();

  constructor(
    private readonly db: Db,
    private readonly asOf: Date,
  ) {}

  async ownIds(keys: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const { rows } = await this.db.query<{ key: string; id: string }>(
      sql`select key, event_id as id from throughline.event_key where key = any(${keys}) order by key, event_id`,
    );
    const byKey = groupBy(rows, ({ key }) => key);
    return new Map([...byKey].map(([key, found]) => [key, found.map(({ id }) => id)]));
  }

  async read(ids: readonly string[]): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !this.events.has(id));
    for (const id of unknown) this.events.set(id, undefined);
    for (const told of await readByIds(this.db, unknown, this.asOf))
      this.events.set(told.id, { told, keys: [...keysOf(told.event), ...ticketsIn(told.event)] });
  }

  async follow(keys: readonly string[]): Promise<void> {
    const unknown = [...new Set(keys)].filter((key) => !this.links.has(key));
    const { byKey, crowded } = await idsOfLinks(this.db, unknown);
    for (const key of unknown) this.links.set(key, byKey.get(key) ?? []);
    for (const key of crowded) this.links.set(key, 'crowded');
  }
}

/** A commit or a change request names tickets in its text; they know of it only where it is linked with them. */
const ticketsIn = (event: DeliveryEvent): string[] =>
  'items' in event ? (event.items ?? []).map(linkTo.item) : [];

/** An event with its keys, which are asked for once for every story that it is part of. */
interface Shelved {
  readonly told: ToldEvent;
  readonly keys: readonly string[];
}

/** How far one story is gathered. */
class Walk {
  wanted: readonly string[];
  private readonly members: ReadonlySet<string>;
  private readonly followed: Set<string>;
  private readonly told = new Map<string, ToldEvent>();
  private readonly leftOut = new Set<string>();
  private next: readonly string[] = [];
  private isFirst = true;

  constructor({ keys, eventIds }: Omit<StoryStart, 'asOf'>, own: ReadonlyMap<string, readonly string[]>) {
    this.members = new Set(keys);
    this.followed = new Set(keys);
    this.wanted = [...new Set([...keys.flatMap((key) => own.get(key) ?? []), ...eventIds])];
  }

  get isOver(): boolean {
    return this.wanted.length === 0 || this.told.size >= MOST_EVENTS;
  }

  /** @returns the keys that what was found leads to. */
  take(shelf: Shelf): readonly string[] {
    const found = this.wanted
      .flatMap((id) => shelf.events.get(id) ?? [])
      .filter(({ keys }) => this.isFirst || isPartOf(keys, this.members));
    this.isFirst = false;
    for (const { told } of found) this.told.set(told.id, told);
    this.next = [...new Set(found.flatMap(({ keys }) => carriersIn(keys, this.members)))].filter(
      (key) => !this.followed.has(key),
    );
    for (const key of this.next) this.followed.add(key);
    return this.next;
  }

  goOn(shelf: Shelf): void {
    const ids = this.next.flatMap((key) => {
      const found = shelf.links.get(key) ?? [];
      if (found === 'crowded') this.leftOut.add(key);
      return found === 'crowded' ? [] : found;
    });
    this.wanted = [...new Set(ids)].filter((id) => !this.told.has(id));
  }

  story(): Story {
    const events = [...this.told.values()].sort((a, b) => inOrder(a.event, b.event));
    return { events, leftOut: [...this.leftOut].sort() };
  }
}

/** A deployment may name the tickets of all that it delivers: only what tells of the change itself says which are its. */
const carriersIn = (keys: readonly string[], members: ReadonlySet<string>): string[] => {
  const isOfTheChange = keys.some((key) => members.has(key) && !key.startsWith('deployment:'));
  return keys.filter((key) => CARRIERS.test(key) && (isOfTheChange || !key.startsWith('item:')));
};

/** What names changes belongs to the story only if it names this one. */
const isPartOf = (keys: readonly string[], members: ReadonlySet<string>): boolean => {
  const changes = keys.filter((key) => CHANGES.test(key));
  return changes.length === 0 || changes.some((key) => members.has(key));
};

interface Linked {
  readonly byKey: ReadonlyMap<string, readonly string[]>;
  readonly crowded: readonly string[];
}

const idsOfLinks = async (db: Db, keys: readonly string[]): Promise<Linked> => {
  if (keys.length === 0) return { byKey: new Map(), crowded: [] };
  const { rows } = await db.query<{ key: string; id: string }>(sql`
    select wanted.key, k.event_id as id
    from unnest(${keys}::text[]) as wanted(key)
    cross join lateral (
      select e.event_id from throughline.event_key e where e.key = wanted.key
      order by e.linked, e.event_id limit ${MOST_EVENTS_OF_A_KEY + 1}
    ) k`);
  const byKey = new Map(
    [...groupBy(rows, ({ key }) => key)].map(([key, found]) => [key, found.map(({ id }) => id)]),
  );
  const crowded = [...byKey].filter(([, ids]) => ids.length > MOST_EVENTS_OF_A_KEY).map(([key]) => key);
  return { byKey, crowded };
};

/** The events of these ids as they were told until then. */
export const readByIds = async (db: Db, ids: readonly string[], asOf: Date): Promise<ToldEvent[]> => {
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
