import { z } from 'zod';
import {
  looseFlag,
  looseInstant,
  looseNumber,
  looseObject,
  looseRecord,
  looseText,
} from '../../support/loose.js';

const named = z.union([z.string(), z.number(), z.object({ name: looseText }).transform(({ name }) => name)]);
/** A notification tells a name, the API an id, and the name in `summary_fields`. */
const nameOrId = named
  .nullish()
  .catch(undefined)
  .transform((value) => value ?? undefined);

const account = looseObject({ id: looseNumber, username: looseText });
const summary = looseObject({
  created_by: account,
  launched_by: account,
  approved_or_denied_by: account,
  schedule: looseObject({ id: looseNumber, name: looseText }),
  inventory: looseObject({ name: looseText }),
  project: looseObject({ name: looseText }),
  job_template: looseObject({ id: looseNumber, name: looseText }),
  workflow_job_template: looseObject({ id: looseNumber, name: looseText }),
  workflow_job: looseObject({ id: looseNumber, name: looseText }),
  source_workflow_job: looseObject({ id: looseNumber, name: looseText }),
});

const variables = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .nullish()
  .catch(undefined);

/** A job of any kind, as a notification (`friendly_name`) or as a record of the API (`type`). */
export const job = z.object({
  id: z.union([z.number(), z.string().min(1)]).transform(String),
  name: looseText,
  url: looseText,
  type: looseText,
  friendly_name: looseText,
  status: looseText,
  created: looseInstant,
  started: looseInstant,
  finished: looseInstant,
  created_by: nameOrId,
  launch_type: looseText,
  launched_by: looseObject({ id: looseNumber, name: looseText, type: looseText }),
  inventory: nameOrId,
  project: nameOrId,
  playbook: looseText,
  limit: looseText,
  extra_vars: variables,
  hosts: looseRecord,
  scm_revision: looseText,
  module_name: looseText,
  module_args: looseText,
  approval_status: looseText,
  workflow_url: looseText,
  timed_out: looseFlag,
  summary_fields: summary,
});
export type Job = z.output<typeof job>;

/** One entry of the activity stream: who changed what of AWX itself. */
export const activity = z.object({
  id: z.union([z.number(), z.string().min(1)]).transform(String),
  timestamp: looseInstant,
  operation: z.string().min(1),
  object1: looseText,
  object2: looseText,
  object_association: looseText,
  changes: looseRecord,
  summary_fields: looseRecord,
});
export type Activity = z.output<typeof activity>;
