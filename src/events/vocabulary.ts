import { z } from 'zod';

/**
 * The narrow waist: everything that Throughline knows about the world is one of these events. Left of it a source may
 * speak any dialect; right of it nobody knows what GitHub is.
 */

/** In UTC to the millisecond, but for how it says that it is. Most events come so. */
const IS_UTC = /^.{19}\.\d{3}(?:Z|\+00:00)$/;

/** An instant with its offset; kept in UTC, to the millisecond. */
const instant = z.iso
  .datetime({ offset: true, abort: true })
  // A date writes itself ten times slower.
  .overwrite((text) => (IS_UTC.test(text) ? `${text.slice(0, 23)}Z` : new Date(text).toISOString()));
const text = z.string().max(100_000);
const name = z.string().min(1).max(1_000);

/** Who did something. `confidence` says how we know: a four-eyes control counts only the authenticated. */
export const actor = z.object({
  /** `system:login`, for example `github:octocat`, or `mailto:ann@example.org`. */
  id: name,
  name: text.optional(),
  kind: z.enum(['human', 'bot', 'service']),
  confidence: z.enum(['authenticated', 'asserted', 'bot', 'missing']),
});

const common = {
  /** Stable: the same fact told by a webhook and by a backfill has the same id. Made by `eventId`. */
  id: z.string().min(1).max(100),
  /** When it happened, by the source's clock. */
  at: instant,
  /** The system that told us, for example `github`. */
  source: name,
  actor: actor.optional(),
  /** The human who started the chain, if known and not the actor. */
  initiator: actor.optional(),
  /** Who allowed it. */
  authorizer: actor.optional(),
  /** Where a person can look at it. */
  url: text.optional(),
  /** Its place in its source, where several events have one time. */
  order: z.number().int().min(0).optional(),
  /** A correction of the same fact carries a higher revision (for example the source's own update time in ms). */
  revision: z.number().int().min(0).optional(),
  /** The source took it back: a deleted tag, a withdrawn record. Wins like any other revision. */
  retracted: z.boolean().optional(),
  /** Ids by which events of other systems can meet this one: `commit:REPO@SHA`, `ticket:ABC-1`, `run:...`. */
  links: z.array(name).max(1_000).optional(),
};

const outcome = z.enum(['success', 'failure', 'cancelled', 'error']);
/** Host and path, `github.com/StackStorm/st2`: the same repository by webhook and by import is one repository. */
const repo = name;
const sha = z.string().regex(/^[0-9a-f]{7,64}$/);
/** One change request of a repository. */
const changeRef = { repo, change: name };
const deploymentRef = { service: name, environment: name, deployment: name };

export const commitRecorded = z.object({
  ...common,
  type: z.literal('commit.recorded'),
  repo,
  sha,
  /** Undefined when the source does not tell them (a GitHub push does not). */
  parents: z.array(sha).optional(),
  /** What the parents most likely are where the source does not tell: used until a better source does. */
  assumedParents: z.array(sha).optional(),
  authoredAt: instant,
  committedAt: instant,
  title: text,
  /** Shas (7 digits or more) that this commit says it reverts. */
  reverts: z.array(sha).optional(),
  /** It calls itself a revert, whether or not it names what it reverts. */
  isRevert: z.boolean().optional(),
  /** Shas named by `Fixes:` trailers. */
  fixes: z.array(sha).optional(),
  cherryPickOf: sha.optional(),
  /** True when it was seen on the main line (or in a release); absent when not known. */
  mainline: z.literal(true).optional(),
  /** Items (tickets) that the message names. */
  items: z.array(name).optional(),
});

const changeCommon = { ...common, ...changeRef, title: text.optional(), items: z.array(name).optional() };

export const changeOpened = z.object({
  ...changeCommon,
  type: z.literal('change.opened'),
  branch: text.optional(),
  /** The first commit's author time, where the source tells it. */
  firstCommitAt: instant.optional(),
});
export const changeUpdated = z.object({
  ...changeCommon,
  type: z.literal('change.updated'),
  /** For example `ready_for_review`, `review_requested`, `synchronized`. */
  action: name,
  headSha: sha.optional(),
});
export const changeReviewed = z.object({
  ...changeCommon,
  type: z.literal('change.reviewed'),
  decision: z.enum(['approved', 'changes_requested', 'commented', 'dismissed']),
  headSha: sha.optional(),
});
export const changeMerged = z.object({
  ...changeCommon,
  type: z.literal('change.merged'),
  mergeSha: sha.optional(),
  headSha: sha.optional(),
  baseSha: sha.optional(),
  /** Shas of its commits, where the source lists them. */
  commits: z.array(sha).optional(),
  /** How many commits it has, where the source counts but does not list them. */
  commitCount: z.number().int().min(0).optional(),
  openedAt: instant.optional(),
  firstCommitAt: instant.optional(),
  /** `repo#change` that this change says it reverts. */
  revertsChange: name.optional(),
});
export const changeAbandoned = z.object({ ...changeCommon, type: z.literal('change.abandoned') });

export const buildFinished = z.object({
  ...common,
  type: z.literal('build.finished'),
  build: name,
  outcome,
  repo: repo.optional(),
  sha: sha.optional(),
  startedAt: instant.optional(),
});
export const artifactPublished = z.object({
  ...common,
  type: z.literal('artifact.published'),
  /** Package URL, `pkg:oci/app@sha256:...`. */
  artifact: name,
  digest: text.optional(),
  version: text.optional(),
  repo: repo.optional(),
  sha: sha.optional(),
});
export const verificationFinished = z.object({
  ...common,
  type: z.literal('verification.finished'),
  suite: name,
  outcome,
  repo: repo.optional(),
  sha: sha.optional(),
  artifact: name.optional(),
  /** What was verified when it is no code: a running server, a function. */
  resource: name.optional(),
  hosts: z.array(name).max(10_000).optional(),
  environment: name.optional(),
});

const approvalSubject = {
  approval: name,
  repo: repo.optional(),
  change: name.optional(),
  service: name.optional(),
  environment: name.optional(),
  deployment: name.optional(),
};
export const approvalRequested = z.object({
  ...common,
  ...approvalSubject,
  type: z.literal('approval.requested'),
  /** Who is asked: persons and teams. */
  reviewers: z.array(name).optional(),
});
export const approvalDecided = z.object({
  ...common,
  ...approvalSubject,
  type: z.literal('approval.decided'),
  decision: z.enum(['granted', 'rejected', 'expired']),
  comment: text.optional(),
});

const deploymentCommon = {
  ...common,
  ...deploymentRef,
  repo: repo.optional(),
  sha: sha.optional(),
  version: text.optional(),
  artifact: name.optional(),
  hosts: z.array(name).max(10_000).optional(),
};
export const deploymentStarted = z.object({ ...deploymentCommon, type: z.literal('deployment.started') });
export const deploymentFinished = z.object({
  ...deploymentCommon,
  type: z.literal('deployment.finished'),
  outcome,
  kind: z.enum(['deploy', 'upgrade', 'rollback', 'remove']),
  /** The source knows every deployment since the first commit (a git history does), so the first one delivers all. */
  complete: z.literal(true).optional(),
  /** Nobody recorded it: the source has no releases, so each commit of its main line stands for a deployment. */
  assumed: z.literal(true).optional(),
});

/** Who has the item from this event on, where the source says so. */
const holder = { person: name.optional(), team: name.optional(), line: name.optional() };
const itemCommon = {
  ...common,
  ...holder,
  item: name,
  title: text.optional(),
  /** What the system calls it: `Story`, `emergency`. */
  kind: text.optional(),
  /** How dangerous the system says it is: a control may ask more of such an item. */
  risk: text.optional(),
  /** When it may be carried out, half open: what is done outside was not planned. */
  plannedFrom: instant.optional(),
  plannedTo: instant.optional(),
  /** How it would be taken back if it went wrong, as its plan says. */
  backOut: text.optional(),
};
export const itemCreated = z.object({ ...itemCommon, type: z.literal('item.created') });
export const itemMoved = z.object({
  ...itemCommon,
  type: z.literal('item.moved'),
  from: text.optional(),
  to: name,
  /** True when `to` is a state in which somebody works on it. */
  active: z.boolean().optional(),
  /** Whether work on `to` began or ended with this event, where the source tells the two apart. */
  lifecycle: z.enum(['start', 'complete']).optional(),
});
export const itemAssigned = z.object({ ...itemCommon, type: z.literal('item.assigned') });
export const itemClosed = z.object({
  ...itemCommon,
  type: z.literal('item.closed'),
  resolution: text.optional(),
});
export const itemReopened = z.object({ ...itemCommon, type: z.literal('item.reopened') });

const handoffCommon = {
  ...common,
  item: name,
  from: name.optional(),
  to: name.optional(),
  /** What `from` and `to` are; persons unless told otherwise. */
  level: z.enum(['PERSON', 'TEAM', 'LINE']).optional(),
};
export const handoffOffered = z.object({ ...handoffCommon, type: z.literal('handoff.offered') });
export const handoffAccepted = z.object({ ...handoffCommon, type: z.literal('handoff.accepted') });
export const handoffReturned = z.object({
  ...handoffCommon,
  type: z.literal('handoff.returned'),
  reason: text.optional(),
});

const incidentCommon = {
  ...common,
  incident: name,
  service: name.optional(),
  environment: name.optional(),
  title: text.optional(),
  /** The deployment that the source itself blames. */
  deployment: name.optional(),
  /** Keys, as in `links`, of what the source itself says caused it: a change, a commit, a deployment or a ticket. */
  causedBy: z.array(name).max(100).optional(),
  /** In the source's own words: `P1`, `critical`. */
  severity: text.optional(),
};
export const incidentOpened = z.object({ ...incidentCommon, type: z.literal('incident.opened') });
export const incidentResolved = z.object({ ...incidentCommon, type: z.literal('incident.resolved') });

const executionCommon = {
  ...common,
  execution: name,
  action: text.optional(),
  /** What sort of run: `action`, `workflow`, `job`, `command`; `trigger`, `rule` and `trace` are an automation's own. */
  kind: name.optional(),
  /** The execution that this one is a part of. */
  parent: name.optional(),
  /** What set it off: a rule, a schedule, a channel. */
  trigger: text.optional(),
  service: name.optional(),
  environment: name.optional(),
  hosts: z.array(name).optional(),
};
export const executionStarted = z.object({
  ...executionCommon,
  type: z.literal('execution.started'),
  /** Its source complained that it takes longer than it usually does. */
  overdue: z.literal(true).optional(),
});
export const executionFinished = z.object({
  ...executionCommon,
  type: z.literal('execution.finished'),
  outcome,
  startedAt: instant.optional(),
});

const accessCommon = {
  ...common,
  access: name,
  host: name.optional(),
  ticket: name.optional(),
  environment: name.optional(),
  /** What it was opened to run; not what somebody typed afterwards. */
  command: text.optional(),
  /** The address that it came from. */
  from: text.optional(),
  /** The account of the machine, such as `root`: the person who used it is the actor. */
  account: name.optional(),
};
export const accessOpened = z.object({ ...accessCommon, type: z.literal('access.opened') });
export const accessClosed = z.object({ ...accessCommon, type: z.literal('access.closed') });

const resourceCommon = {
  ...common,
  resource: name,
  /** `server`, `package`, `file`, `function` ...: a word of what it is, in lower case. */
  kind: name.optional(),
  /** What people call it on its host: a package's name, a file's path. */
  name: text.optional(),
  /** Where it is; of a server itself the name or instance id that executions call it by. */
  host: name.optional(),
  /** Other names and addresses of a server under which an execution may have reached it. */
  aliases: z.array(name).max(100).optional(),
  environment: name.optional(),
  detail: text.optional(),
};
export const resourceCreated = z.object({ ...resourceCommon, type: z.literal('resource.created') });
export const resourceChanged = z.object({
  ...resourceCommon,
  type: z.literal('resource.changed'),
  /** It had drifted and was brought back, so nobody decided a change. */
  corrective: z.boolean().optional(),
  /** Its value, version or state before and after; `absent` where there was or is none. */
  from: text.optional(),
  to: text.optional(),
  /** Absent: it was changed. Otherwise it was tried in vain, and nothing is different. */
  outcome: outcome.optional(),
});
export const resourceRemoved = z.object({ ...resourceCommon, type: z.literal('resource.removed') });
export const hostReported = z.object({
  ...common,
  type: z.literal('host.reported'),
  host: name,
  environment: name.optional(),
  /** Package to version: of those that this report speaks of, so others on the host stay as they were. */
  versions: z.record(z.string(), z.string()).optional(),
  /** Packages that are no longer on the host. */
  removed: z.array(name).optional(),
  configurationDigest: text.optional(),
});

/** Since when and until when something holds, half open; without limit where absent. `at` says when it was declared. */
const validity = { from: instant.optional(), to: instant.optional() };

export const personDeclared = z.object({
  ...common,
  type: z.literal('person.declared'),
  person: name,
  name: text.optional(),
});
const identityCommon = {
  ...common,
  ...validity,
  /** An actor's id (`github:octocat`, `mailto:ann@example.org`), or `person:ID`: all identities of that person. */
  identity: name,
  person: name,
  reason: text.optional(),
};
export const identityMerged = z.object({
  ...identityCommon,
  type: z.literal('identity.merged'),
  /** It is a bot that this person runs, not the person. */
  bot: z.literal(true).optional(),
});
export const identitySplit = z.object({ ...identityCommon, type: z.literal('identity.split') });

export const teamDeclared = z.object({
  ...common,
  type: z.literal('team.declared'),
  team: name,
  name: text.optional(),
  line: name.optional(),
  /** Its names in other systems, such as `@acme/checkout`. */
  handles: z.array(name).max(1_000).optional(),
});
const membership = { ...common, ...validity, team: name, person: name };
export const teamJoined = z.object({
  ...membership,
  type: z.literal('team.joined'),
  /** The line in which this member works, where it is not that of the team. */
  line: name.optional(),
});
export const teamLeft = z.object({ ...membership, type: z.literal('team.left') });

const paths = z.array(name).max(10_000);
const ownership = { ...common, ...validity, service: name, team: name, repo: repo.optional() };
export const serviceOwned = z.object({
  ...ownership,
  type: z.literal('service.owned'),
  /** Only these paths of the repository; absent: the whole service. */
  paths: paths.optional(),
});
export const serviceDisowned = z.object({ ...ownership, type: z.literal('service.disowned') });
const mapping = { ...common, ...validity, service: name, repo };
export const serviceMapped = z.object({
  ...mapping,
  type: z.literal('service.mapped'),
  /** Which paths of the repository the service is built from. */
  paths,
});
export const serviceUnmapped = z.object({ ...mapping, type: z.literal('service.unmapped') });

export const deliveryEvent = z.discriminatedUnion('type', [
  commitRecorded,
  changeOpened,
  changeUpdated,
  changeReviewed,
  changeMerged,
  changeAbandoned,
  buildFinished,
  artifactPublished,
  verificationFinished,
  approvalRequested,
  approvalDecided,
  deploymentStarted,
  deploymentFinished,
  itemCreated,
  itemMoved,
  itemAssigned,
  itemClosed,
  itemReopened,
  handoffOffered,
  handoffAccepted,
  handoffReturned,
  incidentOpened,
  incidentResolved,
  executionStarted,
  executionFinished,
  accessOpened,
  accessClosed,
  resourceCreated,
  resourceChanged,
  resourceRemoved,
  hostReported,
  personDeclared,
  identityMerged,
  identitySplit,
  teamDeclared,
  teamJoined,
  teamLeft,
  serviceOwned,
  serviceDisowned,
  serviceMapped,
  serviceUnmapped,
]);

export type Actor = z.infer<typeof actor>;
export type DeliveryEvent = z.infer<typeof deliveryEvent>;
export type EventType = DeliveryEvent['type'];
export type EventOf<T extends EventType> = Extract<DeliveryEvent, { type: T }>;
