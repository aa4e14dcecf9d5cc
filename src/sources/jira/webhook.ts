import type { DeliveryEvent } from '../../events/vocabulary.js';
import { acceptedOr, ignored } from '../outcome.js';
import type { Interpretation, Setting } from '../source.js';
import { approvalsIn, withdrawn } from './comments.js';
import { eventsOf, holdersAround } from './history.js';
import { common, idIn, incidentOpened, itemCreated, person, type Subject } from './item.js';
import type { Issue, Webhook } from './payload.js';
import { beginning } from './record.js';
import type { JiraSettings } from './settings.js';
import { categoriesFor } from './states.js';

export const interpretWebhook = (webhook: Webhook, setting: Setting<JiraSettings>): Interpretation => {
  const { webhookEvent: event, issue } = webhook;
  const kind = event.replace(/^jira:/, '');
  if (!/^(?:issue|comment)_/.test(kind)) return ignored(`Nothing is derived from Jira's event ${event}`);
  if (!issue) return ignored(`The event ${event} names no issue, so it says nothing about a known item`);
  const subject: Subject = { issue, setting, categoryOf: categoriesFor(issue, setting.settings) };
  const events = [
    ...itemCreated(subject),
    ...incidentOpened(subject),
    ...(kind === 'issue_created' ? beginning(subject, []) : []),
    ...(kind === 'issue_deleted' ? deletion(subject, webhook) : []),
    ...changes(subject, webhook),
    ...comments(subject, webhook, kind),
  ];
  return acceptedOr(`The event ${event} changes nothing that is followed`, events);
};

/** The rendering of the issue and the sending both come after the change: the earlier of the two is closer to it. */
const timeOf = ({ timestamp }: Webhook, { fields }: Issue): string | undefined =>
  [timestamp, fields?.updated].filter((time) => time !== undefined).sort()[0];

const changes = (subject: Subject, webhook: Webhook): DeliveryEvent[] => {
  const { changelog, user } = webhook;
  const at = timeOf(webhook, subject.issue);
  if (!changelog || !at) return [];
  const { items } = changelog;
  const [holder = {}] = holdersAround(subject, [{ items }]).after;
  const actor = person(subject, user);
  // Very old servers send no id of the entry: the time stands in for it.
  return eventsOf(subject, { id: changelog.id ?? at, at, actor, items, revision: undefined, holder });
};

const deletion = (subject: Subject, { timestamp, user }: Webhook): DeliveryEvent[] =>
  timestamp
    ? [
        {
          ...common(subject),
          type: 'item.closed',
          id: idIn(subject, 'item.closed', 'deleted'),
          at: timestamp,
          actor: person(subject, user),
          resolution: 'deleted',
        },
      ]
    : [];

const comments = (subject: Subject, { comment, timestamp }: Webhook, kind: string): DeliveryEvent[] => {
  if (!comment) return [];
  const approvals = kind === 'comment_deleted' ? [] : approvalsIn(subject, [comment]);
  const mayHaveSaid = kind === 'comment_deleted' || kind === 'comment_updated';
  return approvals.length === 0 && mayHaveSaid ? withdrawn(subject, comment, timestamp) : approvals;
};
