import { eventId } from '../../events/event-id.js';
import { linkList, linksIn, linkTo } from '../../events/links.js';
import type { Actor, DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { pageOf } from '../parts.js';
import { type Place, placeOf } from '../service-map.js';
import type { Setting } from '../source.js';
import type { Issue, User } from './payload.js';
import { actorOf, hostOf } from './people.js';
import { isAmong, type JiraSettings } from './settings.js';
import type { CategoryOf } from './states.js';
import { textOf } from './text.js';

export const SOURCE = 'jira';

/** An issue with all that it takes to tell of it. */
export interface Subject {
  readonly issue: Issue;
  readonly setting: Setting<JiraSettings>;
  readonly categoryOf: CategoryOf;
}

/**
 * The configured source stands for the server: the address inside a payload is another one by webhook than through the
 * cloud's common API, and ids must be the same in both.
 */
export const idIn = (
  { issue, setting }: Subject,
  type: DeliveryEvent['type'],
  ...rest: readonly string[]
): string => eventId(type, SOURCE, setting.source, issue.id, ...rest);

export const person = ({ issue, setting }: Subject, user: User | undefined): Actor | undefined =>
  actorOf(user, { host: hostOf(issue.self), settings: setting.settings });

/** What every event of the item says. */
export const common = ({ issue }: Subject) => ({
  source: SOURCE,
  item: issue.key,
  title: issue.fields?.summary,
  kind: issue.fields?.issuetype?.name,
  url: pageUrl(issue),
});

const pageUrl = ({ self, key }: Issue): string | undefined => {
  if (!pageOf(self) || !self || !URL.canParse(self) || hostOf(self) === 'api.atlassian.com') return undefined;
  const base = self.slice(0, Math.max(0, self.indexOf('/rest/api/')));
  return base === '' ? undefined : `${base}/browse/${key}`;
};

const FORMER_KEY = /^key$/i;

/** Other items, former keys, and what the texts mention. */
const linksOf = ({ issue: { key, fields, changelog } }: Subject): string[] | undefined => {
  const related = (fields?.issuelinks ?? []).flatMap(({ inwardIssue, outwardIssue }) => [
    inwardIssue?.key,
    outwardIssue?.key,
  ]);
  const former = (changelog?.histories ?? [])
    .flatMap(({ items }) => items)
    .filter(({ field }) => FORMER_KEY.test(field))
    .map(({ fromText }) => fromText);
  const keys = [fields?.parent?.key, ...related, ...former].filter((one) => one !== undefined && one !== key);
  return linkList(
    ...keys.map((one) => one && linkTo.item(one)),
    ...linksIn(fields?.summary, textOf(fields?.description)).filter((link) => link !== linkTo.item(key)),
  );
};

/** Every payload that holds the issue tells that it was created, so a webhook that was set up late still learns it. */
export const itemCreated = (subject: Subject): EventOf<'item.created'>[] => {
  const { fields } = subject.issue;
  if (!fields?.created) return [];
  const creator = person(subject, fields.creator);
  const reporter = person(subject, fields.reporter);
  return [
    {
      ...common(subject),
      type: 'item.created',
      id: idIn(subject, 'item.created'),
      at: fields.created,
      revision: revisionOf(fields.updated),
      actor: creator ?? reporter,
      initiator: creator && reporter?.kind === 'human' && reporter.id !== creator.id ? reporter : undefined,
      backOut: backOutOf(subject),
      links: linksOf(subject),
    },
  ];
};

const LONGEST_PLAN = 10_000;

/** The first of the fields in which somebody wrote something. */
const backOutOf = ({ issue, setting }: Subject): string | undefined =>
  setting.settings.backOutFields
    .map((field) => textOf(issue.fields?.all[field]).trim().slice(0, LONGEST_PLAN))
    .find((plan) => plan !== '');

export const revisionOf = (updated: string | undefined): number | undefined =>
  updated === undefined ? undefined : Date.parse(updated);

export const placeOfIssue = ({ issue: { fields, key }, setting }: Subject): Place => {
  const components = (fields?.components ?? []).map(({ name }) => name);
  const project = fields?.project?.key ?? key.replace(/-\d+$/, '');
  const { service, environment } = placeOf(setting.settings.services, ...components, project);
  return { service, environment };
};

/** An issue of such a type is an incident from the time it was written. */
export const incidentOpened = (subject: Subject): EventOf<'incident.opened'>[] => {
  const { issue, setting } = subject;
  const created = issue.fields?.created;
  if (!created || !isAmong(setting.settings.incidentTypes, issue.fields?.issuetype?.name)) return [];
  return [
    {
      ...incidentCommon(subject),
      type: 'incident.opened',
      id: idIn(subject, 'incident.opened'),
      at: created,
      revision: revisionOf(issue.fields?.updated),
      actor: person(subject, issue.fields?.creator),
    },
  ];
};

export const incidentCommon = (subject: Subject) => ({
  source: SOURCE,
  incident: subject.issue.key,
  title: subject.issue.fields?.summary,
  severity: subject.issue.fields?.priority?.name,
  url: pageUrl(subject.issue),
  ...placeOfIssue(subject),
  links: [linkTo.item(subject.issue.key)],
});
