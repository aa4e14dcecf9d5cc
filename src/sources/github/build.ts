import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import type { EventOf } from '../../events/vocabulary.js';
import type { Interpretation } from '../source.js';
import { actorOf, initiatorOf } from './actors.js';
import { linksTo, runId } from './ids.js';
import { accepted, ignored, SOURCE } from './interpretation.js';
import { name, numbersOf, pageOf, repository, workflowRun } from './parts.js';

export const workflowRunBody = z.object({ action: name, workflow_run: workflowRun, repository });
type WorkflowRunEvent = z.output<typeof workflowRunBody>;

export const OUTCOMES = new Map<string, EventOf<'build.finished'>['outcome']>([
  ['success', 'success'],
  ['failure', 'failure'],
  ['timed_out', 'failure'],
  ['cancelled', 'cancelled'],
  ['stale', 'error'],
  ['startup_failure', 'error'],
]);

/** A run that is tried again keeps its id and counts its attempts. */
export const interpretWorkflowRun = ({
  action,
  workflow_run: run,
  repository: repo,
}: WorkflowRunEvent): Interpretation => {
  const { conclusion, updated_at: at } = run;
  const outcome = OUTCOMES.get(conclusion ?? '');
  if (action !== 'completed') return ignored(`The workflow run was ${action}, it has not ended`);
  if (!conclusion || !at) return ignored('The workflow run tells no conclusion, or not when it ended');
  if (!outcome) return ignored(`The workflow run ended ${conclusion}, so nothing was built`);
  return accepted({
    type: 'build.finished',
    id: eventId('build.finished', repo.id, run.id, run.run_attempt ?? 1),
    source: SOURCE,
    at,
    actor: actorOf(repo.host, run.triggering_actor ?? run.actor),
    url: pageOf(run.html_url),
    initiator: initiatorOf(actorOf(repo.host, run.triggering_actor), actorOf(repo.host, run.actor)),
    build: runId(repo, run.id),
    outcome,
    repo: repo.id,
    sha: run.head_sha,
    startedAt: run.run_started_at ?? run.created_at,
    links: linksTo(repo, { shas: [run.head_sha], changes: numbersOf(run.pull_requests), run: run.id }),
  });
};
