import { z } from 'zod';
import { looseList } from '../../support/loose.js';
import { ignored, recordsIn, type Told, together } from '../records.js';
import { authenticateHmac, firstOf } from '../signatures.js';
import type { Authenticity, RawRequest, Secret, Source } from '../source.js';
import {
  interpretRunNotification,
  interpretRunTask,
  interpretWorkspaceNotification,
} from './notification.js';
import { type TerraformSettings, terraformSettings } from './parts.js';
import {
  auditEntry,
  included,
  runNotification,
  runRecord,
  runTask,
  workspaceNotification,
} from './payload.js';
import { pull } from './pull.js';
import { interpretAuditEntry, interpretRunRecord } from './record.js';

const HEADERS = ['x-tfe-notification-signature', 'x-tfc-task-signature'];

const authenticate = (request: RawRequest, secret: Secret): Authenticity =>
  firstOf(
    ...HEADERS.map((header) =>
      authenticateHmac({ header, algorithm: 'sha512', encoding: 'hex' }, request, secret),
    ),
  );

type Interpreter = (value: unknown, settings: TerraformSettings) => Told;

const by =
  <T>(schema: z.ZodType<T>, interpret: (value: T, settings: TerraformSettings) => Told): Interpreter =>
  (value, settings) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return interpret(parsed.data, settings);
    const [issue] = parsed.error.issues;
    return ignored(
      `The record is not as Terraform sends it: ${issue?.path.map(String).join('.')} ${issue?.message}.`,
    );
  };

/** What a member that only one kind of record has tells about the kind. */
const INTERPRETERS: readonly [string, Interpreter][] = [
  ['notifications', by(runNotification, interpretRunNotification)],
  ['stage', by(runTask, interpretRunTask)],
  ['trigger', by(workspaceNotification, interpretWorkspaceNotification)],
  ['resource', by(auditEntry, interpretAuditEntry)],
  ['data', (value, settings) => interpretData(value, settings)],
];

const data = z.object({ data: z.unknown(), included: looseList(included) });
const typed = z.looseObject({ type: z.string().optional() });

/** The API puts what it tells into `data`, one thing or a list: entries of the audit trail, or runs. */
const interpretData: Interpreter = (value, settings) => {
  const page = data.parse(value);
  const beside = page.included;
  const records = Array.isArray(page.data) ? page.data : [page.data];
  const outcome = together(
    records.map((one: unknown): Told => {
      const { type, resource } = typed.safeParse(one).data ?? {};
      if (resource !== undefined) return interpretOne(one, settings);
      if (type === 'runs')
        return by(runRecord, (run) => interpretRunRecord(run, beside, settings))(one, settings);
      if (type === 'task-results')
        return ignored('The result of a run task says neither when nor of which run.');
      return ignored(
        `Nothing is derived from ${type ? `a record of type ${type.slice(0, 100)}` : 'such a record'}.`,
      );
    }),
  );
  return outcome.outcome === 'accepted' ? { events: outcome.events } : ignored(outcome.reason);
};

const interpretOne: Interpreter = (value, settings) => {
  const record = typed.safeParse(value).data;
  const found = record && INTERPRETERS.find(([member]) => member in record);
  return found ? found[1](value, settings) : ignored('The record is none that Terraform sends or keeps.');
};

const payload = z.array(z.looseObject({}));
type Payload = z.output<typeof payload>;

/** Notifications and run tasks of HCP Terraform and Terraform Enterprise; runs and the audit trail by its API. */
export const terraform: Source<Payload, TerraformSettings> = {
  id: 'terraform',
  title: 'Terraform Cloud and Enterprise',
  about: {
    transport: 'notifications, run tasks, audit trail',
    authentication: '`X-TFE-Notification-Signature`, HMAC-SHA512',
    deliveryKey: 'hash of the body',
    pull: 'audit trail and runs',
  },
  retentionDays: 14,
  // A run task that is answered otherwise counts as unreachable, and may stop the run.
  storedStatus: 200,
  headers: ['content-type', 'x-throughline-record'],
  payload,
  settings: terraformSettings,
  authenticate,
  read: ({ body }) => recordsIn(body).map(({ value }) => value),
  interpret: (records, { settings }) => together(records.map((record) => interpretOne(record, settings))),
  pull,
};
