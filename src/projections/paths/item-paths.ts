import type { DeliveryEvent } from '../../events/vocabulary.js';
import type { Db } from '../../support/rows.js';
import type { Path } from './path.js';
import { type ToldMoment, toldMoments } from './told-moment.js';
import { writePaths } from './write-paths.js';

const ITEM = 'item:';

/** Folds the paths of tickets whose events changed. Those of change requests follow their deliveries. */
export const refoldPaths = async (
  db: Db,
  keys: readonly string[],
  known: ReadonlyMap<string, readonly DeliveryEvent[]>,
): Promise<void> => {
  const items = keys.filter((key) => key.startsWith(ITEM)).map((key) => key.slice(ITEM.length));
  await writePaths(
    db,
    items.map((item) => ticketPath(item, known.get(`${ITEM}${item}`) ?? [])),
  );
};

/** The moments of a ticket's path with the events that tell of them, in order. */
export const ticketMoments = (item: string, events: readonly DeliveryEvent[]): ToldMoment[] =>
  toldMoments(ticketEvents(item, events).chosen);

/** Its own events, and the approvals that speak of it; what only mentions it is another item's. */
const ticketEvents = (item: string, events: readonly DeliveryEvent[]) => {
  const own = events.filter((event) => 'item' in event && event.item === item);
  const isOwn = new Set(own);
  const chosen =
    own.length > 0 ? events.filter((event) => isOwn.has(event) || event.type.startsWith('approval.')) : [];
  return { own, chosen };
};

const ticketPath = (item: string, events: readonly DeliveryEvent[]): Path => {
  const { own, chosen } = ticketEvents(item, events);
  const last = <T>(of: (event: DeliveryEvent) => T | undefined): T | undefined =>
    own.map(of).findLast((value) => value !== undefined && value !== '');
  return {
    item,
    kind: 'TICKET',
    title: last((event) => ('title' in event ? event.title : undefined)),
    type: last((event) => (event.type.startsWith('item.') && 'kind' in event ? event.kind : undefined)),
    repo: undefined,
    moments: toldMoments(chosen).map(({ moment }) => moment),
  };
};
