import type { DeliveryEvent } from '../../events/vocabulary.js';
import type { Db } from '../../support/rows.js';
import type { Possession } from './possession.js';
import { ofApproval, ofItem } from './possessions.js';
import { type ItemStory, writeStories } from './write-stories.js';

/** By key. */
type Known = ReadonlyMap<string, readonly DeliveryEvent[]>;

const ITEM = 'item:';
const APPROVAL = 'approval:';
/** The prefixes of the keys that handoffs are folded from. */
export const HANDED = [ITEM, APPROVAL].map((prefix) => prefix.slice(0, -1));

/** Folds the handoffs of the items and approvals among the keys. */
export const refoldHandoffs = (db: Db, keys: readonly string[], known: Known): Promise<void> =>
  writeStories(
    db,
    keys.flatMap((key) => storyOf(key, known.get(key) ?? [])),
  );

const storyOf = (key: string, known: readonly DeliveryEvent[]): ItemStory[] => {
  const read = READERS.find(({ prefix }) => key.startsWith(prefix));
  if (!read) return [];
  const events = known.filter((event) => read.keyOf(event) === key);
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
