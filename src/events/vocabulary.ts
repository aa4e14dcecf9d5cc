import { z } from 'zod';

/**
 * The narrow waist: everything that Throughline knows about the world is one of these events. Left of it a source may
 * speak any dialect; right of it nobody knows what GitHub is.
 */

/** An instant with its offset; kept in UTC, to the millisecond. */
const instant = z.iso.datetime({ offset: true }).transform((text, context) => {
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  context.issues.push({ code: 'custom', message: `${text} is not a date`, input: text });
  return z.NEVER;
});
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
const itemCommon = { ...common, ...holder, item: name, title: text.optional() };
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
};
export const incidentOpened = z.object({ ...incidentCommon, type: z.literal('incident.opened') });
export const incidentResolved = z.object({ ...incidentCommon, type: z.literal('incident.resolved') });

const executionCommon = {
  ...common,
  execution: name,
  action: text.optional(),
  service: name.optional(),
  environment: name.optional(),
  hosts: z.array(name).optional(),
};
export const executionStarted = z.object({ ...executionCommon, type: z.literal('execution.started') });
export const executionFinished = z.object({
  ...executionCommon,
  type: z.literal('execution.finished'),
  outcome,
});

const accessCommon = { ...common, access: name, host: name.optional(), ticket: name.optional() };
export const accessOpened = z.object({ ...accessCommon, type: z.literal('access.opened') });
export const accessClosed = z.object({ ...accessCommon, type: z.literal('access.closed') });

const resourceCommon = {
  ...common,
  resource: name,
  kind: name.optional(),
  host: name.optional(),
  environment: name.optional(),
  detail: text.optional(),
};
export const resourceCreated = z.object({ ...resourceCommon, type: z.literal('resource.created') });
export const resourceChanged = z.object({
  ...resourceCommon,
  type: z.literal('resource.changed'),
  corrective: z.boolean().optional(),
});
export const resourceRemoved = z.object({ ...resourceCommon, type: z.literal('resource.removed') });
export const hostReported = z.object({
  ...common,
  type: z.literal('host.reported'),
  host: name,
  environment: name.optional(),
  versions: z.record(z.string(), z.string()).optional(),
  configurationDigest: text.optional(),
});

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
]);

export type Actor = z.infer<typeof actor>;
export type DeliveryEvent = z.infer<typeof deliveryEvent>;
export type EventType = DeliveryEvent['type'];
export type EventOf<T extends EventType> = Extract<DeliveryEvent, { type: T }>;
