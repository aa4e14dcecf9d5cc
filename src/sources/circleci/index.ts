import { z } from 'zod';
import { ignored, recordsIn, type Told, together } from '../records.js';
import { authenticateHmac } from '../signatures.js';
import type { RawRequest, Source } from '../source.js';
import { interpretRun } from './interpret.js';
import { apiRecord, type Run, webhook } from './payload.js';
import { pull } from './pull.js';
import { type CircleciSettings, circleciSettings } from './settings.js';

const raw = z.object({ value: z.looseObject({}), address: z.string().optional() });
const payload = z.array(raw);
type Payload = z.output<typeof payload>;

const COMPLETED: ReadonlySet<string> = new Set(['workflow-completed', 'job-completed']);
const UNKNOWN = 'The record is no pipeline, workflow or job of CircleCI.';

const runIn = ({ value, address }: Payload[number]): Run | string => {
  const hook = webhook.safeParse(value);
  if (!hook.success || !('happened_at' in value || 'webhook' in value))
    return apiRecord(value, address) ?? UNKNOWN;
  const { type, run } = hook.data;
  if (!COMPLETED.has(type)) return `Nothing is derived from CircleCI's event ${type.slice(0, 100)}.`;
  return type === 'workflow-completed' ? { ...run, job: undefined } : run;
};

const interpretOne = (record: Payload[number], settings: CircleciSettings): Told => {
  const run = runIn(record);
  return typeof run === 'string' ? ignored(run) : interpretRun(run, settings);
};

const deliveryKey = ({ headers, body }: RawRequest): string | undefined => {
  if (headers['x-throughline-record']) return undefined;
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return z.object({ id: z.string().min(1), happened_at: z.string() }).safeParse(value).data?.id;
  } catch {
    return undefined;
  }
};

/** Webhooks of CircleCI (it tells only ends), and records of its API, which know more: starts, people and approvals. */
export const circleci: Source<Payload, CircleciSettings> = {
  id: 'circleci',
  title: 'CircleCI',
  about: {
    transport: 'webhook',
    authentication: '`circleci-signature`, HMAC-SHA256, several values',
    deliveryKey: '`id` of the body',
    pull: 'pipelines, workflows and jobs',
  },
  resends: true,
  headers: ['content-type', 'circleci-event-type', 'x-throughline-record'],
  payload,
  settings: circleciSettings,
  authenticate: (request, secret) =>
    authenticateHmac(
      { header: 'circleci-signature', algorithm: 'sha256', encoding: 'hex', prefix: 'v1=', separator: ',' },
      request,
      secret,
    ),
  deliveryKey,
  read: ({ body }) => recordsIn(body),
  interpret: (records, { settings }) => together(records.map((record) => interpretOne(record, settings))),
  pull,
};
