import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import { linkList, linkTo } from '../../events/links.js';
import type { EventOf } from '../../events/vocabulary.js';
import type { Interpretation } from '../source.js';
import { actorOf } from './actors.js';
import { linksTo, runId } from './ids.js';
import { accepted, ignored, SOURCE } from './interpretation.js';
import { instant, name, optional, optionalSha, pageOf, repository, text, user } from './parts.js';

export const workflowJobBody = z.object({
  action: name,
  workflow_job: z.object({
    id: z.int(),
    run_id: z.int(),
    run_attempt: optional(z.int()),
    name: optional(text),
    workflow_name: optional(text),
    head_sha: optionalSha,
    conclusion: optional(text),
    started_at: optional(instant),
    completed_at: optional(instant),
    html_url: optional(text),
    labels: optional(z.array(z.unknown())),
    runner_name: optional(text),
  }),
  deployment: optional(z.object({ environment: optional(text) })),
  repository,
  sender: optional(user),
});
type WorkflowJobEvent = z.output<typeof workflowJobBody>;

const OUTCOMES = new Map<string, EventOf<'execution.finished'>['outcome']>([
  ['success', 'success'],
  ['failure', 'failure'],
  ['timed_out', 'failure'],
  ['cancelled', 'cancelled'],
  ['startup_failure', 'error'],
  ['stale', 'error'],
]);

/** A job of a workflow run: an execution below that of its run. */
export const interpretWorkflowJob = (told: WorkflowJobEvent): Interpretation => {
  const { action, workflow_job: job } = told;
  if (action === 'queued' || action === 'waiting')
    return ignored(`The job of the workflow is ${action}, it has not begun`);
  const started = job.started_at ? [executionStarted(told, job.started_at)] : [];
  const outcome = OUTCOMES.get(job.conclusion ?? '');
  if (action === 'completed' && !outcome)
    return ignored(
      `The job of the workflow ended ${job.conclusion ?? 'without a conclusion'}, so nothing ran`,
    );
  const finished =
    action === 'completed' && outcome && job.completed_at
      ? [executionFinished(told, outcome, job.completed_at)]
      : [];
  return started.length + finished.length > 0
    ? accepted(...started, ...finished)
    : ignored('The job of the workflow does not tell when it began or ended');
};

const common = ({ workflow_job: job, deployment, repository: repo, sender }: WorkflowJobEvent) => {
  const run = runId(repo, job.run_id);
  return {
    source: SOURCE,
    actor: actorOf(repo.host, sender),
    url: pageOf(job.html_url),
    execution: `${run}/jobs/${job.id}`,
    parent: run,
    action: [job.workflow_name, job.name].filter((part) => part).join(' / ') || undefined,
    kind: 'job',
    environment: deployment?.environment?.toLowerCase() || undefined,
    hosts: ownRunner(job),
    links: linkList(
      ...(linksTo(repo, { shas: [job.head_sha], run: job.run_id }) ?? []),
      linkTo.execution(run),
    ),
  };
};

/** Only a runner of one's own is a server; those of GitHub are gone after the job. */
const ownRunner = ({
  labels,
  runner_name: runner,
}: WorkflowJobEvent['workflow_job']): string[] | undefined =>
  runner && labels?.includes('self-hosted') ? [runner] : undefined;

const executionStarted = (told: WorkflowJobEvent, at: string): EventOf<'execution.started'> => ({
  ...common(told),
  type: 'execution.started',
  id: eventId('execution.started', common(told).execution),
  at,
});

const executionFinished = (
  told: WorkflowJobEvent,
  outcome: EventOf<'execution.finished'>['outcome'],
  at: string,
): EventOf<'execution.finished'> => ({
  ...common(told),
  type: 'execution.finished',
  id: eventId('execution.finished', common(told).execution),
  at,
  outcome,
  startedAt: told.workflow_job.started_at,
});
