import { createHmac } from 'node:crypto';
import { patched, RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import { interpretRequest, settingOf } from '../interpret.js';
import { circleci } from './index.js';

const SETTINGS = {
  deployments: [{ job: '/deploy-(?<environment>\\w+)$', service: 'till', environment: '{environment}' }],
};
const setting = settingOf(circleci, 'circle', SETTINGS);

const outcomeOf = (name: string, patch: object = {}) =>
  interpretRequest(circleci, requestOf(patched(readSample('circleci', name), patch)), setting);

const eventsOf = (name: string, patch: object = {}) => {
  const outcome = outcomeOf(name, patch);
  return outcome.outcome === 'accepted' ? outcome.events : [];
};

const SHA = '7c3f0d9b52e84a16bb90c1d7e2a5f4836b0d1c29';

describe('a workflow', () => {
  it('is a run and a build of its commit, and belongs to its pipeline and its ticket', () => {
    const events = eventsOf('workflow-completed');
    expect(events.map(({ type }) => type)).toEqual([
      'execution.started',
      'execution.finished',
      'build.finished',
    ]);
    expect(events[2]).toMatchObject({ outcome: 'success', repo: 'github.com/bakery/till', sha: SHA });
    expect(events[1]!.links).toEqual(
      expect.arrayContaining([
        'execution:circleci:pipeline/5a1d0c3e-7d14-4f8e-9b1e-0c52f4a90001',
        `commit:github.com/bakery/till@${SHA}`,
        'item:TILL-12',
      ]),
    );
  });

  it('is one fact by webhook and by API, and only the API tells who started it', () => {
    const [pushed, pulled] = [eventsOf('workflow-completed'), eventsOf('api-workflow')];
    expect(pulled.map(({ id }) => id)).toEqual(pushed.map(({ id }) => id));
    expect(pushed[0]).not.toHaveProperty('actor');
    expect(pulled[0]!.actor).toMatchObject({
      id: 'github:anna-b',
      kind: 'human',
      confidence: 'authenticated',
    });
  });

  it('that a timer set off has no person', () => {
    const scheduled = { pipeline: { trigger: { type: 'schedule', actor: null } } };
    expect(eventsOf('api-workflow', scheduled)[0]!.actor).toMatchObject({
      id: 'circleci:schedule',
      kind: 'service',
    });
  });

  it('that still runs has only begun', () => {
    const running = { status: 'running', stopped_at: null };
    expect(eventsOf('api-workflow', running).map(({ type }) => type)).toEqual(['execution.started']);
  });
});

describe('a job', () => {
  it('that tests is a verification too', () => {
    expect(eventsOf('job-completed')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          type: 'verification.finished',
          suite: 'build-and-deploy/test',
          outcome: 'failure',
          sha: SHA,
        }),
      ]),
    );
  });

  it('deploys what the settings say, where they say it', () => {
    const deployed = eventsOf('api-deploy-job').filter(({ type }) => type.startsWith('deployment'));
    expect(deployed).toMatchObject([
      { type: 'deployment.started', service: 'till', environment: 'production', sha: SHA },
      { type: 'deployment.finished', outcome: 'success', kind: 'deploy', at: '2026-03-02T09:36:18.000Z' },
    ]);
    const plain = interpretRequest(circleci, requestOf(readSample('circleci', 'api-deploy-job')));
    expect(JSON.stringify(plain)).not.toContain('deployment.');
  });

  it('that waits for a person is an approval, granted by whom the API names', () => {
    expect(eventsOf('api-approval')).toMatchObject([
      { type: 'approval.requested', actor: { id: 'github:anna-b' } },
      {
        type: 'approval.decided',
        decision: 'granted',
        actor: { id: 'circleci:9d0b7e5c-3f1a-4c2d-8e66-77aa01bc0d10' },
      },
    ]);
    expect(eventsOf('api-approval', { status: 'on_hold' }).map(({ type }) => type)).toEqual([
      'approval.requested',
    ]);
  });
});

describe('a pipeline', () => {
  it('whose configuration is broken ends before it begins', () => {
    expect(eventsOf('api-pipeline-errored')).toMatchObject([
      { type: 'execution.started' },
      { type: 'execution.finished', outcome: 'error', action: 'No configuration was found' },
    ]);
  });
});

describe('a delivery', () => {
  const request = requestOf(readSample('circleci', 'workflow-completed'));
  const sign = (secret: string) => `v1=${createHmac('sha256', secret).update(request.body).digest('hex')}`;
  const check = (signature: string) =>
    circleci.authenticate(
      { ...request, headers: { 'circleci-signature': signature } },
      { values: ['yeast'] },
      RECEPTION,
    );

  it('may carry several signatures, of which one of version 1 has to be right', () => {
    expect(check(sign('yeast'))).toEqual({ ok: true });
    expect(check(`${sign('old')},v0=abc, ${sign('yeast')}`)).toEqual({ ok: true });
    expect(check(sign('guessed'))).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/does not match/),
    });
    expect(check(sign('yeast').replace('v1=', 'v2=')).ok).toBe(false);
  });

  it('is known by the id that CircleCI gives it', () => {
    expect(circleci.deliveryKey?.(request)).toBe('e1a7');
    expect(circleci.deliveryKey?.({ headers: {}, body: Buffer.from('{') })).toBeUndefined();
  });

  it.each([
    [
      { type: 'pipeline-retired', id: 'x', happened_at: '2026-03-02T09:36:20Z' },
      "Nothing is derived from CircleCI's event pipeline-retired.",
    ],
    [
      { type: 'job-completed', id: 'x', happened_at: '2026-03-02T09:36:20Z' },
      'The record names no run by its id.',
    ],
    [{ anything: 1 }, 'The record is no pipeline, workflow or job of CircleCI.'],
  ])('is ignored with a reason: %j', (body, reason) => {
    expect(interpretRequest(circleci, requestOf({ headers: {}, body }))).toEqual({
      outcome: 'ignored',
      reason,
    });
  });

  it('does without what is optional and does not mind what is new', () => {
    const bare = { pipeline: null, project: undefined, organization: 7, workflow: { url: 5, extra: {} } };
    expect(eventsOf('workflow-completed', bare).map(({ type }) => type)).toContain('build.finished');
  });

  it('is rejected when it is cut off or no JSON', () => {
    for (const body of [request.body.subarray(0, 200), Buffer.from('type=workflow-completed')])
      expect(interpretRequest(circleci, { headers: {}, body })).toMatchObject({ outcome: 'rejected' });
  });
});
