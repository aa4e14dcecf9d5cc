import { z } from 'zod';
import { idText, type Json, listOf, maybe, maybeId, maybeInstant, maybeText, name } from '../parts.js';

/** Cloud knows people by `accountId`, a server by `key` and `name`. */
export const user = z.object({
  self: maybeText,
  accountId: maybeText,
  accountType: maybeText,
  key: maybeText,
  name: maybeText,
  displayName: maybeText,
});
export type User = z.output<typeof user>;

const status = z.object({
  id: maybeId,
  name,
  statusCategory: maybe(z.object({ key: maybeText })),
});

/** One field that changed. `toString` is the name of a method, so it is read into another one. */
const changedField = z.record(z.string(), z.unknown()).transform((item) => ({
  field: ownText(item, 'field') ?? '',
  fieldId: ownText(item, 'fieldId'),
  from: ownText(item, 'from'),
  fromText: ownText(item, 'fromString'),
  to: ownText(item, 'to'),
  toText: ownText(item, 'toString'),
}));
export type ChangedField = z.output<typeof changedField>;

const ownText = (item: Json, key: string): string | undefined => {
  const value = Object.hasOwn(item, key) ? item[key] : undefined;
  return (typeof value === 'string' && value.trim()) || undefined;
};

const history = z.object({
  id: idText,
  author: maybe(user),
  created: maybeInstant,
  items: listOf(changedField),
});

export const comment = z.object({
  id: idText,
  self: maybeText,
  author: maybe(user),
  body: z.unknown().optional(),
  created: maybeInstant,
  updated: maybeInstant,
});
export type Comment = z.output<typeof comment>;

const named = z.object({ name: maybeText });
const other = z.object({ key: maybeText });
const issueLink = z.object({ inwardIssue: maybe(other), outwardIssue: maybe(other) });

/** Fields are kept whole: which of them holds the team is a setting. */
const fields = z.record(z.string(), z.unknown()).transform((all) => ({ all, ...knownFields.parse(all) }));

const knownFields = z.object({
  summary: maybeText,
  description: z.unknown().optional(),
  created: maybeInstant,
  updated: maybeInstant,
  creator: maybe(user),
  reporter: maybe(user),
  assignee: maybe(user),
  status: maybe(status),
  resolution: maybe(named),
  issuetype: maybe(named),
  priority: maybe(named),
  project: maybe(z.object({ key: maybeText })),
  components: listOf(named),
  parent: maybe(other),
  issuelinks: listOf(issueLink),
  comment: maybe(z.object({ comments: listOf(comment) })),
});

export const issue = z.object({
  id: idText,
  key: name,
  self: maybeText,
  fields: maybe(fields),
  changelog: maybe(z.object({ histories: listOf(history), total: maybe(z.number()) })),
});
export type Issue = z.output<typeof issue>;

/** A webhook, of a server or of the cloud. */
const webhook = z.object({
  webhookEvent: name,
  issue_event_type_name: maybeText,
  timestamp: maybeInstant,
  user: maybe(user),
  issue: maybe(issue),
  comment: maybe(comment),
  changelog: maybe(z.object({ id: maybeId, items: listOf(changedField) })),
});
export type Webhook = z.output<typeof webhook>;

/** An issue as the API gives it, with the categories of states as the same server tells them. */
const record = z.object({ issue, categories: maybe(z.record(z.string(), z.string())) });
export type IssueRecord = z.output<typeof record>;

export const jiraPayload = z.discriminatedUnion('form', [
  z.object({ form: z.literal('webhook'), webhook }),
  z.object({ form: z.literal('records'), records: z.array(record) }),
  z.object({ form: z.literal('other'), what: z.string() }),
]);
export type JiraPayload = z.output<typeof jiraPayload>;
