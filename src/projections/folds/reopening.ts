import type { EventOf } from '../../events/vocabulary.js';
import type { KeyedRows } from '../keyed-rows.js';

/** That a ticket which was done was taken up again. */
export type ReopeningRow = {
  readonly item: string;
  readonly event_id: string;
  readonly at: string;
};

export const reopenings: KeyedRows<ReopeningRow> = {
  prefixes: ['item'],
  table: 'reopening',
  columns: ['item', 'event_id', 'at'],
  identity: ['item', 'event_id'],
  keyColumn: 'item',
  fold: (key, events) =>
    events
      .filter((event): event is EventOf<'item.reopened'> => event.type === 'item.reopened')
      .filter(({ item }) => `item:${item}` === key)
      .map(({ item, id, at }) => ({ item, event_id: id, at })),
};
