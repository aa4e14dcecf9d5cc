import { patched, RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import { interpretRequest, settingOf } from '../interpret.js';
import { jenkins } from './index.js';

const setting = settingOf(jenkins, 'ci', {
  deployments: [{ job: '^shop/deploy$', service: '{SERVICE}', environment: '{TARGET}' }],
  services: ['robot'],
});

const outcomeOf = (name: string, patch?: object) => {
  const sample = readSample('jenkins', name);
  return interpretRequest(jenkins, requestOf(patch ? patched(sample, patch) : sample), setting);
};

const eventsOf = (name: string, patch?: object) => {
  const outcome = outcomeOf(name, patch);
  return outcome.outcome === 'accepted' ? outcome.events : [];
};

const SHA = '7c3f0d9b52e84a16bb90c1d7e2a5f4836b0d1c29';
const one = (name: string, type: string, patch?: object) =>
  eventsOf(name, patch).find((event) => event.type === type);

describe('the notification plug-in', () => {
  it('tells a run, a build of a commit, what it made, its tests, and a deployment by the settings', () => {
    expect(eventsOf('notification-completed').map(({ type }) => type)).toEqual([
      'execution.finished',
      'build.finished',
      'artifact.published',
      'verification.finished',
      'deployment.finished',
    ]);
    expect(one('notification-completed', 'deployment.finished')).toMatchObject({
      service: 'till',
      environment: 'production',
      outcome: 'success',
      kind: 'deploy',
      at: '2026-03-02T09:41:35.000Z',
      repo: 'github.com/bakery/till',
      sha: SHA,
      links: ['execution:jenkins:ci/shop/deploy/31', `commit:github.com/bakery/till@${SHA}`, 'item:TILL-12'],
    });
    expect(one('notification-completed', 'artifact.published')).toMatchObject({
      artifact: 'pkg:generic/shop/deploy/till.tar.gz@31',
      sha: SHA,
    });
  });

  it('tells the start twice and the end twice, each as one fact', () => {
    const ids = (name: string) => eventsOf(name).map(({ id }) => id);
    expect(ids('notification-queued')).toEqual(ids('notification-started'));
    expect(ids('notification-completed')).toEqual(
      expect.arrayContaining(ids('notification-finalized').slice(0, 3)),
    );
  });

  it('of an older version tells no time, so nothing', () => {
    const old = {
      build: { timestamp: undefined, parameters: undefined, artifacts: undefined, scm: undefined },
    };
    expect(outcomeOf('notification-completed', old)).toEqual({
      outcome: 'ignored',
      reason: 'The build 31 of shop/deploy does not say when it began or how and when it ended.',
    });
  });
});

describe('the CDEvents plug-in', () => {
  it('tells the same fact as the notification plug-in and the API, and who started it by its word', () => {
    const finished = one('cdevents-finished', 'execution.finished');
    expect(finished).toMatchObject({
      execution: 'jenkins:ci/shop/deploy/31',
      outcome: 'success',
      actor: { id: 'jenkins:ci/cy', name: 'Cy Tower', kind: 'human', confidence: 'asserted' },
    });
    const others = ['notification-completed', 'api-build'].map((name) => one(name, 'execution.finished')!.id);
    expect(others).toEqual([finished!.id, finished!.id]);
  });

  it('tells the end of a step below its build', () => {
    expect(eventsOf('cdevents-step')).toMatchObject([
      {
        type: 'execution.finished',
        action: 'Bake',
        outcome: 'error',
        links: ['execution:jenkins:ci/shop/deploy/31'],
      },
    ]);
  });

  it('may send what keeps to the specification, which is read like any CDEvent', () => {
    expect(eventsOf('cdevents-of-the-specification')).toMatchObject([
      { type: 'execution.finished', source: 'https://ci.bakery.example' },
    ]);
  });

  it.each([
    ['cdevents-queued', 'A run that waits in the queue has no number yet; its start will tell of it.'],
    [
      'java-text',
      'The HTTP sink of the CDEvents plug-in sends a text of Java and no JSON: use the notification plug-in.',
    ],
  ])('is ignored with a reason: %s', (name, reason) => {
    expect(outcomeOf(name)).toEqual({ outcome: 'ignored', reason });
  });
});

describe('the API', () => {
  it('tells a person as asserted, a program as none, and nobody for anonymous', () => {
    expect(one('api-build', 'execution.started')!.actor).toMatchObject({
      kind: 'human',
      confidence: 'asserted',
    });
    const by = (userId: string) => ({ actions: [{ causes: [{ userId }] }] });
    expect(one('api-build', 'execution.started', by('robot'))!.actor).toMatchObject({
      kind: 'service',
      confidence: 'bot',
    });
    expect(one('api-build', 'execution.started', by('anonymous'))!.actor).toBeUndefined();
  });

  it('tells the build upstream, and what a timer set off', () => {
    expect(one('api-upstream', 'execution.finished')).toMatchObject({
      outcome: 'cancelled',
      actor: { id: 'jenkins:ci/upstream', kind: 'service' },
      links: expect.arrayContaining(['execution:jenkins:ci/shop/till/main/7', 'item:TILL-12']),
    });
    expect(eventsOf('api-running')).toMatchObject([
      { type: 'execution.started', actor: { id: 'jenkins:ci/timer' } },
      { type: 'deployment.started', service: 'till' },
    ]);
  });

  it('tells a pull request by its job, and failed tests', () => {
    expect(one('api-job', 'verification.finished')).toMatchObject({
      suite: 'shop/till/PR-17',
      outcome: 'failure',
      links: expect.arrayContaining(['change:github.com/bakery/till#17']),
    });
    expect(JSON.stringify(eventsOf('api-job'))).not.toContain('item:PR-17');
  });

  it('may leave out what is optional, or have it in another shape', () => {
    const odd = { actions: 'none', changeSets: null, artifacts: [null], fullDisplayName: 5, extra: {} };
    expect(eventsOf('api-build', odd).map(({ type }) => type)).toEqual([
      'execution.started',
      'execution.finished',
    ]);
  });
});

describe('a delivery', () => {
  it.each([
    [{ type: 'dev.cdevents.change.merged.0.1.0' }, /^Nothing is derived from dev\.cdevents\.change/],
    [{ build: { phase: 'STARTED' } }, /does not name its job/],
    [{ anything: 1 }, /none of a build of Jenkins/],
  ])('is ignored with a reason: %j', (body, reason) => {
    expect(interpretRequest(jenkins, requestOf({ headers: {}, body }), setting)).toEqual({
      outcome: 'ignored',
      reason: expect.stringMatching(reason),
    });
  });

  it('in XML says what to do', () => {
    expect(
      interpretRequest(jenkins, { headers: {}, body: Buffer.from('<job><name>a</name></job>') }),
    ).toEqual({
      outcome: 'ignored',
      reason: 'The notification plug-in sends XML: set its format to JSON.',
    });
  });

  it('is recognized by the password in the address that the plug-in calls', () => {
    const check = (password: string) =>
      jenkins.authenticate(
        {
          headers: { authorization: `Basic ${Buffer.from(`jenkins:${password}`).toString('base64')}` },
          body: Buffer.from('{}'),
        },
        { values: ['rye'] },
        RECEPTION,
      );
    expect(check('rye')).toEqual({ ok: true });
    expect(check('oat')).toMatchObject({ ok: false, reason: expect.stringMatching(/password/) });
  });

  it('is rejected when it is cut off or a form', () => {
    const { body } = requestOf(readSample('jenkins', 'api-build'));
    for (const bad of [body.subarray(0, 100), Buffer.from('name=deploy')])
      expect(interpretRequest(jenkins, { headers: {}, body: bad }).outcome).toBe('rejected');
  });
});
