import { eventOf, eventsOf, outcomeOf } from '../../../test/support/github.js';

const REPO = 'github.com/bellfounders/carillon';
const HEAD = '4b1d0a7c9e2f5a3b8c6d1e0f7a9b2c4d5e6f7081';
const MERGE = '7e4030afc0528d6ebf904132adce5f708192a3b4';

const VERDICTS: readonly [string, string][] = [
  ['success', 'success'],
  ['failure', 'failure'],
  ['timed_out', 'failure'],
  ['cancelled', 'cancelled'],
  ['stale', 'error'],
  ['startup_failure', 'error'],
];

describe('a workflow run', () => {
  it('is a build when it has ended', () => {
    expect(eventsOf('workflow-run')).toEqual([
      expect.objectContaining({
        type: 'build.finished',
        at: '2026-03-02T14:04:00.000Z',
        startedAt: '2026-03-02T14:00:10.000Z',
        build: `${REPO}/actions/runs/5550001`,
        outcome: 'success',
        repo: REPO,
        sha: MERGE,
        links: [`commit:${REPO}@${MERGE}`, `run:${REPO}/actions/runs/5550001`],
      }),
    ]);
  });

  it.each(VERDICTS)('that ends %s is a %s', (conclusion, outcome) => {
    expect(eventOf('build.finished', 'workflow-run', { workflow_run: { conclusion } }).outcome).toBe(outcome);
  });

  it('that is tried again is another build of the same run', () => {
    const first = eventOf('build.finished', 'workflow-run');
    const second = eventOf('build.finished', 'workflow-run', { workflow_run: { run_attempt: 2 } });
    expect(second.build).toBe(first.build);
    expect(second.id).not.toBe(first.id);
  });

  it.each([
    [{ action: 'requested' }, 'The workflow run was requested, it has not ended'],
    [{ workflow_run: { conclusion: null } }, 'The workflow run tells no conclusion, or not when it ended'],
    [{ workflow_run: { conclusion: 'skipped' } }, 'The workflow run ended skipped, so nothing was built'],
    [
      { workflow_run: { conclusion: 'action_required' } },
      'The workflow run ended action_required, so nothing was built',
    ],
  ])('is ignored otherwise: %j', (patch, reason) => {
    expect(outcomeOf('workflow-run', patch)).toEqual({ outcome: 'ignored', reason });
  });
});

describe('a check', () => {
  it('verifies a commit, by an app', () => {
    expect(eventsOf('check-run')).toEqual([
      expect.objectContaining({
        type: 'verification.finished',
        at: '2026-03-02T08:33:30.000Z',
        suite: 'bell tests',
        outcome: 'failure',
        repo: REPO,
        sha: HEAD,
        actor: { id: 'github:github-actions[bot]', name: 'GitHub Actions', kind: 'bot', confidence: 'bot' },
        links: [`commit:${REPO}@${HEAD}`, `change:${REPO}#13`, `run:${REPO}/actions/runs/5550000`],
      }),
    ]);
  });

  it.each([...VERDICTS, ['action_required', 'failure']])('that ends %s is a %s', (conclusion, outcome) => {
    expect(eventOf('verification.finished', 'check-run', { check_run: { conclusion } }).outcome).toBe(
      outcome,
    );
    expect(eventOf('verification.finished', 'check-suite', { check_suite: { conclusion } }).outcome).toBe(
      outcome,
    );
  });

  it.each(['neutral', 'skipped'])('that ends %s proves nothing', (conclusion) => {
    expect(outcomeOf('check-run', { check_run: { conclusion } })).toEqual({
      outcome: 'ignored',
      reason: `The check run ended ${conclusion}, which neither confirms nor refutes anything`,
    });
    expect(outcomeOf('check-suite', { check_suite: { conclusion } }).outcome).toBe('ignored');
  });

  it.each(['created', 'rerequested'])('that was only %s has not ended', (action) => {
    expect(outcomeOf('check-run', { action }).outcome).toBe('ignored');
    expect(outcomeOf('check-suite', { action }).outcome).toBe('ignored');
  });

  it('is a suite of the app that ran it, and counts again when it runs again', () => {
    const suite = eventOf('verification.finished', 'check-suite');
    expect(suite).toMatchObject({ suite: 'GitHub Actions', outcome: 'success', sha: HEAD });
    const again = eventOf('verification.finished', 'check-suite', {
      check_suite: { updated_at: '2026-03-02T09:45:00Z' },
    });
    expect(again.id).not.toBe(suite.id);
  });

  it('by nobody known has no actor', () => {
    expect(eventOf('verification.finished', 'check-run', { check_run: { app: null } })).not.toHaveProperty(
      'actor',
    );
  });
});

describe('a commit status', () => {
  it('verifies a commit, by whatever set it', () => {
    expect(eventsOf('status')).toEqual([
      {
        type: 'verification.finished',
        id: expect.any(String),
        source: 'github',
        at: '2026-03-02T08:36:00.000Z',
        suite: 'ci/tuning',
        outcome: 'success',
        repo: REPO,
        sha: HEAD,
        url: 'https://tests.bellfounders.example/runs/91',
        actor: {
          id: 'github:tuning-tests[bot]',
          name: 'tuning-tests[bot]',
          kind: 'bot',
          confidence: 'bot',
        },
        links: [`commit:${REPO}@${HEAD}`],
      },
    ]);
  });

  it.each(['success', 'failure', 'error'])('of %s is final', (state) => {
    expect(eventOf('verification.finished', 'status', { state }).outcome).toBe(state);
  });

  it('that is set again is another word on the same suite', () => {
    const first = eventOf('verification.finished', 'status', { state: 'failure' });
    const second = eventOf('verification.finished', 'status', { id: 770302 });
    expect(second.suite).toBe(first.suite);
    expect(second.id).not.toBe(first.id);
  });

  it('meets the run to which it leads', () => {
    const target_url = 'https://github.com/bellfounders/carillon/actions/runs/5550000';
    expect(eventOf('verification.finished', 'status', { target_url }).links).toContain(
      `run:${REPO}/actions/runs/5550000`,
    );
  });

  it('may lack its context, its page and who set it', () => {
    const bare = { context: null, target_url: '', sender: null, branches: null };
    const told = eventOf('verification.finished', 'status', bare);
    expect(told.suite).toBe('default');
    expect(told).not.toHaveProperty('url');
    expect(told).not.toHaveProperty('actor');
  });

  it.each([
    [{ state: 'pending' }, 'The commit status is pending: nothing was verified yet'],
    [{ sha: '' }, 'The commit status names no commit or no time, so it verifies nothing known'],
    [
      { created_at: null, updated_at: null },
      'The commit status names no commit or no time, so it verifies nothing known',
    ],
  ])('is ignored otherwise: %j', (patch, reason) => {
    expect(outcomeOf('status', patch)).toEqual({ outcome: 'ignored', reason });
  });
});

describe('a release', () => {
  it('publishes an artifact', () => {
    expect(eventsOf('release')).toEqual([
      expect.objectContaining({
        type: 'artifact.published',
        at: '2026-03-02T15:00:00.000Z',
        artifact: 'pkg:github/bellfounders/carillon@v2.1.0',
        version: 'v2.1.0',
        repo: REPO,
        sha: MERGE,
        actor: expect.objectContaining({ id: 'github:cy-tower' }),
      }),
    ]);
  });

  it('of a branch does not tell its commit', () => {
    expect(
      eventOf('artifact.published', 'release', { release: { target_commitish: 'main' } }),
    ).not.toHaveProperty('sha');
  });

  it('has a package URL that stays one, whatever the tag and the server', () => {
    const repository = { html_url: 'https://git.tower.example/bellfounders/carillon' };
    const release = { tag_name: 'bells/v2@1 beta' };
    expect(eventOf('artifact.published', 'release', { release, repository }).artifact).toBe(
      'pkg:github/bellfounders/carillon@bells%2Fv2%401%20beta?repository_url=https%3A%2F%2Fgit.tower.example',
    );
  });

  it('has one even where the tag holds half a character', () => {
    const release = { tag_name: 'v2\ud800' };
    expect(eventOf('artifact.published', 'release', { release }).artifact).toBe(
      'pkg:github/bellfounders/carillon@v2%EF%BF%BD',
    );
  });

  it.each(['created', 'released', 'edited', 'deleted', 'unpublished'])(
    'that was only %s is ignored',
    (action) => {
      expect(outcomeOf('release', { action }).outcome).toBe('ignored');
    },
  );
});
