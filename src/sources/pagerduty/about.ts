import { linksIn, linkTo } from '../../events/links.js';
import type { Actor } from '../../events/vocabulary.js';
import { distinctBy } from '../../support/distinct.js';
import type { Holder, IncidentAbout } from '../incident-events.js';
import { pageOf } from '../parts.js';
import { placeOf } from '../service-map.js';
import type { Incident, Reference } from './payload.js';
import type { PagerdutySettings } from './settings.js';

export const SOURCE = 'pagerduty';

/** PagerDuty's ids are unique among all its customers. */
export const incidentId = (id: string): string => `pagerduty:${id}`;
const personId = ({ id }: Reference): string => `pagerduty:${id}`;

const nameOf = ({ summary, name }: Reference): string | undefined => summary ?? name;

export const aboutOf = (incident: Incident, settings: PagerdutySettings): IncidentAbout => {
  const { service, title, description, priority, resolve_reason: reason } = incident;
  const heading = title ?? description ?? incident.summary;
  const merged = reason?.incident?.id;
  return {
    source: SOURCE,
    incident: incidentId(incident.id),
    title: heading,
    url: pageOf(incident.html_url),
    ...placeOf(settings.services, service?.id, service && nameOf(service)),
    severity: (priority && nameOf(priority)) ?? incident.urgency,
    links: [...linksIn(heading), ...(merged ? [linkTo.incident(incidentId(merged))] : [])],
  };
};

/** A person, or the service whose monitoring or timeout did it. */
export const agentOf = (agent: Reference | undefined): Actor | undefined => {
  if (!agent) return undefined;
  const who = { id: personId(agent), name: nameOf(agent) };
  const isPerson = agent.type === undefined || agent.type.startsWith('user');
  return isPerson
    ? { ...who, kind: 'human', confidence: 'authenticated' }
    : { ...who, kind: 'service', confidence: 'authenticated' };
};

/**
 * Who holds the incident: the person, where it is only one (a policy may call several at once, and which of them has it
 * is then not known), and the team, or the escalation policy where the incident belongs to no team.
 */
export const holderOf = (incident: Incident, settings: PagerdutySettings): Holder => {
  const people = peopleOf(incident);
  const [one] = people;
  return { person: one && people.length === 1 ? personId(one) : undefined, team: teamOf(incident, settings) };
};

const peopleOf = ({ assignees, assignments, assigned_to_user: user }: Incident): Reference[] => {
  const all = [...assignees, ...assignments, ...(user ? [user] : [])];
  return distinctBy(all, ({ id }) => id);
};

const teamOf = (
  { teams, escalation_policy: policy }: Incident,
  settings: PagerdutySettings,
): string | undefined => {
  const candidates = [...teams, ...(policy ? [policy] : [])];
  const names = candidates.flatMap((one) => [one.id, nameOf(one)]).filter((name) => name !== undefined);
  const mapped = names.find((name) => Object.hasOwn(settings.teams, name));
  return mapped === undefined
    ? candidates.map(nameOf).find((name) => name !== undefined)
    : settings.teams[mapped];
};

export const personOf = (agent: Reference | undefined): string | undefined =>
  agent && (agent.type === undefined || agent.type.startsWith('user')) ? personId(agent) : undefined;
