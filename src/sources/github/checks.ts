import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import type { EventOf } from '../../events/vocabulary.js';
import type { Interpretation } from '../source.js';
import { appActor } from './actors.js';
import { linksTo, runOfPage } from './ids.js';
import { accepted, ignored, SOURCE } from './interpretation.js';
import { instant, name, numbersOf, optional, optionalSha, pageOf, repository, text } from './parts.js';

const app = z.object({ slug: optional(text), name: optional(text) });
const changes = optional(z.array(z.object({ number: z.int() })));

export const checkRunBody = z.object({
  action: name,
  check_run: z.object({
    id: z.int(),
    name,
    conclusion: optional(text),
    started_at: optional(instant),
    completed_at: optional(instant),
    head_sha: optionalSha,
    html_url: optional(text),
    details_url: optional(text),
    app: optional(app),
    pull_requests: changes,
  }),
  repository,
});
type CheckRunEvent = z.output<typeof checkRunBody>;

export const checkSuiteBody = z.object({
  action: name,
  check_suite: z.object({
    id: z.int(),
    conclusion: optional(text),
    updated_at: instant,
    head_sha: optionalSha,
    app: optional(app),
    pull_requests: changes,
  }),
  repository,
});
type CheckSuiteEvent = z.output<typeof checkSuiteBody>;

type Outcome = EventOf<'verification.finished'>['outcome'];

const OUTCOMES = new Map<string, Outcome>([
  ['success', 'success'],
  ['failure', 'failure'],
  ['timed_out', 'failure'],
  ['action_required', 'failure'],
  ['cancelled', 'cancelled'],
  ['stale', 'error'],
  ['startup_failure', 'error'],
]);

export const interpretCheckRun = ({
  action,
  check_run: run,
  repository: repo,
}: CheckRunEvent): Interpretation => {
  const { conclusion, completed_at: at } = run;
  const outcome = OUTCOMES.get(conclusion ?? '');
  if (action !== 'completed') return ignored(`The check run was ${action}, it has not ended`);
  if (!outcome || !at) return ignored(withoutVerdict('check run', conclusion));
  return accepted({
    type: 'verification.finished',
    id: eventId('verification.finished', repo.id, 'check_run', run.id, at),
    source: SOURCE,
    at,
    actor: appActor(repo.host, run.app),
    url: pageOf(run.html_url),
    suite: run.name,
    outcome,
    repo: repo.id,
    sha: run.head_sha,
    links: linksTo(repo, {
      shas: [run.head_sha],
      changes: numbersOf(run.pull_requests),
      run: runOfPage(run.details_url) ?? runOfPage(run.html_url),
    }),
  });
};

export const interpretCheckSuite = (told: CheckSuiteEvent): Interpretation => {
  const { action, check_suite: suite, repository: repo } = told;
  const outcome = OUTCOMES.get(suite.conclusion ?? '');
  if (action !== 'completed') return ignored(`The check suite was ${action}, it has not ended`);
  if (!outcome) return ignored(withoutVerdict('check suite', suite.conclusion));
  return accepted({
    type: 'verification.finished',
    // A suite that runs again keeps its id.
    id: eventId('verification.finished', repo.id, 'check_suite', suite.id, suite.updated_at),
    source: SOURCE,
    at: suite.updated_at,
    actor: appActor(repo.host, suite.app),
    suite: suite.app?.name || suite.app?.slug || `check suite ${suite.id}`,
    outcome,
    repo: repo.id,
    sha: suite.head_sha,
    links: linksTo(repo, { shas: [suite.head_sha], changes: numbersOf(suite.pull_requests) }),
  });
};

const withoutVerdict = (what: string, conclusion: string | undefined): string =>
  conclusion
    ? `The ${what} ended ${conclusion}, which neither confirms nor refutes anything`
    : `The ${what} tells no conclusion, or not when it ended`;
