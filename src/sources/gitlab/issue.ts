import { eventId } from '../../events/event-id.js';
import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import { type Repository, textAt, timeAt, toTheSecond } from '../forge.js';
import { type Fields, fieldsOf, listOf, pageOf, revisionAt } from '../reading.js';
import { ignored, type Told, told } from '../records.js';
import { actorOf, issueId, type Record, repositoryIn, SOURCE, serviceOf, userId } from './parts.js';

interface Issue {
  readonly record: Record;
  readonly repo: Repository;
  readonly iid: string;
  readonly fields: Fields;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  /** Who did what the webhook tells. */
  readonly by: Actor | undefined;
}

/** An issue, a task or an incident, by webhook or as a record of the API. */
export const interpretIssue = (record: Record): Told => {
  const { value, settings } = record;
  const repo = repositoryIn(record);
  const isHook = 'object_attributes' in value;
  const fields = isHook ? fieldsOf(value['object_attributes']) : value;
  const iid = textAt(fields, 'iid');
  if (!repo || !iid) return ignored('The record does not tell of which project and issue it is.');
  const issue: Issue = {
    record,
    repo,
    iid,
    fields,
    createdAt: timeAt(fields, 'created_at'),
    updatedAt: timeAt(fields, 'updated_at', 'created_at'),
    by: isHook ? actorOf(repo.host, value['user'], settings) : undefined,
  };
  const events = [created(issue), ...incidentOf(issue), closed(issue), reopened(issue), ...assigned(issue)];
  const known = events.filter((event) => event !== undefined);
  return known.length > 0 ? told(...known) : ignored('The issue tells no time.');
};

const common = ({ repo, iid, fields }: Issue) => ({
  source: SOURCE,
  item: issueId(repo, iid),
  title: textAt(fields, 'title'),
  url: pageOf(fields['url']) ?? pageOf(fields['web_url']),
});

/** Webhooks name the author only by number, so one that does not know the person counts less. */
const authorOf = ({ record, repo, fields }: Issue): Actor | undefined => {
  const { value, settings } = record;
  if (fields['author'] !== undefined) return actorOf(repo.host, fields['author'], settings);
  const id = textAt(fields, 'author_id');
  const people = [value['user'], ...listOf(value['assignees'])];
  return actorOf(
    repo.host,
    people.find((one) => id !== undefined && textAt(one, 'id') === id),
    settings,
  );
};

const typeOf = ({ fields }: Issue): string | undefined =>
  textAt(fields, 'type') ?? textAt(fields, 'issue_type');

const created = (issue: Issue): DeliveryEvent | undefined => {
  if (!issue.createdAt) return undefined;
  const author = authorOf(issue);
  return {
    ...common(issue),
    type: 'item.created',
    id: eventId('item.created', common(issue).item),
    at: issue.createdAt,
    revision: author ? revisionAt(issue.updatedAt) : undefined,
    actor: author,
    kind: typeOf(issue)?.toLowerCase(),
  };
};

const closedAtOf = ({ fields, updatedAt }: Issue): string | undefined =>
  fields['state'] === 'closed' ? (timeAt(fields, 'closed_at') ?? updatedAt) : undefined;

const closerOf = ({ record, repo, fields, by }: Issue): Actor | undefined =>
  actorOf(repo.host, fields['closed_by'], record.settings) ?? (fields['action'] === 'close' ? by : undefined);

const closed = (issue: Issue): DeliveryEvent | undefined => {
  const at = closedAtOf(issue);
  if (!at) return undefined;
  const id = eventId('item.closed', common(issue).item, toTheSecond(at));
  return { ...common(issue), type: 'item.closed', id, at, actor: closerOf(issue) };
};

const reopened = (issue: Issue): DeliveryEvent | undefined => {
  const { fields, updatedAt: at, by } = issue;
  if (fields['action'] !== 'reopen' || !at) return undefined;
  const id = eventId('item.reopened', common(issue).item, at);
  return { ...common(issue), type: 'item.reopened', id, at, actor: by };
};

/** Those who were not assigned before; whoever opens an issue may assign it at once. */
const assigned = (issue: Issue): DeliveryEvent[] => {
  const { record, repo, fields, updatedAt: at, by } = issue;
  const { previous, current } = fieldsOf(fieldsOf(record.value['changes'])['assignees']);
  const now = fields['action'] === 'open' ? listOf(record.value['assignees']) : listOf(current);
  const before = new Set(listOf(previous).map((one) => textAt(one, 'username')));
  if (!at) return [];
  return now.flatMap((one): DeliveryEvent[] => {
    const login = textAt(one, 'username');
    if (!login || before.has(login)) return [];
    const person = userId(repo.host, login);
    const id = eventId('item.assigned', common(issue).item, person, at);
    return [{ ...common(issue), type: 'item.assigned', id, at, actor: by, person }];
  });
};

const INCIDENT = /incident|outage/i;

/** GitLab has incidents as a type of issue; others mark them by a label. */
const incidentOf = (issue: Issue): DeliveryEvent[] => {
  const { fields, repo, record, createdAt: at } = issue;
  const labels = [...listOf(fields['labels']), ...listOf(record.value['labels'])];
  const isIncident =
    typeOf(issue)?.toLowerCase() === 'incident' ||
    labels.some((label) => INCIDENT.test(typeof label === 'string' ? label : (textAt(label, 'title') ?? '')));
  if (!isIncident || !at) return [];
  const { item: incident, ...about } = common(issue);
  const place = serviceOf(repo, record.settings);
  const severity = textAt(fields, 'severity')?.toLowerCase();
  const told = {
    ...about,
    incident,
    service: place.service,
    environment: place.environment,
    severity: severity === 'unknown' ? undefined : severity,
  };
  const opened: DeliveryEvent = {
    ...told,
    type: 'incident.opened',
    id: eventId('incident.opened', incident),
    at,
    revision: revisionAt(issue.updatedAt),
    actor: authorOf(issue),
  };
  const end = closedAtOf(issue);
  if (!end) return [opened];
  const id = eventId('incident.resolved', incident, toTheSecond(end));
  return [opened, { ...told, type: 'incident.resolved', id, at: end, actor: closerOf(issue) }];
};
