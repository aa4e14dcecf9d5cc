import type { Moment } from './moment.js';

/** What flows: a ticket (or a case of a log), or a change request. */
export const ITEM_KINDS = ['TICKET', 'CHANGE'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** Everything that happened to one item, in order. */
export interface Path {
  /** A ticket's key, or `change:REPO#NUMBER`. */
  readonly item: string;
  readonly kind: ItemKind;
  readonly title: string | undefined;
  /** What its system calls it: `Story`, `Bug`. */
  readonly type: string | undefined;
  readonly repo: string | undefined;
  readonly moments: readonly Moment[];
}

const CLOSING: readonly Moment['type'][] = ['item.closed', 'change.abandoned'];
const REOPENING: readonly Moment['type'][] = ['item.reopened', 'change.opened', 'change.merged'];

/** When it was closed or given up for good; undefined while it is not. */
export const closedAt = (moments: readonly Moment[]): number | undefined => {
  const last = moments.findLast(({ type }) => CLOSING.includes(type) || REOPENING.includes(type));
  return last && CLOSING.includes(last.type) ? last.at : undefined;
};
