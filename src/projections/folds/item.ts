import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import type { Projection } from '../projection.js';

export type ItemRow = {
  readonly item: string;
  readonly title: string | null;
  readonly created_at: string | null;
  /** First moved to a state in which somebody works on it. */
  readonly started_at: string | null;
  readonly closed_at: string | null;
  /** First reopened. */
  readonly reopened_at: string | null;
  readonly event_id: string;
};

type ItemEvent = EventOf<'item.created' | 'item.moved' | 'item.assigned' | 'item.closed' | 'item.reopened'>;

const isItem = (event: DeliveryEvent): event is ItemEvent => event.type.startsWith('item.');

export const items: Projection<ItemRow> = {
  id: 'item',
  table: 'item',
  identity: ['item'],
  columns: ['item', 'title', 'created_at', 'started_at', 'closed_at', 'reopened_at', 'event_id'],
  identify: (event) => (isItem(event) ? { item: event.item } : undefined),
  fold: (all) => {
    const events = all.filter(isItem);
    const first = events[0];
    if (!first) return undefined;
    const at = (wanted: (event: ItemEvent) => boolean): string | null => events.find(wanted)?.at ?? null;
    return {
      item: first.item,
      title: events.findLast(({ title }) => title)?.title ?? null,
      created_at: at(({ type }) => type === 'item.created'),
      started_at: at((event) => event.type === 'item.moved' && event.active === true),
      closed_at: events.findLast(({ type }) => type === 'item.closed')?.at ?? null,
      reopened_at: at(({ type }) => type === 'item.reopened'),
      event_id: first.id,
    };
  },
};
