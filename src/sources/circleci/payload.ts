import { z } from 'zod';
import {
  looseInstant,
  looseList,
  looseNumber,
  looseObject,
  looseRecord,
  looseText,
} from '../../support/loose.js';

/** What CircleCI calls things, in webhooks and in the answers of its API (version 2) alike. */

const vcs = looseObject({
  origin_repository_url: looseText,
  revision: looseText,
  branch: looseText,
  tag: looseText,
  commit: looseObject({ subject: looseText, body: looseText }),
});

/** Projects of the GitHub App and of GitLab tell the commit here in place of `vcs`; which ones depends on the trigger. */
const triggerParameters = looseObject({
  git: looseObject({ checkout_sha: looseText, branch: looseText, repo_url: looseText }),
  github_app: looseObject({
    checkout_sha: looseText,
    branch: looseText,
    repo_url: looseText,
    user_username: looseText,
  }),
  gitlab: looseObject({
    checkout_sha: looseText,
    branch: looseText,
    web_url: looseText,
    user_username: looseText,
  }),
  circleci: looseObject({ actor_id: looseText, event_type: looseText }),
});

const pipelineParts = {
  number: looseNumber,
  state: looseText,
  created_at: looseInstant,
  updated_at: looseInstant,
  errors: looseList(z.object({ type: looseText, message: looseText })),
  trigger: looseObject({ type: looseText, actor: looseObject({ login: looseText }) }),
  trigger_parameters: triggerParameters,
  /** The parameters that whoever started it gave. */
  parameters: looseRecord,
  vcs,
  project_slug: looseText,
};
const id = z.string().min(1);
export const pipeline = z.object({ id, ...pipelineParts });
export type Pipeline = z.output<typeof pipeline>;

const workflowParts = {
  name: looseText,
  status: looseText,
  created_at: looseInstant,
  stopped_at: looseInstant,
  url: looseText,
  started_by: looseText,
  pipeline_id: looseText,
  project_slug: looseText,
};
export const workflow = z.object({ id, ...workflowParts });
export type Workflow = z.output<typeof workflow>;

const jobParts = {
  name: looseText,
  status: looseText,
  type: looseText,
  job_number: looseNumber,
  number: looseNumber,
  started_at: looseInstant,
  created_at: looseInstant,
  stopped_at: looseInstant,
  approved_by: looseText,
  project_slug: looseText,
};
/** A job that waits for others has an id, but no number. */
export const job = z.object({ id, ...jobParts });
export type Job = z.output<typeof job>;

/** One run as we read it: a job of a workflow of a pipeline, or what of this is known. */
export interface Run {
  readonly job?: Job | undefined;
  readonly workflow?: Workflow | undefined;
  readonly pipeline?: Pipeline | undefined;
  readonly project?: string | undefined;
}

const project = looseObject({ slug: looseText, name: looseText });
const part = z.unknown().optional();
const around = { pipeline: part, workflow: part, project };

const orNone = <T extends z.ZodType>(schema: T, value: unknown): z.output<T> | undefined =>
  schema.safeParse(value).data;

/** A webhook, of which `type` says what is complete. */
export const webhook = z
  .object({ type: z.string(), happened_at: looseInstant, job: part, ...around })
  .transform((hook) => ({
    type: hook.type,
    run: {
      job: orNone(job, hook.job),
      workflow: orNone(workflow, hook.workflow),
      pipeline: orNone(pipeline, hook.pipeline),
      project: hook.project?.slug,
    } satisfies Run,
  }));

const WORKFLOW_PAGE = /\/workflow\/([0-9a-f-]{36})\/job/;

/** A record of the API: a job, a workflow or a pipeline, told apart by what only one of them has. */
export const apiRecord = (value: Readonly<Record<string, unknown>>, address?: string): Run | undefined => {
  if ('pipeline_id' in value || 'started_by' in value) {
    return { workflow: orNone(workflow, value), pipeline: orNone(pipeline, value['pipeline']) };
  }
  if ('trigger' in value || ('state' in value && 'errors' in value))
    return { pipeline: orNone(pipeline, value) };
  if (!('name' in value && 'status' in value)) return undefined;
  const parent = address && WORKFLOW_PAGE.exec(address)?.[1];
  const { workflow: inside = parent && { id: parent }, pipeline: above } = value;
  return { job: orNone(job, value), workflow: orNone(workflow, inside), pipeline: orNone(pipeline, above) };
};
