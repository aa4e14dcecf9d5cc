import { eventId } from '../../events/event-id.js';
import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import type { Source } from '../source.js';
import { type CaseStory, type EventLogPayload, eventLogPayload, type LogRow } from './payload.js';

/** An event log (XES or CSV), read by `throughline import log`. It has no sender, so nobody can post to it. */
export const eventlog: Source<EventLogPayload> = {
  id: 'eventlog',
  title: 'Event log (XES, CSV)',
  about: {
    transport: '`throughline import log`',
    authentication: 'a local file',
    deliveryKey: 'hash of the part',
  },
  imported: true,
  headers: [],
  payload: eventLogPayload,
  authenticate: () => ({
    ok: false,
    reason: 'An event log is imported, not posted: use throughline import log.',
  }),
  interpret: (payload) => {
    const events = [
      ...payload.rows.map((row) => itemMoved(payload, row)),
      ...payload.cases.flatMap((story) => created(payload, story)),
    ];
    return events.length > 0
      ? { outcome: 'accepted', events }
      : { outcome: 'ignored', reason: 'It holds no rows.' };
  },
};

type Log = Pick<EventLogPayload, 'log' | 'revision'>;

const TICKET = /^[A-Z][A-Z0-9_]+-\d+$/;

/**
 * A ticket's key names the same item in every system. Any other name of a case is its own only within its log, so it
 * stands behind the log's name.
 */
export const itemOf = (log: string, name: string): string => (TICKET.test(name) ? name : `${log}/${name}`);

const common = ({ log, revision }: Log, name: string) => ({
  source: 'eventlog',
  item: itemOf(log, name),
  ...(revision > 0 && { revision }),
});

/** Three events can come of one row: the item's first, the move itself, and its last. */
const place = (order: number, part: 0 | 1 | 2): number => 3 * order + part;

/** A log has millions of rows: to spread each member that may be absent would take longer than all the rest of this. */
const itemMoved = (log: Log, row: LogRow): EventOf<'item.moved'> => {
  const event: EventOf<'item.moved'> = {
    source: 'eventlog',
    item: itemOf(log.log, row.case),
    type: 'item.moved',
    id: eventId('item.moved', 'eventlog', log.log, row.case, row.n),
    at: row.at,
    order: place(row.order, 1),
    to: row.activity,
  };
  if (log.revision > 0) event.revision = log.revision;
  if (row.person) event.person = row.person;
  if (row.team) event.team = row.team;
  if (row.line) event.line = row.line;
  if (row.lifecycle) event.lifecycle = row.lifecycle;
  return event;
};

const created = (log: Log, { case: name, first, closed }: CaseStory): DeliveryEvent[] => [
  {
    ...common(log, name),
    type: 'item.created',
    id: eventId('item.created', 'eventlog', log.log, name),
    at: first.at,
    order: place(first.order, 0),
    title: name,
  },
  ...(closed
    ? [
        {
          ...common(log, name),
          type: 'item.closed' as const,
          id: eventId('item.closed', 'eventlog', log.log, name),
          at: closed.at,
          order: place(closed.order, 2),
        },
      ]
    : []),
];
