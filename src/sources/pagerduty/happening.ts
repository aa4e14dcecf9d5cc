import type { DeliveryEvent } from '../../events/vocabulary.js';
import { acknowledged, assigned, type Moment, opened, reopened, resolved } from '../incident-events.js';
import { aboutOf, agentOf, holderOf, personOf } from './about.js';
import type { Incident, Reference } from './payload.js';
import type { PagerdutySettings } from './settings.js';

/** What befell an incident, whichever version of a webhook or line of a timeline told it. */
export type Kind = 'triggered' | 'acknowledged' | 'assigned' | 'resolved' | 'reopened' | 'changed';

/** The last word of `incident.reassigned`, `incident.assign` and `assign_log_entry`. */
const KINDS = new Map<string, Kind>([
  ['trigger', 'triggered'],
  ['triggered', 'triggered'],
  ['acknowledge', 'acknowledged'],
  ['acknowledged', 'acknowledged'],
  ['assign', 'assigned'],
  ['delegate', 'assigned'],
  ['delegated', 'assigned'],
  ['escalate', 'assigned'],
  ['escalated', 'assigned'],
  ['reassigned', 'assigned'],
  ['resolve', 'resolved'],
  ['resolved', 'resolved'],
  ['reopen', 'reopened'],
  ['reopened', 'reopened'],
  ['unacknowledge', 'changed'],
  ['unacknowledged', 'changed'],
  ['priority_updated', 'changed'],
  ['service_updated', 'changed'],
]);

export const kindOf = (type: string): Kind | undefined =>
  KINDS.get(type.replace(/^incident\./, '').replace(/_log_entry(?:_reference)?$/, ''));

export interface Happening {
  readonly kind: Kind;
  readonly at: string;
  readonly agent: Reference | undefined;
  readonly incident: Incident;
  /** False for a line of a timeline: the incident beside it shows how things stand now, not how they stood then. */
  readonly isSnapshot: boolean;
}

/** A webhook tells milliseconds, a timeline of the same moment only seconds. */
const secondOf = (at: string): string => at.slice(0, 19);

export const eventsOf = (happening: Happening, settings: PagerdutySettings): DeliveryEvent[] => {
  const { kind, at, agent, incident, isSnapshot } = happening;
  const about = aboutOf(incident, settings);
  const moment: Moment = { at, actor: agentOf(agent), key: secondOf(at) };
  const holder = isSnapshot ? holderOf(incident, settings) : { team: holderOf(incident, settings).team };
  const openings = openedOf(happening, settings);
  switch (kind) {
    case 'triggered':
      return [...openings, ...(isSnapshot ? [assigned(about, moment, holder)] : [])];
    case 'assigned':
      return [...openings, assigned(about, moment, holder)];
    case 'acknowledged':
      return [...openings, ...acknowledged(about, moment, personOf(agent))];
    case 'resolved':
      return [...openings, ...resolved(about, moment)];
    case 'reopened':
      return [...openings, reopened(about, moment)];
    case 'changed':
      return openings;
  }
};

/** Told anew whenever the payload tells when it was. Only a webhook about a change (of the priority) corrects it. */
const openedOf = (happening: Happening, settings: PagerdutySettings): DeliveryEvent[] => {
  const { kind, at, agent, incident, isSnapshot } = happening;
  const since = incident.created_at ?? incident.created_on ?? (kind === 'triggered' ? at : undefined);
  if (!since) return [];
  const actor = kind === 'triggered' ? agentOf(agent) : undefined;
  const revision = isSnapshot && kind === 'changed' ? Date.parse(at) : undefined;
  return opened(aboutOf(incident, settings), { at: since, actor, revision });
};
