import { z } from 'zod';
import { type CdEvent, type Ref, saidRef, saidText } from './cd-event.js';
import { saidOutcome } from './outcome.js';
import { account } from './person.js';
import { originOf } from './purl.js';
import { repoName } from './repo.js';
import { fact, ignored, type Rule, rule } from './rule.js';

const NO_OUTCOME = 'The event does not say how it ended.';

/**
 * The name of a run (`167`) says little outside its source: another pipeline has a run 167 too, so the source is part
 * of it. Subjects that people name (services, environments, changes, tickets, incidents) keep their own name.
 */
export const runName = (event: CdEvent, run: Ref = event.subject): string =>
  `${run.source ?? event.subject.source ?? event.context.source}#${run.id}`;

const page = { uri: saidText, url: saidText };
const pageOf = ({ uri, url }: { uri?: string; url?: string }) => (uri || url ? { url: uri ?? url } : {});

const runContent = z.object({
  ...page,
  pipelineName: saidText,
  taskName: saidText,
  pipelineRun: saidRef,
  outcome: saidOutcome,
});
type Run = z.output<typeof runContent>;

const about = (event: CdEvent, { pipelineName, taskName, ...run }: Run) => ({
  execution: runName(event),
  ...(taskName || pipelineName ? { action: taskName ?? pipelineName } : {}),
  ...pageOf(run),
});

const linksOf = (event: CdEvent, { pipelineRun }: Run) =>
  pipelineRun ? [`execution:${runName(event, pipelineRun)}`] : [];

/** Being queued is the first word of a start; the word that it really started, if it comes, is the better one. */
const started = (revision: number): Rule =>
  rule(runContent, (event, run) => ({
    events: [
      { ...fact(event, 'execution.started', { links: linksOf(event, run) }), ...about(event, run), revision },
    ],
  }));

const finished: Rule = rule(runContent, (event, run) => {
  const { outcome } = run;
  if (!outcome) return { ignored: NO_OUTCOME };
  return {
    events: [
      { ...fact(event, 'execution.finished', { links: linksOf(event, run) }), ...about(event, run), outcome },
    ],
  };
});

const buildContent = z.object({ artifactId: saidText });

/** CDEvents do not say how a build ended, but one that produced an artifact succeeded. */
const buildFinished: Rule = rule(buildContent, (event, { artifactId }) => {
  if (!artifactId) return { ignored: `${NO_OUTCOME} A build that names no artifact may have failed.` };
  const { repo, sha } = originOf(artifactId);
  const links = [`artifact:${artifactId}`];
  return {
    events: [
      {
        ...fact(event, 'build.finished', { links }),
        build: runName(event),
        outcome: 'success',
        ...(repo && { repo }),
        ...(sha && { sha }),
      },
    ],
  };
});

const artifactContent = z.object({ change: saidRef, user: saidText });
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

const published: Rule = rule(artifactContent, (event, { user }) => {
  const artifact = event.subject.id;
  const actor = event.cause ?? account(user);
  return {
    events: [
      { ...fact(event, 'artifact.published'), artifact, ...origin(artifact), ...(actor && { actor }) },
    ],
  };
});

/** The same fact as the publication of the artifact, told earlier, and the only telling that names its commit. */
const packaged: Rule = rule(artifactContent, (event, { change }) => {
  const artifact = event.subject.id;
  if (!change || !COMMIT.test(change.id)) {
    return { ignored: 'A packaged artifact that names no commit says no more than its publication will.' };
  }
  const repo = change.source ? { repo: repoName({ id: change.source }) } : {};
  return {
    events: [
      { ...fact(event, 'artifact.published'), artifact, ...origin(artifact), ...repo, sha: change.id },
    ],
  };
});

const origin = (artifact: string) =>
  Object.fromEntries(Object.entries(originOf(artifact)).filter(([, value]) => value !== undefined));

const test = z.object({ id: saidText, name: saidText });
const testContent = z.object({ outcome: saidOutcome, testCase: test.nullish(), testSuite: test.nullish() });

const testFinished: Rule = rule(testContent, (event, { outcome, testCase, testSuite }) => {
  if (!outcome) return { ignored: NO_OUTCOME };
  const tested = testCase ?? testSuite;
  const suite = tested?.name ?? tested?.id ?? event.subject.id;
  return { events: [{ ...fact(event, 'verification.finished'), suite, outcome }] };
});

const BUILD_BEGAN = 'Of a build only its end is kept.';
const TEST_BEGAN = 'Of a test only its end is kept.';
const TEST_SKIPPED = 'A skipped test verified nothing.';

/** Pipelines, tasks, builds, artifacts and tests. */
export const runRules: Readonly<Record<string, Rule>> = {
  'pipelinerun.queued': started(0),
  'pipelinerun.started': started(1),
  'pipelinerun.finished': finished,
  'taskrun.started': started(1),
  'taskrun.finished': finished,
  'build.queued': ignored(BUILD_BEGAN),
  'build.started': ignored(BUILD_BEGAN),
  'build.finished': buildFinished,
  'artifact.packaged': packaged,
  'artifact.published': published,
  'artifact.signed': ignored('A signature says who vouches for an artifact, not that it was verified.'),
  'artifact.downloaded': ignored('Whoever downloads an artifact does not deliver it; a deployment does.'),
  'artifact.deleted': ignored('Tidying a registry changes nothing that runs.'),
  'testcaserun.queued': ignored(TEST_BEGAN),
  'testcaserun.started': ignored(TEST_BEGAN),
  'testcaserun.skipped': ignored(TEST_SKIPPED),
  'testcaserun.finished': testFinished,
  'testsuiterun.queued': ignored(TEST_BEGAN),
  'testsuiterun.started': ignored(TEST_BEGAN),
  'testsuiterun.finished': testFinished,
  'testoutput.published': ignored('The output of a test adds nothing to its outcome.'),
  // The names of tests before version 0.3.
  'testcase.queued': ignored(TEST_BEGAN),
  'testcase.started': ignored(TEST_BEGAN),
  'testcase.finished': testFinished,
  'testsuite.started': ignored(TEST_BEGAN),
  'testsuite.finished': testFinished,
};
