import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import type { Interpretation } from '../source.js';
import { actorOf } from './actors.js';
import { issueId, userId } from './ids.js';
import { accepted, ignored, revisionAt, SOURCE } from './interpretation.js';
import { instant, name, optional, pageOf, repository, text, user } from './parts.js';

const label = z.object({ name: optional(text) });

export const issuesBody = z.object({
  action: name,
  issue: z.object({
    number: z.int(),
    title: optional(text),
    html_url: optional(text),
    user: optional(user),
    labels: optional(z.array(label)),
    created_at: instant,
    updated_at: instant,
    closed_at: optional(instant),
    state_reason: optional(text),
    pull_request: optional(z.unknown()),
  }),
  assignee: optional(user),
  label: optional(label),
  repository,
  sender: optional(user),
});
type IssuesEvent = z.output<typeof issuesBody>;

const INCIDENT_LABEL = /incident|outage/i;

const namesIncident = ({ name: words = '' }: z.output<typeof label>): boolean => INCIDENT_LABEL.test(words);

/** Every payload tells that the issue was created, so a webhook that was set up late still learns it. */
export const interpretIssue = (told: IssuesEvent): Interpretation => {
  if (isPullRequest(told)) return ignored('The issue is a pull request, which events of its own tell');
  const moved = movedBy(told);
  return accepted(itemCreated(told), ...(moved ? [moved] : []), ...incidentOf(told));
};

/** GitHub counts pull requests among the issues, and tells of their milestones as if they were. */
const isPullRequest = ({ issue }: IssuesEvent): boolean =>
  issue.pull_request !== undefined || /\/pull\/\d+$/.test(issue.html_url ?? '');

const common = ({ issue, repository: repo }: IssuesEvent) => ({
  source: SOURCE,
  url: pageOf(issue.html_url),
  title: issue.title,
  item: issueId(repo, issue.number),
});

const itemCreated = (told: IssuesEvent): EventOf<'item.created'> => ({
  ...common(told),
  type: 'item.created',
  id: eventId('item.created', common(told).item),
  at: told.issue.created_at,
  revision: revisionAt(told.issue.updated_at),
  actor: actorOf(told.repository.host, told.issue.user),
});

/** What the action itself did to the issue as an item of work; a new label or milestone does not move it. */
const movedBy = (told: IssuesEvent): DeliveryEvent | undefined => {
  const { action, issue, repository: repo, assignee } = told;
  const { updated_at: at } = issue;
  const moved = { ...common(told), actor: actorOf(repo.host, told.sender) };
  if (action === 'closed') {
    const closedAt = issue.closed_at ?? at;
    const id = eventId('item.closed', moved.item, closedAt);
    return { ...moved, type: 'item.closed', id, at: closedAt, resolution: issue.state_reason };
  }
  if (action === 'reopened') {
    return { ...moved, type: 'item.reopened', id: eventId('item.reopened', moved.item, at), at };
  }
  if (action !== 'assigned' || !assignee) return undefined;
  const person = userId(repo.host, assignee.login);
  return {
    ...moved,
    type: 'item.assigned',
    id: eventId('item.assigned', moved.item, person, at),
    at,
    person,
  };
};

/**
 * An issue with such a label is an incident from the time it was written. Taking the label off takes the incident
 * back: the revision orders the two, whichever arrives first.
 */
const incidentOf = (told: IssuesEvent): DeliveryEvent[] => {
  const { action, issue, repository: repo, sender } = told;
  const isIncident = (issue.labels ?? []).some(namesIncident);
  const takenBack =
    !isIncident && action === 'unlabeled' && told.label !== undefined && namesIncident(told.label);
  if (!isIncident && !takenBack) return [];
  const { item: incident, ...about } = common(told);
  const incidentCommon = { ...about, incident, service: repo.name };
  const opened: EventOf<'incident.opened'> = {
    ...incidentCommon,
    type: 'incident.opened',
    id: eventId('incident.opened', incident),
    at: issue.created_at,
    revision: revisionAt(issue.updated_at),
    retracted: takenBack || undefined,
    actor: actorOf(repo.host, issue.user),
  };
  if (action !== 'closed') return [opened];
  const at = issue.closed_at ?? issue.updated_at;
  const id = eventId('incident.resolved', incident, at);
  return [
    opened,
    { ...incidentCommon, type: 'incident.resolved', id, at, actor: actorOf(repo.host, sender) },
  ];
};
