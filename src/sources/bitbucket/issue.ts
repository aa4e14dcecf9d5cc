import { eventId } from '../../events/event-id.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { textAt, timeAt } from '../forge.js';
import { fieldsOf, pageOf, revisionAt, at as valueAt } from '../reading.js';
import { ignored, type Told, told } from '../records.js';
import { actorOf, issueId, linkAt, type Record, repositoryIn, SOURCE } from './parts.js';

const ACTIVE = new Set(['open']);
const CLOSED = new Set(['resolved', 'duplicate', 'invalid', 'wontfix', 'closed']);

/** An issue of the cloud; what was changed is told in words, with the comment that came along. */
export const interpretIssue = ({ value, kind, source, settings }: Record): Told => {
  const repo = repositoryIn(value['repository'], source);
  const issue = fieldsOf(value['issue']);
  const [id, createdAt] = [textAt(issue, 'id'), timeAt(issue, 'created_on')];
  if (!repo || !id || !createdAt)
    return ignored('The issue does not tell its repository, its id or its time.');
  const by = actorOf(repo.host, value['actor'], settings);
  const item = issueId(repo, id);
  const common = { source: SOURCE, item, title: textAt(issue, 'title'), url: pageOf(linkAt(issue, 'html')) };
  const updatedAt = timeAt(value, 'comment.created_on') ?? timeAt(issue, 'updated_on') ?? createdAt;
  const author =
    actorOf(repo.host, issue['reporter'], settings) ?? (kind === 'issue:created' ? by : undefined);
  const created: DeliveryEvent = {
    ...common,
    type: 'item.created',
    id: eventId('item.created', item),
    at: createdAt,
    revision: author ? revisionAt(updatedAt) : undefined,
    actor: author,
    kind: textAt(issue, 'type') ?? textAt(issue, 'kind'),
  };
  const act = { ...common, at: updatedAt, actor: by };
  return told(created, ...movesOf(value, act), ...assignmentOf(value, act, repo.host));
};

interface Act {
  readonly source: string;
  readonly item: string;
  readonly at: string;
}

const movesOf = (value: Record['value'], act: Act): DeliveryEvent[] => {
  const change = valueAt(value, 'changes.status') ?? valueAt(value, 'changes.state');
  const [from, to] = [textAt(change, 'old'), textAt(change, 'new')];
  if (!to) return [];
  const key = [act.item, to, act.at] as const;
  if (CLOSED.has(to))
    return [{ ...act, type: 'item.closed', id: eventId('item.closed', ...key), resolution: to }];
  const moved: DeliveryEvent = {
    ...act,
    type: 'item.moved',
    id: eventId('item.moved', ...key),
    from,
    to,
    active: ACTIVE.has(to),
  };
  if (!from || !CLOSED.has(from)) return [moved];
  return [moved, { ...act, type: 'item.reopened', id: eventId('item.reopened', ...key) }];
};

const assignmentOf = (value: Record['value'], act: Act, host: string): DeliveryEvent[] => {
  const change = fieldsOf(valueAt(value, 'changes.assignee'));
  const who = fieldsOf(change['new']);
  const login = textAt(who, 'account_id') ?? textAt(who, 'username');
  if (!login) return [];
  const person = `${host === 'bitbucket.org' ? SOURCE : host}:${login}`;
  const id = eventId('item.assigned', act.item, person, act.at);
  return [{ ...act, type: 'item.assigned', id, person }];
};
