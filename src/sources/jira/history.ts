import { linkTo } from '../../events/links.js';
import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import { isJson } from '../parts.js';
import { common, idIn, incidentCommon, type Subject } from './item.js';
import type { ChangedField, Issue } from './payload.js';
import { hostOf, userIdOf } from './people.js';
import { isAmong } from './settings.js';

/** One entry of the changelog, by webhook or by the API: it has the same id in both. */
export interface Change {
  readonly id: string;
  readonly at: string;
  readonly actor: Actor | undefined;
  readonly items: readonly ChangedField[];
  /** The API's own time is the exact one; a webhook knows only when it was sent. */
  readonly revision: number | undefined;
  /** Who held the item afterwards, as far as that is known. */
  readonly holder: Holder;
}

export interface Holder {
  readonly person?: string | undefined;
  readonly team?: string | undefined;
}

const fieldOf = ({ items }: Pick<Change, 'items'>, name: string): ChangedField | undefined =>
  items.find(({ field }) => field.toLowerCase() === name);

const isTeamField = ({ setting }: Subject, { field, fieldId }: ChangedField): boolean =>
  isAmong(setting.settings.teamFields, field) || isAmong(setting.settings.teamFields, fieldId);

export const eventsOf = (subject: Subject, change: Change): DeliveryEvent[] => [
  ...moves(subject, change),
  ...assignments(subject, change),
];

const told = (subject: Subject, { at, actor, revision }: Change) => ({
  ...common(subject),
  at,
  actor,
  revision,
});

const moves = (subject: Subject, change: Change): DeliveryEvent[] => {
  const status = fieldOf(change, 'status');
  const to = status?.toText ?? status?.to;
  if (!status || !to) return [];
  const resolution = fieldOf(change, 'resolution');
  const after = subject.categoryOf({ id: status.to, name: to });
  const before = status.fromText && subject.categoryOf({ id: status.from, name: status.fromText });
  const wasDone = before === 'done' || (before === undefined && resolution?.from !== undefined);
  const isDone = after === 'done' || (after === undefined && resolution?.to !== undefined);
  return [
    {
      ...told(subject, change),
      type: 'item.moved',
      id: idIn(subject, 'item.moved', change.id),
      from: status.fromText,
      to,
      active: after === undefined ? undefined : after === 'active',
    },
    ...(isDone && !wasDone ? closings(subject, change, resolution?.toText) : []),
    ...(wasDone && !isDone ? [reopening(subject, change)] : []),
    ...approvals(subject, change, to),
  ];
};

const reopening = (subject: Subject, change: Change): DeliveryEvent => ({
  ...told(subject, change),
  type: 'item.reopened',
  id: idIn(subject, 'item.reopened', change.id),
});

const closings = (subject: Subject, change: Change, resolution: string | undefined): DeliveryEvent[] => {
  const { issue, setting } = subject;
  const closed: DeliveryEvent = {
    ...told(subject, change),
    type: 'item.closed',
    id: idIn(subject, 'item.closed', change.id),
    resolution: resolution ?? issue.fields?.resolution?.name,
  };
  if (!isAmong(setting.settings.incidentTypes, issue.fields?.issuetype?.name)) return [closed];
  const { at, actor, revision } = change;
  const id = idIn(subject, 'incident.resolved', change.id);
  return [closed, { ...incidentCommon(subject), type: 'incident.resolved', id, at, actor, revision }];
};

const approvals = (subject: Subject, change: Change, to: string): DeliveryEvent[] => {
  const { approvingStates, rejectingStates } = subject.setting.settings;
  const granted = isAmong(approvingStates, to);
  if (!granted && !isAmong(rejectingStates, to)) return [];
  const { source, url, item } = common(subject);
  return [
    {
      source,
      url,
      type: 'approval.decided',
      id: idIn(subject, 'approval.decided', change.id),
      at: change.at,
      actor: change.actor,
      revision: change.revision,
      approval: `jira:${subject.setting.source}/${subject.issue.id}/${change.id}`,
      decision: granted ? 'granted' : 'rejected',
      links: [linkTo.item(item)],
    },
  ];
};

/** Holders are what they were afterwards; an item that nobody holds any more is assigned without a person. */
const assignments = (subject: Subject, change: Change): DeliveryEvent[] =>
  fieldOf(change, 'assignee') || change.items.some((item) => isTeamField(subject, item))
    ? [
        {
          ...told(subject, change),
          type: 'item.assigned',
          id: idIn(subject, 'item.assigned', change.id),
          ...change.holder,
        },
      ]
    : [];

/** Changelogs name people by account id (cloud) or by key (server), as `userIdOf` does. */
export const personIn = ({ issue }: Subject, value: string | undefined): string | undefined => {
  if (value === undefined) return undefined;
  const isCloud =
    issue.fields?.creator?.accountId !== undefined || issue.fields?.assignee?.accountId !== undefined;
  return isCloud ? `jira:${value}` : `${hostOf(issue.self) ?? 'jira'}:${value}`;
};

export const holderNow = (subject: Subject): Holder => {
  const { fields, self } = subject.issue;
  return { person: userIdOf(fields?.assignee, hostOf(fields?.assignee?.self, self)), team: teamNow(subject) };
};

const teamNow = ({ issue: { fields }, setting }: Subject): string | undefined => {
  for (const field of setting.settings.teamFields) {
    const team = Object.hasOwn(fields?.all ?? {}, field) ? nameIn(fields?.all[field]) : undefined;
    if (team) return team;
  }
  return undefined;
};

const nameIn = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value.trim() || undefined;
  if (Array.isArray(value)) return nameIn(value[0]);
  if (!isJson(value)) return undefined;
  return nameIn(value['name']) ?? nameIn(value['title']) ?? nameIn(value['value']);
};

/** Walks back from what holds now: before each change its field had the value that the change replaced. */
export const holdersAround = (
  subject: Subject,
  changes: readonly Pick<Change, 'items'>[],
): { readonly before: Holder; readonly after: readonly Holder[] } => {
  let holder = holderNow(subject);
  const after: Holder[] = [];
  for (const change of changes.toReversed()) {
    after.unshift(holder);
    const assignee = fieldOf(change, 'assignee');
    const team = change.items.find((item) => isTeamField(subject, item));
    holder = {
      person: assignee ? personIn(subject, assignee.from) : holder.person,
      team: team ? team.fromText : holder.team,
    };
  }
  return { before: holder, after };
};

/** The state in which it was created: what the first move left, or what it still is. */
export const firstState = (
  { fields }: Issue,
  changes: readonly Pick<Change, 'items'>[],
): { id?: string | undefined; name: string } | undefined => {
  const first = changes.map((change) => fieldOf(change, 'status')).find((status) => status !== undefined);
  if (first) return first.fromText ? { id: first.from, name: first.fromText } : undefined;
  return fields?.status;
};
