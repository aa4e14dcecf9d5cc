import { z } from 'zod';
import { hostOf, textAt } from '../forge.js';
import { type Fields } from '../reading.js';
import { ignored, type Raw, recordsIn, type Told, together } from '../records.js';
import type { RawRequest, Setting, Source } from '../source.js';
import { interpretAccessToken, interpretSystemHook, isSystemHook } from './access.js';
import { interpretAuditEvent } from './audit.js';
import { authenticate } from './authenticate.js';
import { interpretDeployment } from './deployment.js';
import { interpretIssue } from './issue.js';
import { interpretMergeRequest, interpretMergeRequestRecord, interpretNote } from './merge-request-hook.js';
import type { Record } from './parts.js';
import { pull } from './pull.js';
import { interpretPush } from './push.js';
import { interpretRelease } from './release.js';
import { interpretJob, interpretPipeline } from './run.js';
import { type GitlabSettings, gitlabSettings } from './settings.js';

const payload = z.object({
  /** The server, where GitLab names it in a header. */
  host: z.string().optional(),
  /** What a record that was read from the API is. */
  record: z.string().optional(),
  records: z.array(z.object({ value: z.record(z.string(), z.unknown()), address: z.string().optional() })),
});
type Payload = z.output<typeof payload>;

const read = ({ headers, body }: RawRequest) => ({
  host: hostOf(headers['x-gitlab-instance']),
  record: headers['x-throughline-record'],
  records: recordsIn(body) satisfies Raw[],
});

const INTERPRETERS = new Map<string, (record: Record) => Told>([
  ['push', interpretPush],
  ['tag_push', interpretPush],
  ['merge_request', interpretMergeRequest],
  ['note', interpretNote],
  ['pipeline', interpretPipeline],
  ['build', interpretJob],
  ['deployment', interpretDeployment],
  ['release', interpretRelease],
  ['issue', interpretIssue],
  ['work_item', interpretIssue],
  ['incident', interpretIssue],
  ['access_token', interpretAccessToken],
  ['api:merge_request', interpretMergeRequestRecord],
  ['api:pipeline', interpretPipeline],
  ['api:job', interpretJob],
  ['api:deployment', interpretDeployment],
  ['api:release', interpretRelease],
  ['api:issue', interpretIssue],
  ['api:audit_event', interpretAuditEvent],
]);

/** What a record of the API is, by the fields that only such a record has. */
const SHAPES: readonly [string, readonly string[]][] = [
  ['api:audit_event', ['author_id', 'entity_id', 'details']],
  ['api:merge_request', ['iid', 'source_branch', 'target_branch']],
  ['api:deployment', ['environment', 'deployable', 'sha']],
  ['api:job', ['stage', 'name', 'status']],
  ['api:pipeline', ['sha', 'ref', 'status']],
  ['api:release', ['tag_name', 'released_at']],
  ['api:issue', ['iid', 'author', 'state', 'labels']],
];

const kindOf = (value: Fields, told: string | undefined): string | undefined => {
  if (told) return `api:${told}`;
  const { object_kind: kind, event_name: name } = value;
  if (typeof kind === 'string' && kind !== '') return kind;
  if (typeof name === 'string' && isSystemHook(name)) return name;
  const shape = SHAPES.find(([, fields]) => fields.every((field) => Object.hasOwn(value, field)));
  return shape?.[0] ?? (typeof name === 'string' && name !== '' ? name : undefined);
};

const UNUSED = new Map([
  ['feature_flag', 'A feature flag was changed, but GitLab does not tell when; its audit log does.'],
  ['repository_update', 'repository_update: the pushes themselves tell what came.'],
]);

const interpretOne = (
  { value, address }: Payload['records'][number],
  told: Payload,
  { source, settings }: Setting<GitlabSettings>,
): Told => {
  const kind = kindOf(value, told.record);
  if (!kind) return ignored('The record is no event of GitLab, or one with a payload template of its own.');
  const toldHost = told.host ?? hostOf(textAt(value, 'project.web_url')) ?? hostOf(address);
  const [instance, host] = [toldHost ?? source, toldHost ?? settings.host];
  const interpret = INTERPRETERS.get(kind) ?? (isSystemHook(kind) ? interpretSystemHook : undefined);
  if (interpret) return interpret({ value, kind, instance, host, settings });
  return ignored(UNUSED.get(kind) ?? `Nothing is derived from GitLab's event ${kind.slice(0, 100)}.`);
};

/** Webhooks of projects and groups, system hooks and streamed audit events of GitLab, and records of its API. */
export const gitlab: Source<Payload, GitlabSettings> = {
  id: 'gitlab',
  title: 'GitLab',
  about: {
    transport: 'webhook, system hooks, audit streaming',
    authentication: '`X-Gitlab-Token`, or `webhook-signature` (standard webhooks, with time)',
    deliveryKey: '`Idempotency-Key`',
    pull: 'merge requests, pipelines, deployments, issues, releases, audit events',
  },
  headers: ['content-type', 'x-gitlab-event', 'x-gitlab-instance', 'idempotency-key', 'x-throughline-record'],
  payload,
  settings: gitlabSettings,
  authenticate,
  deliveryKey: ({ headers }) => headers['idempotency-key'] || undefined,
  read,
  interpret: (told, setting) => together(told.records.map((record) => interpretOne(record, told, setting))),
  pull,
};
