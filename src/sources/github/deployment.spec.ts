import { eventOf, eventsOf, outcomeOf } from '../../../test/support/github.js';

const REPO = 'github.com/bellfounders/carillon';
const MERGE = '7e4030afc0528d6ebf904132adce5f708192a3b4';
const robot = {
  id: 'github:carillon-deploy[bot]',
  name: 'carillon-deploy[bot]',
  kind: 'bot',
  confidence: 'bot',
};
const bo = { id: 'github:bo-clapper', name: 'bo-clapper', kind: 'human', confidence: 'authenticated' };
const links = [`commit:${REPO}@${MERGE}`, `run:${REPO}/actions/runs/5550001`];

const status = (state: string, more: object = {}) => ({ deployment_status: { state, ...more } });

describe('a deployment', () => {
  it('starts when it is made', () => {
    expect(eventsOf('deployment')).toEqual([
      expect.objectContaining({
        type: 'deployment.started',
        at: '2026-03-02T14:30:20.000Z',
        service: 'belfry',
        environment: 'production',
        deployment: '330001',
        repo: REPO,
        sha: MERGE,
        version: 'main',
        actor: robot,
        initiator: bo,
        links,
      }),
    ]);
  });

  it.each(['queued', 'pending', 'in_progress', 'waiting', 'success'])(
    'is told to have started by its status %s',
    (state) => {
      expect(eventOf('deployment.started', 'deployment-status', status(state))).toEqual(
        eventOf('deployment.started', 'deployment'),
      );
    },
  );

  it.each([
    ['success', 'success'],
    ['failure', 'failure'],
    ['error', 'error'],
  ])('ends with the status %s', (state, outcome) => {
    expect(eventOf('deployment.finished', 'deployment-status', status(state))).toMatchObject({
      outcome,
      kind: 'deploy',
      at: '2026-03-02T14:33:00.000Z',
      service: 'belfry',
      environment: 'production',
      deployment: '330001',
      actor: robot,
      initiator: bo,
      url: `https://${REPO}/actions/runs/5550001/job/750001`,
      links,
    });
  });

  it('that succeeds after it failed tells both, and two in one second stay two', () => {
    const ids = [1, 2].map(
      (id) => eventOf('deployment.finished', 'deployment-status', status('failure', { id })).id,
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('that a later one replaced tells nothing new', () => {
    expect(outcomeOf('deployment-status', status('inactive'))).toMatchObject({
      outcome: 'ignored',
      reason: expect.stringMatching(/another deployment took the place/),
    });
  });

  it('with a status nobody knows is ignored by name', () => {
    expect(outcomeOf('deployment-status', status('paused'))).toEqual({
      outcome: 'ignored',
      reason: 'The deployment status paused is not one that GitHub documents',
    });
  });

  it('finds its run in the address of its log', () => {
    const finished = eventOf('deployment.finished', 'deployment-status', { workflow_run: null });
    expect(finished.links).toEqual(links);
    expect(finished).not.toHaveProperty('initiator');
  });

  it('made by a person has no other initiator', () => {
    const creator = { login: 'bo-clapper', type: 'User' };
    const started = eventOf('deployment.started', 'deployment', { deployment: { creator } });
    expect(started.actor).toEqual(bo);
    expect(started).not.toHaveProperty('initiator');
  });
});

describe('what a deployment deploys', () => {
  const finishedWith = (deployment: object) =>
    eventOf('deployment.finished', 'deployment-status', { deployment });

  it.each(['', '{}', 'a text', '"a"', '{"service":" "}', '{"service":7}', null, undefined, [1]])(
    'is the repository when the payload names no service: %j',
    (payload) => {
      expect(finishedWith({ payload }).service).toBe('carillon');
    },
  );

  it('may be named by JSON in a text', () => {
    expect(finishedWith({ payload: '{"service":"chimes"}' }).service).toBe('chimes');
  });

  it.each([
    [{ task: 'deploy' }, 'deploy'],
    [{ task: null }, 'deploy'],
    [{ task: 'deploy:migrations' }, 'deploy'],
    [{ task: 'rollback' }, 'rollback'],
    [{ task: 'deploy:Roll-back' }, 'rollback'],
    [{ task: 'remove' }, 'remove'],
    [{ task: 'app:destroy' }, 'remove'],
    [{ task: 'removed-flags' }, 'deploy'],
    [{ payload: { rollback: true } }, 'rollback'],
    [{ payload: { kind: 'upgrade' } }, 'upgrade'],
    [{ payload: { kind: 'party' } }, 'deploy'],
  ])('is of the kind that task or payload say: %j', (deployment, kind) => {
    expect(finishedWith(deployment).kind).toBe(kind);
  });

  it.each([
    ['Production', 'production'],
    ['prod', 'prod'],
    ['Live-EU', 'live-eu'],
  ])('goes to the environment %s, in lower case', (environment, known) => {
    expect(finishedWith({ environment }).environment).toBe(known);
  });

  it('stays unknown rather than guessed', () => {
    const started = eventOf('deployment.started', 'deployment', {
      deployment: { sha: '', ref: null, creator: null },
      workflow_run: undefined,
    });
    for (const field of ['sha', 'version', 'actor', 'initiator', 'links', 'url'])
      expect(started).not.toHaveProperty(field);
  });
});

describe('a deployment that waits for somebody’s word', () => {
  const approval = `${REPO}/actions/runs/5550001/attempts/1/production`;

  it('is asked for', () => {
    expect(eventsOf('deployment-review-requested')).toEqual([
      expect.objectContaining({
        type: 'approval.requested',
        at: '2026-03-02T14:02:05.000Z',
        approval,
        repo: REPO,
        service: 'carillon',
        environment: 'production',
        actor: bo,
        reviewers: ['github:cy-tower', 'github:team/ringers'],
        links,
      }),
    ]);
  });

  it.each([
    ['approved', 'granted'],
    ['rejected', 'rejected'],
  ])('is %s', (action, decision) => {
    expect(eventsOf('deployment-review-approved', { action })).toEqual([
      expect.objectContaining({
        type: 'approval.decided',
        at: '2026-03-02T14:30:00.000Z',
        approval,
        environment: 'production',
        decision,
        comment: 'The wedding is over.',
        actor: expect.objectContaining({ id: 'github:cy-tower', confidence: 'authenticated' }),
        initiator: bo,
        links,
      }),
    ]);
  });

  it('is decided once for each environment that the word names', () => {
    const workflow_job_runs = ['Production', 'production', 'Staging'].map((environment) => ({ environment }));
    const environments = eventsOf('deployment-review-approved', { workflow_job_runs }).map((event) =>
      event.type === 'approval.decided' ? event.environment : undefined,
    );
    expect(environments).toEqual(['production', 'staging']);
  });

  it('is asked for again when the run is tried again', () => {
    const [first] = eventsOf('deployment-review-requested');
    const [second] = eventsOf('deployment-review-requested', { workflow_run: { run_attempt: 2 } });
    expect(first!.id).not.toBe(second!.id);
  });

  it('is about the change when the run is of one', () => {
    const workflow_run = { pull_requests: [{ number: 13 }] };
    const requested = eventOf('approval.requested', 'deployment-review-requested', { workflow_run });
    expect(requested.change).toBe('13');
    expect(requested.links).toContain(`change:${REPO}#13`);
  });

  it('is ignored when it names no run', () => {
    expect(outcomeOf('deployment-review-requested', { workflow_run: null }).outcome).toBe('ignored');
    expect(outcomeOf('deployment-review-requested', { action: 'considered' })).toMatchObject({
      outcome: 'ignored',
      reason: expect.stringMatching(/considered/),
    });
  });
});
