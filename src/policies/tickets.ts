import { type History, ofType } from './history.js';

/** A ticket that a change names, and the event that says so. */
export interface Named {
  readonly item: string;
  readonly event: string;
}

/** By the change itself or one of its commits; what its deployment names may be of another change. */
export const ticketsOf = ({ events, shas }: History): Named[] =>
  ofType(events, 'commit.recorded', 'change.opened', 'change.updated', 'change.merged')
    .filter((event) => event.type !== 'commit.recorded' || shas.includes(event.sha))
    .flatMap((event) => {
      const linked = (event.links ?? []).filter((link) => link.startsWith('item:'));
      const items = [...(event.items ?? []), ...linked.map((link) => link.slice('item:'.length))];
      return items.map((item) => ({ item, event: event.id }));
    });
