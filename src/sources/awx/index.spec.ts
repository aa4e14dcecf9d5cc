import { patched, RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import { interpretRequest, settingOf } from '../interpret.js';
import { awx } from './index.js';

const setting = settingOf(awx, 'oven', {
  deployments: [{ job: '^Deploy ', service: '{service}', environment: 'Production', version: '{version}' }],
  environments: { 'Shops North': 'production' },
});

const outcomeOf = (name: string, patch: object = {}) =>
  interpretRequest(awx, requestOf(patched(readSample('awx', name), patch)), setting);

const eventsOf = (name: string, patch: object = {}) => {
  const outcome = outcomeOf(name, patch);
  return outcome.outcome === 'accepted' ? outcome.events : [];
};

const ANNA = { id: 'awx:oven/anna', kind: 'human', confidence: 'authenticated' };

describe('a job', () => {
  it('is a run on hosts, by a person, in the environment that its inventory is', () => {
    expect(eventsOf('job')[1]).toMatchObject({
      type: 'execution.finished',
      execution: 'awx:oven/901',
      outcome: 'failure',
      action: 'Deploy till',
      hosts: ['shop1.bakery.example', 'shop2.bakery.example'],
      environment: 'production',
      actor: ANNA,
      at: '2026-03-02T09:44:10.552Z',
      links: ['item:TILL-12'],
    });
  });

  it('deploys what its extra variables name, where the settings say so', () => {
    expect(eventsOf('job').slice(2)).toMatchObject([
      { type: 'deployment.started', service: 'till', environment: 'production', version: '2.4.1' },
      { type: 'deployment.finished', outcome: 'failure', kind: 'deploy', hosts: { length: 2 } },
    ]);
    expect(JSON.stringify(eventsOf('job'))).not.toContain('$encrypted$');
  });

  it('that names no service deploys nothing that we know of', () => {
    expect(eventsOf('job', { extra_vars: '{}' }).map(({ type }) => type)).toEqual([
      'execution.started',
      'execution.finished',
    ]);
  });

  it('is one fact when it starts, when it ends, and when it is pulled', () => {
    const [started] = eventsOf('started');
    expect(started).toMatchObject({ type: 'execution.started' });
    expect(started!.id).toBe(eventsOf('job')[0]!.id);
    expect(started!.id).toBe(eventsOf('api-job', { id: 901 })[0]!.id);
  });

  it('that a timer set off has no person, and belongs to its workflow and its commit', () => {
    const [started] = eventsOf('api-job');
    expect(started!.actor).toMatchObject({ id: 'awx:oven/scheduled', kind: 'service' });
    expect(started!.links).toEqual([
      'execution:awx:oven/900',
      'sha:7c3f0d9b52e84a16bb90c1d7e2a5f4836b0d1c29',
      'definition:awx:oven/job_template/7',
    ]);
  });

  it.each([
    ['pending', { status: 'pending', started: null, finished: null }],
    [
      'older, without parts that came later',
      { hosts: null, extra_vars: null, friendly_name: undefined, inventory: null },
    ],
    [
      'stranger, with parts of another kind',
      { hosts: [], limit: 4, summary_fields: 'none', created_by: { name: 'x' } },
    ],
  ])('may be %s', (_, patch) => {
    expect(outcomeOf('job', patch).outcome).not.toBe('rejected');
  });
});

describe('a command that somebody typed', () => {
  it('is access, with what was run', () => {
    expect(eventsOf('ad-hoc').map(({ type }) => type)).toEqual([
      'execution.started',
      'execution.finished',
      'access.opened',
      'access.closed',
    ]);
    expect(eventsOf('ad-hoc')[2]).toMatchObject({
      command: 'shell: uptime',
      actor: { id: 'awx:oven/cy' },
      links: expect.arrayContaining(['execution:awx:oven/902']),
    });
  });
});

describe('an approval', () => {
  it('is decided; only the API tells by whom', () => {
    expect(eventsOf('approval')[1]).toMatchObject({ type: 'approval.decided', decision: 'granted' });
    expect(eventsOf('approval')[1]).not.toHaveProperty('actor');
    expect(eventsOf('api-approval')[1]).toMatchObject({
      decision: 'rejected',
      actor: { id: 'awx:oven/cy', confidence: 'authenticated' },
      links: ['execution:awx:oven/900'],
    });
    expect(eventsOf('api-approval', { timed_out: true })[1]).toMatchObject({ decision: 'expired' });
  });
});

describe('the activity stream', () => {
  it('tells who may do what from now on', () => {
    expect(eventsOf('api-activity')).toMatchObject([
      {
        type: 'resource.changed',
        kind: 'role',
        resource: 'awx:oven/role/9',
        detail: 'associate user/3',
        actor: ANNA,
      },
    ]);
  });

  it('tells who edited a template, which its jobs name', () => {
    const [edit] = eventsOf('api-activity', {
      ...{ operation: 'update', object1: 'job_template', object2: '' },
      changes: { playbook: ['old.yml', 'new.yml'] },
      summary_fields: { job_template: [{ id: 7, name: 'Deploy till' }] },
    });
    expect(edit).toMatchObject({ type: 'resource.changed', kind: 'job_template', actor: ANNA });
    expect(eventsOf('api-job')[0]!.links).toContain(edit!.links?.[0]);
  });

  it.each([
    [{ operation: 'gaze' }, 'Nothing is derived from the operation gaze.'],
    [{ timestamp: null }, 'The entry does not say when it happened.'],
    [{ object1: 'job' }, 'A job is told by its own record.'],
  ])('is ignored with a reason: %j', (patch, reason) => {
    expect(outcomeOf('api-activity', patch)).toEqual({ outcome: 'ignored', reason });
  });
});

describe('a delivery', () => {
  it('whose message somebody wrote differently is ignored, and says what to do', () => {
    expect(outcomeOf('custom-message')).toEqual({
      outcome: 'ignored',
      reason: 'The notification names no job by its id: use the default message of AWX.',
    });
  });

  it('may be a page of the API', () => {
    const results = [readSample('awx', 'api-job').body, readSample('awx', 'api-activity').body];
    const outcome = interpretRequest(
      awx,
      requestOf({ headers: {}, body: { count: 2, next: null, results } }),
      setting,
    );
    expect(outcome).toMatchObject({ outcome: 'accepted', events: { length: 3 } });
  });

  it('is recognized by the header or the password that the notification was given', () => {
    const check = (authorization: string) =>
      awx.authenticate(
        { headers: { authorization }, body: Buffer.from('{}') },
        { values: ['old', 'rye'] },
        RECEPTION,
      );
    expect(check('Bearer rye').ok).toBe(true);
    expect(check(`Basic ${Buffer.from('awx:rye').toString('base64')}`).ok).toBe(true);
    expect(check('Bearer oat').ok).toBe(false);
  });

  it('is rejected when it is cut off or a form', () => {
    const { body } = requestOf(readSample('awx', 'job'));
    for (const bad of [body.subarray(0, 90), Buffer.from('id=1&status=failed')])
      expect(interpretRequest(awx, { headers: {}, body: bad }, setting).outcome).toBe('rejected');
  });
});
