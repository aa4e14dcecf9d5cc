import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import type { Projection } from '../projection.js';

export type IncidentRow = {
  /** Empty when the source does not tell which service suffered. */
  readonly service: string;
  readonly id: string;
  readonly environment: string;
  readonly opened_at: string | null;
  readonly resolved_at: string | null;
  readonly title: string | null;
  readonly deployment: string | null;
  readonly caused_by: readonly string[];
  readonly event_id: string;
};

type IncidentEvent = EventOf<'incident.opened' | 'incident.resolved'>;

const isIncident = (event: DeliveryEvent): event is IncidentEvent => event.type.startsWith('incident.');

/** The environment in which an incident happens when its source names none. */
const DEFAULT_ENVIRONMENT = 'production';

export const incidents: Projection<IncidentRow> = {
  id: 'incident',
  table: 'incident',
  identity: ['service', 'id'],
  columns: [
    'service',
    'id',
    'environment',
    'opened_at',
    'resolved_at',
    'title',
    'deployment',
    'caused_by',
    'event_id',
  ],
  identify: (event) => (isIncident(event) ? { service: event.service ?? '', id: event.incident } : undefined),
  fold: (all) => {
    const events = all.filter(isIncident);
    const first = events[0];
    if (!first) return undefined;
    const opened = events.find(({ type }) => type === 'incident.opened');
    const resolved = events.findLast(({ type }) => type === 'incident.resolved');
    return {
      service: first.service ?? '',
      id: first.incident,
      environment: events.find(({ environment }) => environment)?.environment ?? DEFAULT_ENVIRONMENT,
      opened_at: opened?.at ?? null,
      resolved_at: resolved?.at ?? null,
      title: events.find(({ title }) => title)?.title ?? null,
      deployment: events.find(({ deployment }) => deployment)?.deployment ?? null,
      caused_by: [...new Set(events.flatMap(({ causedBy }) => causedBy ?? []))].sort(),
      event_id: opened?.id ?? first.id,
    };
  },
};
