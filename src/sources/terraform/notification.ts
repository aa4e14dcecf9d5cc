import { repoAt } from '../../events/cdevents/repo.js';
import { eventId } from '../../events/event-id.js';
import { linkList, linksIn, linkTo } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { ignored, type Told, told } from '../records.js';
import {
  accountOf,
  applied,
  applying,
  approvalAsked,
  approvalDecided,
  type KnownRun,
  outcomeOf,
  runFinished,
  runId,
  runStarted,
  SOURCE,
  type TerraformSettings,
} from './parts.js';
import type { RunNotification, RunTask, ToldOfRun, WorkspaceNotification } from './payload.js';

export const interpretRunNotification = (payload: RunNotification, settings: TerraformSettings): Told => {
  if (payload.notifications.some(({ trigger }) => trigger === 'verification') || !payload.run_id)
    return ignored('Terraform only tries whether the notification reaches us.');
  const run: KnownRun = {
    id: payload.run_id,
    workspace: payload.workspace_name,
    message: payload.run_message,
    url: payload.run_url,
    creator: accountOf(payload.run_created_by, settings),
    createdAt: payload.run_created_at,
  };
  const events = [runStarted(run), ...payload.notifications.flatMap((one) => eventsOf(run, one, settings))];
  return events.some((event) => event !== undefined)
    ? told(...events)
    : ignored('The notification does not say when anything happened.');
};

const eventsOf = (
  run: KnownRun,
  one: ToldOfRun,
  settings: TerraformSettings,
): (DeliveryEvent | undefined)[] => {
  const { run_updated_at: at, run_status: status, trigger } = one;
  if (!at) return [];
  const by = accountOf(one.run_updated_by, settings);
  const events: (DeliveryEvent | undefined)[] = [];
  if (trigger === 'run:needs_attention') events.push(approvalAsked(run, at));
  if (status === 'policy_soft_failed') events.push(policyFailed(run, at));
  if (trigger === 'run:applying' || status === 'applying') events.push(applying(run, at, settings, by));
  if (status === 'discarded') events.push(approvalDecided(run.id, at, 'rejected', by));
  const outcome = outcomeOf(status);
  if (outcome) events.push(runFinished(run, at, outcome));
  // A run that ended otherwise may have ended before anything was applied: its record in the API knows.
  if (status === 'applied') events.push(applied(run, at, 'success', settings));
  return events;
};

const policyFailed = (run: KnownRun, at: string): DeliveryEvent => ({
  type: 'verification.finished',
  id: eventId('verification.finished', SOURCE, run.id, 'policy'),
  at,
  source: SOURCE,
  suite: 'policy',
  outcome: 'failure',
  links: linkList(linkTo.execution(runId(run.id))),
});

/** An assessment says whether what runs is still what was applied. */
export const interpretWorkspaceNotification = (payload: WorkspaceNotification): Told => {
  const { trigger, details } = payload;
  if (trigger.startsWith('assessment:')) return interpretAssessment(payload);
  if (trigger === 'workspace:auto_destroy_reminder')
    return ignored('A reminder of a destruction that is still to come changes nothing.');
  if (trigger !== 'workspace:auto_destroy_results')
    return ignored(`Nothing is derived from the trigger ${trigger.slice(0, 100)}.`);
  if (!details?.run_external_id || !details.run_created_at)
    return ignored(
      `The destruction made no run: ${details?.run_create_error_message ?? 'it does not say why'}.`,
    );
  const { run_external_id: id, run_created_at: createdAt, workspace_name: workspace } = details;
  const creator = {
    id: `${SOURCE}:auto-destroy`,
    name: 'auto-destroy',
    kind: 'service',
    confidence: 'bot',
  } as const;
  return told(runStarted({ id, workspace, createdAt, creator }));
};

const interpretAssessment = ({ trigger, details }: WorkspaceNotification): Told => {
  const result = details?.new_assessment_result;
  if (!result?.created_at) return ignored('The assessment does not say when it was made.');
  const suite = trigger === 'assessment:check_failure' ? 'checks' : 'drift';
  const workspace = details?.workspace_name ?? 'workspace';
  return told({
    type: 'verification.finished',
    id: eventId('verification.finished', SOURCE, result.id ?? `${workspace} ${result.created_at}`, suite),
    at: result.created_at,
    source: SOURCE,
    suite: `${workspace} ${suite}`,
    outcome: trigger === 'assessment:failed' ? 'error' : 'failure',
    url: result.url && /^https?:/.test(result.url) ? result.url : undefined,
  });
};

const COMMIT_PAGE = /\/([0-9a-f]{40})(?:[/?#]|$)/;
const CHANGE_PAGE = /\/(?:pull|merge_requests|pull-requests|pullrequest)\/(\d{1,10})(?:[/?#]|$)/;

/** A run task knows what a notification does not: the commit, the branch and the pull request that set the run off. */
export const interpretRunTask = (task: RunTask, settings: TerraformSettings): Told => {
  if (task.stage === 'test' || !task.run_id || !task.run_created_at)
    return ignored('Terraform only tries whether the run task reaches us.');
  const repo = repoAt(task.vcs_repo_url);
  const sha = COMMIT_PAGE.exec(task.vcs_commit_url ?? '')?.[1];
  const change = CHANGE_PAGE.exec(task.vcs_pull_request_url ?? '')?.[1];
  const links = [
    ...(sha ? [repo ? linkTo.commit(repo, sha) : `sha:${sha}`] : []),
    ...(repo && change ? [linkTo.change(repo, change)] : []),
    ...linksIn(task.vcs_branch),
  ];
  return told(
    runStarted({
      id: task.run_id,
      workspace: task.workspace_name,
      message: task.run_message,
      url: task.run_app_url,
      creator: accountOf(task.run_created_by, settings),
      createdAt: task.run_created_at,
      links,
    }),
  );
};
