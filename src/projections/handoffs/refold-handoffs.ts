import { currentEvents } from '../../events/current.js';
import { readEvents } from '../../events/event-store.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import type { Db } from '../../support/rows.js';
import { changeIdOf } from '../keys.js';
import { itemsOfPeople } from './items-of-people.js';
import type { Possession } from './possession.js';
import { ofApproval, ofItem } from './possessions.js';
import { type ItemStory, writeStories } from './write-stories.js';

type Tellings = ReadonlyMap<string, readonly DeliveryEvent[]>;

const ITEM = 'item:';
const APPROVAL = 'approval:';
/** The prefixes of the keys that handoffs are folded from. */
export const HANDED = [ITEM, APPROVAL].map((prefix) => prefix.slice(0, -1));

/** A change request whose handoffs are to be folded again. */
export interface HandedChange {
  readonly repo: string;
  readonly id: string;
}

/**
 * Folds the handoffs of items and approvals whose events changed, and of those that were held by people of whom something
 * changed.
 *
 * @returns the change requests among the latter: their handoffs follow their deliveries.
 */
export const refoldHandoffs = async (
  db: Db,
  { keys, tellings, recordedUpTo }: { keys: readonly string[]; tellings: Tellings; recordedUpTo?: Date },
): Promise<HandedChange[]> => {
  const held = await itemsOfPeople(db, keys, tellings);
  const known = new Set(keys);
  const others = held.filter(({ repo }) => repo === null).map(({ item }) => keyOf(item));
  const more = others.filter((key) => !known.has(key));
  const moreTellings = await readEvents(db, more, recordedUpTo);
  await writeStories(db, [
    ...keys.flatMap((key) => storyOf(key, tellings.get(key) ?? [])),
    ...more.flatMap((key) => storyOf(key, moreTellings.get(key) ?? [])),
  ]);
  return held.flatMap(({ item, repo }) => (repo === null ? [] : [{ repo, id: changeIdOf(repo, item) }]));
};

const keyOf = (item: string): string => (item.startsWith(APPROVAL) ? item : `${ITEM}${item}`);

const storyOf = (key: string, tellings: readonly DeliveryEvent[]): ItemStory[] => {
  const read = READERS.find(({ prefix }) => key.startsWith(prefix));
  if (!read) return [];
  const events = currentEvents(tellings).filter((event) => read.keyOf(event) === key);
  const item = key.startsWith(ITEM) ? key.slice(ITEM.length) : key;
  return [{ item, events: events.flatMap(read.possessions), rules: { returnIsBounce: true } }];
};

interface Reader {
  readonly prefix: string;
  /** Which key an event is folded under; others only mention it. */
  readonly keyOf: (event: DeliveryEvent) => string | undefined;
  readonly possessions: (event: DeliveryEvent) => Possession[];
}

const READERS: readonly Reader[] = [
  {
    prefix: ITEM,
    keyOf: (event) => ('item' in event ? `${ITEM}${event.item}` : undefined),
    possessions: ofItem,
  },
  {
    prefix: APPROVAL,
    keyOf: (event) => ('approval' in event ? `${APPROVAL}${event.approval}` : undefined),
    possessions: ofApproval,
  },
];
