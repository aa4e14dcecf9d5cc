import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import { linkTo } from '../../events/links.js';
import { BRANCH_PROTECTION, OVERRIDDEN } from '../../events/override.js';
import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import { instantOf, looseNumber, looseText } from '../../support/loose.js';
import { ignored, type Told, told } from '../records.js';
import { actorOf } from './actors.js';
import { OUTCOMES } from './build.js';
import { branchLink, type Control, controlEvent } from './control.js';
import { linksTo, type Repository, repositoryAt, runId, teamId, userId } from './ids.js';
import { optionalSha } from './parts.js';

/** Milliseconds, or a text that is meant in UTC. */
const time = z
  .union([z.string(), z.number()])
  .nullish()
  .catch(undefined)
  .transform((value) => (value === null || value === undefined ? undefined : instantOf(value, 'utc')));

const sha = optionalSha.catch(undefined);

/** An entry of an organization's or enterprise's audit log, by its API, its export or its stream. */
export const auditEntry = z.object({
  action: z.string().regex(/^[a-z_]+\.[a-z_.]+$/),
  '@timestamp': time,
  at_sign_timestamp: time,
  created_at: time,
  completed_at: time,
  started_at: time,
  _document_id: looseText,
  actor: looseText,
  actor_is_bot: z.boolean().nullish().catch(undefined),
  org: looseText,
  repo: looseText,
  repository: looseText,
  user: looseText,
  team: looseText,
  branch: looseText,
  name: looseText,
  permission: looseText,
  old_permission: looseText,
  visibility: looseText,
  previous_visibility: looseText,
  before: sha,
  after: sha,
  head_sha: sha,
  pull_request_url: looseText,
  overridden_codes: z.array(z.string()).nullish().catch(undefined),
  conclusion: looseText,
  workflow_run_id: looseNumber,
  run_attempt: looseNumber,
});
type AuditEntry = z.output<typeof auditEntry>;

interface Entry extends AuditEntry {
  readonly host: string;
  readonly at: string;
  readonly on: Repository | undefined;
  readonly who: Actor | undefined;
}

/** @param host where the repositories are, which no entry tells. */
export const interpretAuditEntry = (entry: AuditEntry, host: string): Told => {
  const at = entry['@timestamp'] ?? entry.created_at ?? entry.at_sign_timestamp;
  if (!at) return ignored(`The audit log entry ${entry.action} tells no time`);
  const path = entry.repo ?? entry.repository;
  const on = path ? repositoryAt(`https://${host}`, path.replace(/^\/|\/$/g, '')) : undefined;
  const full = { ...entry, host, at, on, who: whoDid(entry, host) };
  if (entry.action === 'workflows.completed_workflow_run') return buildOf(full);
  const control = controlOf(full);
  return control
    ? told(controlEvent(control))
    : ignored(`The audit log entry ${entry.action} changes nothing that controls how changes are made`);
};

const whoDid = ({ actor, actor_is_bot }: AuditEntry, host: string): Actor | undefined =>
  actorOf(host, actor ? { login: actor, type: actor_is_bot ? 'Bot' : undefined } : undefined);

/** The same build that the webhook `workflow_run` tells. */
const buildOf = (entry: Entry): Told => {
  const { workflow_run_id: run, on: repo } = entry;
  const outcome = OUTCOMES.get(entry.conclusion ?? '');
  if (!run || !repo || !outcome) return ignored('The audit log entry of a workflow run tells no conclusion');
  const finished: DeliveryEvent = {
    type: 'build.finished',
    id: eventId('build.finished', repo.id, run, entry.run_attempt ?? 1),
    source: 'github',
    at: entry.completed_at ?? entry.at,
    actor: entry.who,
    build: runId(repo, run),
    outcome,
    repo: repo.id,
    sha: entry.head_sha,
    startedAt: entry.started_at,
    links: linksTo(repo, { shas: [entry.head_sha], run }),
  };
  return told(finished);
};

/** What the first word of an action speaks of. */
const KINDS = new Map([
  ['protected_branch', BRANCH_PROTECTION],
  ['repository_branch_update', BRANCH_PROTECTION],
  ['repository_ruleset', BRANCH_PROTECTION],
  ['team', 'membership'],
  ['org', 'membership'],
  ['repo', 'repository'],
  ['environment', 'environment'],
  ['hook', 'webhook'],
  ['public_key', 'deploy-key'],
  ['integration_installation', 'application'],
  ['personal_access_token', 'access-token'],
  ['repository_secret_scanning', 'secret-scanning'],
  ['secret_scanning_push_protection', 'secret-scanning'],
]);

const VERBS: readonly (readonly [RegExp, Control['verb']])[] = [
  [/^(?:create|add|created)(?:_|$)/, 'created'],
  [/^(?:destroy|remove|delete|deleted|revoke)(?:_|$)/, 'removed'],
];

const MEMBER = /_(?:member|collaborator|outside_collaborator|repository|owner|repository_permission)$/;

const controlOf = (entry: Entry): Control | undefined => {
  const [subject = '', ...words] = entry.action.split('.');
  const word = words.join('.');
  const kind = MEMBER.test(word) ? 'membership' : KINDS.get(subject);
  if (!kind || (subject === 'org' && kind === 'membership' && !MEMBER.test(word))) return undefined;
  const place = entry.on?.id ?? (entry.org && `${entry.host}/orgs/${entry.org}`);
  if (!place) return undefined;
  const verb = VERBS.find(([pattern]) => pattern.test(word))?.[1] ?? 'changed';
  const about = { kind, at: entry.at, verb, detail: detailOf(entry), actor: entry.who };
  if (kind === BRANCH_PROTECTION) return { ...about, ...protectionOf(entry, place) };
  if (kind === 'membership') return { ...about, ...membershipOf(entry, place) };
  const own = kind === 'repository' ? place : `${place}/${kind}/${entry.name ?? subject}`;
  return { ...about, resource: own, name: entry.name, from: entry.previous_visibility, to: entry.visibility };
};

const detailOf = ({ action, overridden_codes: codes }: Entry): string =>
  codes && codes.length > 0 ? `${action}: ${codes.join(', ')}`.slice(0, 2_000) : action;

/** Somebody who may pass by the protection did: linked to the branch, its commit and its pull request. */
const protectionOf = (entry: Entry, place: string) => {
  const branch = (entry.branch ?? entry.name)?.replace(/^refs\/heads\//, '');
  const change = /\/pulls?\/(\d{1,10})(?:\/|$)/.exec(entry.pull_request_url ?? '')?.[1];
  return {
    resource: [place, BRANCH_PROTECTION, branch].filter(Boolean).join('/'),
    name: branch,
    to: entry.action === 'protected_branch.policy_override' ? OVERRIDDEN : undefined,
    links: [
      branch && branchLink(place, branch),
      entry.after && !/^0+$/.test(entry.after) ? linkTo.commit(place, entry.after) : undefined,
      change && linkTo.change(place, change),
    ],
  };
};

const membershipOf = (entry: Entry, place: string) => {
  const team = entry.team?.slice(entry.team.lastIndexOf('/') + 1);
  const holder = entry.user ? userId(entry.host, entry.user) : team && teamId(entry.host, team);
  const within = entry.user && team && !entry.on ? `${place}/teams/${team}` : place;
  return {
    resource: holder ? `${within}/members/${holder}` : within,
    name: holder,
    from: entry.old_permission,
    to: entry.permission,
  };
};
