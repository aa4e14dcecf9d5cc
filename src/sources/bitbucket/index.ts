import { z } from 'zod';
import type { Fields } from '../reading.js';
import { ignored, recordsIn, type Told, together } from '../records.js';
import { authenticateHmac } from '../signatures.js';
import type { Setting, Source } from '../source.js';
import { interpretAudit } from './audit.js';
import { interpretIssue } from './issue.js';
import type { Record } from './parts.js';
import { pull } from './pull.js';
import { interpretPullRequest, interpretPullRequestRecord } from './pull-request-hook.js';
import { interpretPush } from './push.js';
import { interpretCommitStatus, interpretDeployment, interpretPipeline } from './run.js';
import { type BitbucketSettings, bitbucketSettings } from './settings.js';

const payload = z.object({
  key: z.string().optional(),
  record: z.string().optional(),
  records: z.array(z.object({ value: z.record(z.string(), z.unknown()), address: z.string().optional() })),
});
type Payload = z.output<typeof payload>;

/** What a webhook holds, for when its key is not known; the first that is there. */
const PARTS: readonly [string, (record: Record) => Told][] = [
  ['pullrequest', interpretPullRequest],
  ['pullRequest', interpretPullRequest],
  ['commit_status', interpretCommitStatus],
  ['issue', interpretIssue],
  ['push', interpretPush],
  ['changes', interpretPush],
  ['auditType', interpretAudit],
  ['affectedObjects', interpretAudit],
];

const RECORDS = new Map<string, (record: Record) => Told>([
  ['pipeline', interpretPipeline],
  ['deployment', interpretDeployment],
  ['pullrequest', interpretPullRequestRecord],
]);

const UNUSED = new Map([
  ['diagnostics:ping', 'diagnostics:ping: Bitbucket only tries whether the webhook reaches us.'],
]);

const isTest = (value: Fields): boolean => value['test'] === true;

const interpretOne = (
  { value, address }: Payload['records'][number],
  { key, record }: Payload,
  { source, settings }: Setting<BitbucketSettings>,
): Told => {
  const inBody = typeof value['eventKey'] === 'string' ? value['eventKey'] : '';
  const kind = key || inBody;
  const one = { value, kind, address, source, settings };
  if (isTest(value)) return ignored('Bitbucket only tries whether the webhook reaches us.');
  const type = record ?? (typeof value['type'] === 'string' ? value['type'] : '');
  const known = kind === '' ? RECORDS.get(type) : undefined;
  const part = PARTS.find(([name]) => Object.hasOwn(value, name));
  const interpret = known ?? part?.[1];
  if (interpret) return interpret(one);
  const what =
    kind === '' ? 'The record is no event of Bitbucket, and none of its API that tells a fact.' : undefined;
  return ignored(
    what ?? UNUSED.get(kind) ?? `Nothing is derived from Bitbucket's event ${kind.slice(0, 100)}.`,
  );
};

/** Webhooks of Bitbucket Cloud, Server and Data Center, and records of the API of the cloud. */
export const bitbucket: Source<Payload, BitbucketSettings> = {
  id: 'bitbucket',
  title: 'Bitbucket',
  about: {
    transport: 'webhook, cloud and server',
    authentication: '`X-Hub-Signature`, HMAC-SHA256',
    deliveryKey: '`X-Request-UUID`',
    pull: 'pull requests, pipelines, deployments (cloud)',
  },
  headers: ['content-type', 'x-event-key', 'x-request-uuid', 'x-request-id', 'x-throughline-record'],
  payload,
  settings: bitbucketSettings,
  authenticate: (request, secret) =>
    authenticateHmac(
      { header: 'x-hub-signature', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' },
      request,
      secret,
    ),
  deliveryKey: ({ headers }) => headers['x-request-uuid'] || headers['x-request-id'] || undefined,
  read: ({ headers, body }) => ({
    key: headers['x-event-key'],
    record: headers['x-throughline-record'],
    records: recordsIn(body),
  }),
  interpret: (told, setting) => together(told.records.map((record) => interpretOne(record, told, setting))),
  resends: true,
  pull,
};
