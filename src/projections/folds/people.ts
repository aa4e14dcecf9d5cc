import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import type { RowsOfKey } from '../rows-of-key.js';

const isDeclared = (event: DeliveryEvent): event is EventOf<'person.declared'> =>
  event.type === 'person.declared';

/** A person by the id that an administrator gave; the latest word stands. */
export const persons: RowsOfKey = {
  id: 'person',
  table: 'person',
  columns: ['person', 'name', 'event_id'],
  key: ['person'],
  identify: (event) => (isDeclared(event) ? event.person : undefined),
  fold: (person, events) => {
    const last = events.findLast(isDeclared);
    return last ? [{ person, name: last.name ?? null, event_id: last.id }] : [];
  },
};

const isTeam = (event: DeliveryEvent): event is EventOf<'team.declared'> => event.type === 'team.declared';

/** A team, its line, and its names in other systems. */
export const teams: RowsOfKey = {
  id: 'team',
  table: 'team',
  columns: ['team', 'name', 'line', 'handles', 'event_id'],
  key: ['team'],
  identify: (event) => (isTeam(event) ? event.team : undefined),
  fold: (team, events) => {
    const last = events.findLast(isTeam);
    if (!last) return [];
    const { name = null, line = null, handles = [] } = last;
    return [{ team, name, line, handles, event_id: last.id }];
  },
};
