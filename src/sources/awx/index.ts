import { z } from 'zod';
import { ignored, recordsIn, type Told, together } from '../records.js';
import { authenticateAuthorization } from '../signatures.js';
import type { RawRequest, Source } from '../source.js';
import { interpretActivity } from './activity.js';
import { interpretJob } from './job.js';
import type { AwxSetting } from './parts.js';
import { activity, job } from './payload.js';
import { pull } from './pull.js';
import { type AwxSettings, awxSettings } from './settings.js';

const payload = z.array(z.looseObject({}));
type Record = z.output<typeof payload>[number];

const isList = (value: unknown): value is { results: unknown[] } =>
  typeof value === 'object' && value !== null && 'results' in value && Array.isArray(value.results);

/** A page of the API is as good as its records. */
const read = ({ body }: RawRequest): unknown[] =>
  recordsIn(body).flatMap(({ value }) => (isList(value) ? value.results : [value]));

const interpretOne = (record: Record, setting: AwxSetting): Told => {
  if ('operation' in record) {
    const entry = activity.safeParse(record);
    return entry.success
      ? interpretActivity(entry.data, setting)
      : ignored('The entry of the activity stream has no id.');
  }
  // The message that a person writes for a notification may be any JSON.
  const run = job.safeParse(record);
  if (!run.success)
    return ignored('The notification names no job by its id: use the default message of AWX.');
  return interpretJob(run.data, setting);
};

/** Notifications of AWX and Ansible Tower with their default message, and records of the API: jobs, approvals, activity. */
export const awx: Source<Record[], AwxSettings> = {
  id: 'awx',
  title: 'AWX and Ansible Tower',
  about: {
    transport: 'webhook notification, activity stream',
    authentication: 'bearer token or basic password',
    deliveryKey: 'hash of the body',
    pull: 'jobs, ad hoc commands, workflow approvals, activity stream',
  },
  headers: ['content-type', 'x-throughline-record'],
  payload,
  settings: awxSettings,
  authenticate: (request, secret) => authenticateAuthorization(request, secret),
  read,
  interpret: (records, setting) => together(records.map((record) => interpretOne(record, setting))),
  pull,
};
