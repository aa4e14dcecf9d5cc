import { eventId } from '../events/event-id.js';
import { linkList, linkTo } from '../events/links.js';
import type { Actor, DeliveryEvent } from '../events/vocabulary.js';

/**
 * What the systems that alert tell alike. An incident is also an item, `incident:<id>`: it has states and holders, so
 * reassigning it is a handoff like any other.
 */
export interface IncidentAbout {
  /** The system, such as `pagerduty`. */
  readonly source: string;
  /** Known to be the same wherever it is told: `pagerduty:Q3YON8WNWTZMRQ`. */
  readonly incident: string;
  readonly title?: string | undefined;
  readonly url?: string | undefined;
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  readonly severity?: string | undefined;
  readonly deployment?: string | undefined;
  readonly causedBy?: string[] | undefined;
  readonly links?: readonly string[] | undefined;
}

export interface Moment {
  readonly at: string;
  readonly actor?: Actor | undefined;
  /** What tells this time from another one, when it can happen twice to one incident. */
  readonly key?: string | undefined;
  readonly revision?: number | undefined;
}

const asIncident = (about: IncidentAbout, { at, actor, revision }: Moment) => ({
  ...about,
  links: linkList(...(about.links ?? []), linkTo.item(incidentItem(about.incident))),
  at,
  actor,
  revision,
});

const asItem = ({ source, incident, title, url, links }: IncidentAbout, moment: Moment) => ({
  source,
  title,
  url,
  item: incidentItem(incident),
  links: linkList(...(links ?? []), linkTo.incident(incident)),
  at: moment.at,
  actor: moment.actor,
  revision: moment.revision,
});

export const incidentItem = (incident: string): string => `incident:${incident}`;

const again = ({ key }: Moment): string[] => (key === undefined ? [] : [key]);

/** Without a key it is opened once, whoever tells it; with one, as often as there are keys. */
export const opened = (about: IncidentAbout, moment: Moment): DeliveryEvent[] => [
  {
    ...asIncident(about, moment),
    type: 'incident.opened',
    id: eventId('incident.opened', about.incident, ...again(moment)),
  },
  {
    ...asItem(about, moment),
    type: 'item.created',
    id: eventId('item.created', about.incident, ...again(moment)),
  },
];

export const resolved = (
  about: IncidentAbout,
  moment: Moment,
  resolution?: string | undefined,
): DeliveryEvent[] => {
  const key = moment.key ?? moment.at;
  return [
    {
      ...asIncident(about, moment),
      type: 'incident.resolved',
      id: eventId('incident.resolved', about.incident, key),
    },
    {
      ...asItem(about, moment),
      type: 'item.closed',
      id: eventId('item.closed', about.incident, key),
      resolution,
    },
  ];
};

export interface Holder {
  readonly person?: string | undefined;
  readonly team?: string | undefined;
}

export const assigned = (about: IncidentAbout, moment: Moment, { person, team }: Holder): DeliveryEvent => ({
  ...asItem(about, moment),
  type: 'item.assigned',
  id: eventId('item.assigned', about.incident, moment.key ?? moment.at),
  person,
  team,
});

/** Somebody takes it: the work begins, and what was offered by assigning it is accepted. */
export const acknowledged = (about: IncidentAbout, moment: Moment, to?: string): DeliveryEvent[] => {
  const key = moment.key ?? moment.at;
  return [
    {
      ...asItem(about, moment),
      type: 'item.moved',
      id: eventId('item.moved', about.incident, 'acknowledged', key),
      to: 'acknowledged',
      active: true,
    },
    {
      ...asItem(about, moment),
      type: 'handoff.accepted',
      id: eventId('handoff.accepted', about.incident, key),
      to,
    },
  ];
};

export const reopened = (about: IncidentAbout, moment: Moment): DeliveryEvent => ({
  ...asItem(about, moment),
  type: 'item.reopened',
  id: eventId('item.reopened', about.incident, moment.key ?? moment.at),
});
