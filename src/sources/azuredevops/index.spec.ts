import { patched, RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import { interpretRequest, settingOf } from '../interpret.js';
import { azuredevops } from './index.js';

const SETTINGS = {
  deployments: [{ job: '/deploy (?<environment>\\w+)$', service: 'carillon', environment: '{environment}' }],
};
const setting = settingOf(azuredevops, 'azure', SETTINGS);
const REPO = 'dev.azure.com/bellfounders/Tower/_git/carillon';
const EXECUTION = 'azuredevops:dev.azure.com/bellfounders/builds/512';

const outcomeOf = (name: string, patch: object = {}) =>
  interpretRequest(azuredevops, requestOf(patched(readSample('azuredevops', name), patch)), setting);

const eventsOf = (name: string, patch: object = {}) => {
  const outcome = outcomeOf(name, patch);
  return outcome.outcome === 'accepted' ? outcome.events : [];
};

const typesOf = (name: string, patch: object = {}) => eventsOf(name, patch).map(({ type }) => type);
const resource = (patch: object) => ({ resource: patch });

describe('code', () => {
  it('is a commit of the main line, by whom git names', () => {
    expect(eventsOf('git-push')).toEqual([
      expect.objectContaining({
        type: 'commit.recorded',
        repo: REPO,
        mainline: true,
        items: ['BELL-12'],
        actor: expect.objectContaining({ id: 'mailto:ann@bellfounders.example', confidence: 'asserted' }),
      }),
    ]);
  });

  it('is opened, approved by a vote, and merged by who closed it', () => {
    expect(typesOf('pull-request-created')).toEqual(['change.opened']);
    const [, review] = eventsOf('pull-request-approved');
    expect(review).toMatchObject({
      type: 'change.reviewed',
      decision: 'approved',
      actor: { id: 'azuredevops:bo@bellfounders.example', confidence: 'authenticated' },
    });
    expect(eventsOf('pull-request-merged')[1]).toMatchObject({
      type: 'change.merged',
      at: '2026-03-02T09:05:30.366Z',
      actor: { id: 'azuredevops:ann@bellfounders.example' },
      items: ['BELL-12'],
    });
  });

  it('has its votes told again by later hooks, as the same facts', () => {
    const vote = (name: string) => eventsOf(name).find(({ type }) => type === 'change.reviewed');
    expect(vote('pull-request-merged')?.id).toBe(vote('pull-request-approved')?.id);
    expect(vote('pull-request-approved')!.revision).toBeGreaterThan(vote('pull-request-merged')!.revision!);
  });

  it('is the same by the API, which does not tell when somebody voted', () => {
    const hooked = eventsOf('pull-request-merged').filter(({ type }) => type !== 'change.reviewed');
    expect(eventsOf('api-pull-request').map(({ id }) => id)).toEqual(hooked.map(({ id }) => id));
  });

  it('is abandoned', () => {
    expect(typesOf('pull-request-merged', resource({ status: 'abandoned', reviewers: null }))).toEqual([
      'change.opened',
      'change.abandoned',
    ]);
  });
});

describe('a run', () => {
  it.each(['api-build', 'build-complete', 'run-state-changed'])('is one fact, however told: %s', (name) => {
    const events = eventsOf(name);
    expect(events.map(({ id }) => id)).toEqual(eventsOf('api-build').map(({ id }) => id));
    expect(events[2]).toMatchObject({ type: 'build.finished', build: EXECUTION, outcome: 'success' });
  });

  it('names its commit and the person for whom it ran', () => {
    expect(eventsOf('build-complete')[2]).toMatchObject({
      actor: { id: 'azuredevops:ann@bellfounders.example', kind: 'human' },
      links: expect.arrayContaining([`commit:${REPO}@9b0e27d35fa14c86e2d7b0913f5ac8e4721d60bf`]),
    });
  });

  it.each([
    ['failed', 'failure'],
    ['partiallySucceeded', 'failure'],
    ['canceled', 'cancelled'],
  ])('ends %s', (result, outcome) => {
    expect(eventsOf('api-build', { result })[1]).toMatchObject({ outcome });
  });

  it('still under way has only begun', () => {
    expect(typesOf('api-build', { result: null, status: 'inProgress', finishTime: null })).toEqual([
      'execution.started',
    ]);
  });

  it('has jobs, which deploy where the settings say so', () => {
    const events = eventsOf('api-timeline-job');
    expect(events.map(({ type }) => type)).toEqual([
      'execution.started',
      'execution.finished',
      'deployment.finished',
    ]);
    expect(events[1]).toMatchObject({ parent: EXECUTION });
    expect(events[2]).toMatchObject({ service: 'carillon', environment: 'production' });
  });
});

describe('an approval', () => {
  it.each(['pipeline-approval-completed', 'release-approval-completed'])(
    'is decided by who did, not by the team that was asked: %s',
    (name) => {
      expect(eventsOf(name)).toEqual([
        expect.objectContaining({
          type: 'approval.requested',
          reviewers: [expect.stringMatching(/^azuredevops:team\//)],
        }),
        expect.objectContaining({
          type: 'approval.decided',
          decision: 'granted',
          environment: 'production',
          comment: 'Ring on',
          actor: expect.objectContaining({ id: 'azuredevops:bo@bellfounders.example' }),
        }),
      ]);
    },
  );

  it('that is pending is the same request', () => {
    expect(eventsOf('release-approval-pending').map(({ id }) => id)).toEqual([
      eventsOf('release-approval-completed')[0]!.id,
    ]);
  });

  it('of a pipeline belongs to its run', () => {
    expect(eventsOf('pipeline-approval-completed')[1]!.links).toContain(`execution:${EXECUTION}`);
  });
});

it('a release is brought to an environment', () => {
  expect(eventsOf('release-deployment-completed')).toEqual([
    expect.objectContaining({ type: 'deployment.started', at: '2026-03-02T11:10:05.500Z' }),
    expect.objectContaining({
      type: 'deployment.finished',
      service: 'chimes',
      environment: 'production',
      version: 'Release-77',
      outcome: 'success',
    }),
  ]);
});

describe('a work item', () => {
  it('is created by whom an older version names with the address', () => {
    expect(eventsOf('work-item-created')).toEqual([
      expect.objectContaining({
        type: 'item.created',
        kind: 'Bug',
        actor: expect.objectContaining({ id: 'azuredevops:bo@bellfounders.example' }),
      }),
    ]);
  });

  it('is moved and assigned', () => {
    const events = eventsOf('work-item-updated').slice(1);
    expect(events).toEqual([
      expect.objectContaining({ type: 'item.moved', from: 'New', to: 'Active', active: true }),
      expect.objectContaining({ type: 'item.assigned', person: 'azuredevops:ann@bellfounders.example' }),
    ]);
    const [created] = eventsOf('work-item-created');
    expect(events[0]).toMatchObject({ item: created!.type === 'item.created' && created!.item });
  });

  it('is closed and reopened', () => {
    const move = (oldValue: string, newValue: string) =>
      typesOf('work-item-updated', resource({ fields: { 'System.State': { oldValue, newValue } } }));
    expect(move('Active', 'Done')).toContain('item.closed');
    expect(move('Done', 'Active')).toContain('item.reopened');
  });
});

describe('a delivery', () => {
  const push = requestOf(readSample('azuredevops', 'git-push'));
  const check = (authorization: string | undefined) =>
    azuredevops.authenticate(
      { ...push, headers: authorization === undefined ? {} : { authorization } },
      { values: ['old rope', 'new rope'] },
      RECEPTION,
    ).ok;
  const basic = (password: string) => `Basic ${Buffer.from(`azure:${password}`).toString('base64')}`;

  it('shows one of the valid passwords', () => {
    expect([check(basic('old rope')), check(basic('new rope'))]).toEqual([true, true]);
    expect([check(basic('rope')), check(undefined), check('Bearer new rope')]).toEqual([false, false, false]);
  });

  it('is known by the id in its body, with and without a byte order mark', () => {
    const marked = { ...push, body: Buffer.concat([Buffer.from('\uFEFF'), push.body]) };
    expect(azuredevops.deliveryKey?.(push)).toBe('7d1c0a52-0b7e-4c1e-9b53-5f7a1c0e1001');
    expect(azuredevops.deliveryKey?.(marked)).toBe(azuredevops.deliveryKey?.(push));
    expect(interpretRequest(azuredevops, marked, setting)).toEqual(outcomeOf('git-push'));
  });

  it('of whatever content type is read as what it is', () => {
    const request = { headers: { 'content-type': 'text/plain' }, body: push.body };
    expect(interpretRequest(azuredevops, request, setting)).toEqual(outcomeOf('git-push'));
  });

  it('that was cut off is rejected', () => {
    const request = { headers: {}, body: push.body.subarray(0, 200) };
    expect(interpretRequest(azuredevops, request, setting)).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringMatching(/^The body could not be read: /),
    });
  });

  it('of an unknown kind is ignored', () => {
    expect(outcomeOf('build-queued-unknown')).toEqual({
      outcome: 'ignored',
      reason: "Nothing is derived from Azure DevOps' event ms.vss-code.git-fork",
    });
  });

  it('may lack parts, and hold more than anybody knows', () => {
    const bare = {
      repository: { project: null },
      reviewers: null,
      createdBy: null,
      _links: null,
      more: [{}],
    };
    expect(typesOf('pull-request-created', resource(bare))).toEqual(['change.opened']);
    expect(outcomeOf('git-push', { resource: null })).toEqual({
      outcome: 'ignored',
      reason: 'The push does not name its repository',
    });
  });
});
