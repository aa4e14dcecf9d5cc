import { z } from 'zod';
import {
  looseFlag,
  looseInstant,
  looseList,
  looseNumber,
  looseObject,
  looseRecord,
  looseText,
} from '../../support/loose.js';

const told = z.object({
  message: looseText,
  trigger: looseText,
  run_status: looseText,
  run_updated_at: looseInstant,
  run_updated_by: looseText,
});
export type ToldOfRun = z.output<typeof told>;

const runParts = {
  run_id: looseText,
  run_message: looseText,
  run_created_at: looseInstant,
  run_created_by: looseText,
  workspace_id: looseText,
  workspace_name: looseText,
  organization_name: looseText,
};

/** A notification about a run (payload version 1). */
export const runNotification = z.object({ ...runParts, run_url: looseText, notifications: looseList(told) });
export type RunNotification = z.output<typeof runNotification>;

const assessment = looseObject({
  id: looseText,
  url: looseText,
  succeeded: looseFlag,
  drifted: looseFlag,
  all_checks_succeeded: looseFlag,
  resources_drifted: looseNumber,
  created_at: looseInstant,
});

/** A notification about a workspace (payload version 2): an assessment of its health, or a destruction that was planned. */
export const workspaceNotification = z.object({
  trigger: z.string(),
  message: looseText,
  details: looseObject({
    new_assessment_result: assessment,
    workspace_id: looseText,
    workspace_name: looseText,
    organization_name: looseText,
    run_external_id: looseText,
    run_created_at: looseInstant,
    run_create_error_message: looseText,
  }),
});
export type WorkspaceNotification = z.output<typeof workspaceNotification>;

/** A run asks an outside service for its judgement. */
export const runTask = z.object({
  ...runParts,
  stage: z.string(),
  is_speculative: looseFlag,
  run_app_url: looseText,
  vcs_branch: looseText,
  vcs_commit_url: looseText,
  vcs_pull_request_url: looseText,
  vcs_repo_url: looseText,
});
export type RunTask = z.output<typeof runTask>;

export const auditEntry = z.object({
  id: z.string().min(1),
  timestamp: looseInstant,
  auth: looseObject({
    accessor_id: looseText,
    description: looseText,
    type: looseText,
    impersonator_id: looseText,
  }),
  resource: z.object({ id: looseText, type: looseText, action: looseText, meta: looseRecord }),
});
export type AuditEntry = z.output<typeof auditEntry>;

const related = looseObject({ data: looseObject({ id: looseText }) });

/** A run as the API tells it, in the form of JSON:API. */
export const runRecord = z.object({
  id: z.string().min(1),
  attributes: z.object({
    status: looseText,
    message: looseText,
    source: looseText,
    'created-at': looseInstant,
    'is-destroy': looseFlag,
    'plan-only': looseFlag,
    'auto-apply': looseFlag,
    'status-timestamps': looseRecord,
  }),
  relationships: looseObject({ workspace: related, 'created-by': related, 'confirmed-by': related }),
});
export type RunRecord = z.output<typeof runRecord>;

/** Users, workspaces and commits that the API includes beside a run. */
export const included = z.object({ id: z.string(), type: z.string(), attributes: looseRecord });
export type Included = z.output<typeof included>;
