import { linksIn, linkTo } from '../../events/links.js';
import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import { acknowledged, type IncidentAbout, opened, resolved } from '../incident-events.js';
import { type Json, pageOf } from '../parts.js';
import { placeOf } from '../service-map.js';
import type { Setting } from '../source.js';
import { textIn, textsIn, timeIn } from './payload.js';
import type { NewrelicSettings } from './settings.js';

export const SOURCE = 'newrelic';

const ISSUE = ['issueid', 'incidentid', 'id'];
const STATE = ['state', 'issuestate', 'currentstate', 'status', 'incidentstate'];
const PAGE = ['issueurl', 'issuepageurl', 'incidenturl', 'alerturl', 'url', 'issuelink'];
const TITLE = ['title', 'issuetitle', 'shortdescription', 'conditionname', 'message', 'details'];
const ENTITIES = [
  'impactedentities',
  'entitiesdataname',
  'entitiesdatanames',
  'entityname',
  'targetname',
  'targets',
];
const NAMES = [
  'applicationname',
  'service',
  'policyname',
  'alertpolicynames',
  'alertconditionnames',
  'conditionname',
];

type State = 'opened' | 'acknowledged' | 'resolved';

const STATES = new Map<string, State>([
  ['created', 'opened'],
  ['activated', 'opened'],
  ['active', 'opened'],
  ['open', 'opened'],
  ['opened', 'opened'],
  ['triggered', 'opened'],
  ['acknowledged', 'acknowledged'],
  ['acknowledge', 'acknowledged'],
  ['closed', 'resolved'],
  ['close', 'resolved'],
  ['resolved', 'resolved'],
  ['ended', 'resolved'],
]);

/** Alerts of the oldest kind have no state: a sentence says that it is over. */
const OVER = /\b(?:ended|closed|recovered|resolved)\b/i;

export const stateOf = (told: Json): State | undefined => {
  const state = textIn(told, ...STATE);
  if (state) return STATES.get(state.toLowerCase());
  if (told['throughlinekind'] !== 'alert') return undefined;
  return OVER.test(textsIn(told, 'shortdescription', 'message').join(' ')) ? 'resolved' : 'opened';
};

/** An issue's id is unique; an incident's number only within its account. */
const incidentId = (told: Json, source: string): string | undefined => {
  const page = textIn(told, ...PAGE) ?? '';
  const id = textIn(told, ...ISSUE) ?? /\/(?:incidents|issues)\/([\w-]+)/.exec(page)?.[1];
  if (!id) return undefined;
  if (/[a-z-]/i.test(id)) return `newrelic:${id}`;
  const account = textIn(told, 'accountid') ?? /\/accounts\/(\d+)/.exec(page)?.[1];
  return `newrelic:${account ?? source}/${id}`;
};

const aboutOf = (told: Json, incident: string, settings: NewrelicSettings): IncidentAbout => {
  const entities = [...textsIn(told, ...ENTITIES), ...textsIn(told, 'entityguid', 'entityguids')];
  const names = textsIn(told, ...NAMES);
  // Policies and conditions are no services: only a person can say that one stands for a service.
  const mapped = [...entities, ...names].find((one) => Object.hasOwn(settings.services, one));
  const own = entities[0] ?? textIn(told, 'applicationname', 'service');
  const title = textIn(told, ...TITLE);
  return {
    source: SOURCE,
    incident,
    title,
    url: pageOf(...textsIn(told, ...PAGE)),
    ...placeOf(settings.services, mapped, mapped ?? own),
    severity: textIn(told, 'priority', 'severity')?.toLowerCase(),
    deployment: textIn(told, 'deploymentid', 'deployment'),
    links: [...linksIn(title, textIn(told, 'details')), ...traceOf(told)],
  };
};

const traceOf = (told: Json): string[] => {
  const tag = textIn(told, 'traceid', 'tracetag');
  return tag ? [linkTo.trace(tag)] : [];
};

/** A name that a template or a script put there; New Relic does not vouch for it. */
export const personIn = (told: Json, ...names: readonly string[]): Actor | undefined => {
  const who = textIn(told, ...names);
  if (!who || /^n\/?a$/i.test(who)) return undefined;
  const id = /^\S+@\S+$/.test(who) ? `mailto:${who.toLowerCase()}` : `newrelic:${who}`;
  return { id, name: who, kind: 'human', confidence: 'asserted' };
};

/** @returns undefined when it is not about an incident, or does not tell which one or when. */
export const incidentEvents = (
  told: Json,
  state: State,
  { source, settings }: Setting<NewrelicSettings>,
): DeliveryEvent[] | undefined => {
  const incident = incidentId(told, source);
  const createdAt = timeIn(told, 'createdat', 'openedat', 'activatedat', 'opentime');
  const now = timeIn(told, 'updatedat', 'timestamp', 'timestampms') ?? createdAt;
  if (!incident || !now) return undefined;
  const about = aboutOf(told, incident, settings);
  const openedAt = createdAt ?? (state === 'opened' ? now : undefined);
  const openings = openedAt ? opened(about, { at: openedAt }) : [];
  if (state === 'opened') return openings;
  if (state === 'acknowledged') {
    const at = timeIn(told, 'acknowledgedat', 'acknowledgetime') ?? now;
    const actor = personIn(told, 'acknowledgedby', 'acknowledgedbyname', 'owner');
    return [...openings, ...acknowledged(about, { at, actor }, actor?.id)];
  }
  const at = timeIn(told, 'closedat', 'closedtime', 'resolvedat') ?? now;
  const actor = personIn(told, 'closedby', 'closedbyname');
  return [...openings, ...resolved(about, { at, actor }, textIn(told, 'closedreason', 'closecause'))];
};
