import type { DeliveryEvent } from '../events/vocabulary.js';
import type { Row } from '../support/rows.js';

/**
 * A read model with one row per key, folded from all events of that key. Pure: the same events in any order, in any
 * number of tellings, give the same row.
 */
export interface Projection<R extends Row = Row> {
  /** The prefix of its keys, for example `commit`. */
  readonly id: string;
  readonly table: string;
  readonly columns: readonly (keyof R & string)[];
  readonly identity: readonly (keyof R & string)[];
  /** The row that an event of this projection belongs to; undefined for an event that is only about it. */
  identify(event: DeliveryEvent): Row | undefined;
  /** An event of no row of its own that the fold of a row it is read with needs, too. */
  readonly needs?: (event: DeliveryEvent) => boolean;
  /** @param events what is known, ordered by time and then id, all of one identity; never empty. */
  fold(events: readonly DeliveryEvent[]): R | undefined;
}

/** One row of a read model before and after a batch of events. */
export interface Changed<R> {
  readonly before: R | undefined;
  readonly after: R | undefined;
}
