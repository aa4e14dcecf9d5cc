import { patched, RECEPTION, readSample, requestOf, type Sample } from '../../../test/support/samples.js';
import type { DeliveryEvent, EventType } from '../../events/vocabulary.js';
import { sha256Hex } from '../../support/hash.js';
import { interpretRequest, type Outcome, settingOf } from '../interpret.js';
import { stackstorm } from './index.js';

const SETTINGS = {
  deployments: [
    {
      action: 'till.dep*',
      service: '{{parameters.service}}',
      environment: '{{ parameters.environment }}',
      version: '{{parameters.version}}',
      sha: '{{parameters.revision}}',
    },
  ],
};
const setting = settingOf(stackstorm, 'st2-shop', SETTINGS);

const outcomeOf = (sample: Sample): Outcome => interpretRequest(stackstorm, requestOf(sample), setting);

const eventsOf = (sample: Sample): DeliveryEvent[] => {
  const outcome = outcomeOf(sample);
  if (outcome.outcome === 'accepted') return outcome.events;
  throw new Error(`${outcome.outcome}: ${outcome.reason}`);
};
const told = (name: string): DeliveryEvent[] => eventsOf(readSample('stackstorm', name));
const typesOf = (events: readonly DeliveryEvent[]): EventType[] => events.map(({ type }) => type);

const WORKFLOW = 'stackstorm:st2-shop/6650a1c2d3e4f5a6b7c8d901';
const INQUIRY = 'stackstorm:st2-shop/6650a1c2d3e4f5a6b7c8d903';

describe('a workflow that ChatOps started', () => {
  it('is an execution with the human as initiator, its rule, its parts and what it names', () => {
    const [started, finished] = told('execution-of-workflow');
    expect(started).toMatchObject({
      type: 'execution.started',
      at: '2026-03-02T09:00:00.120Z',
      execution: WORKFLOW,
      action: 'till.deploy',
      kind: 'workflow',
      trigger: 'rule till.on_merge',
      actor: { id: 'st2-shop:chatops_bot', kind: 'bot', confidence: 'bot' },
      initiator: { id: 'st2-shop:ann', kind: 'human', confidence: 'asserted' },
      url: 'https://st2.bakery.example/#/history/6650a1c2d3e4f5a6b7c8d901/general',
    });
    expect(started?.links).toEqual(
      expect.arrayContaining([
        'item:TILL-19',
        'trace:TILL-19',
        'sha:7c1e4f0b9a2d8e6f5c3b1a0d9e8f7c6b5a4d3e2f',
        `execution:${INQUIRY}`,
        'execution:stackstorm:st2-shop/triggerinstances/6650a0000000000000000002',
      ]),
    );
    expect(finished).toMatchObject({
      type: 'execution.finished',
      at: '2026-03-02T09:04:30.480Z',
      startedAt: '2026-03-02T09:00:00.120Z',
      outcome: 'success',
    });
  });

  it('is a deployment where a person said so, with values from its parameters', () => {
    const deployed = told('execution-of-workflow').filter(({ type }) => type.startsWith('deployment.'));
    expect(deployed).toMatchObject([
      { type: 'deployment.started', service: 'till', environment: 'production' },
      {
        type: 'deployment.finished',
        service: 'till',
        environment: 'production',
        version: '4.2.0',
        sha: '7c1e4f0b9a2d8e6f5c3b1a0d9e8f7c6b5a4d3e2f',
        deployment: WORKFLOW,
        outcome: 'success',
        initiator: { id: 'st2-shop:ann' },
      },
    ]);
  });

  it('is no deployment where a value that the rule needs is not there', () => {
    const sample = patched(readSample('stackstorm', 'execution-of-workflow'), {
      parameters: { environment: undefined },
    });
    expect(typesOf(eventsOf(sample))).toEqual(['execution.started', 'execution.finished']);
  });

  it('has steps, which name it as their parent and are no access of a person', () => {
    expect(told('execution-of-step')).toMatchObject([
      {
        type: 'execution.started',
        parent: WORKFLOW,
        hosts: ['till-1.bakery.example', 'till-2.bakery.example'],
        initiator: { id: 'st2-shop:ann' },
      },
      { type: 'execution.finished', parent: WORKFLOW, outcome: 'failure' },
    ]);
  });

  it('is the same fact by the API, by the trigger of its end and by a notification', () => {
    const byTrigger = told('action-trigger');
    const byApi = told('execution-of-workflow').filter(({ id }) => byTrigger.some((one) => one.id === id));
    expect(typesOf(byApi)).toEqual(typesOf(byTrigger));
    for (const event of byTrigger) {
      const other = byApi.find(({ id }) => id === event.id);
      expect(other?.revision).toBeGreaterThan(event.revision ?? 0);
    }
  });

  it('was set off by a trigger instance through the enforcement of a rule', () => {
    const [instance] = told('trigger-instance');
    const [enforcement] = told('rule-enforcement');
    expect(instance).toMatchObject({ kind: 'trigger', action: 'till.merged', outcome: 'success' });
    expect(instance?.links).toContain('item:TILL-19');
    expect(enforcement).toMatchObject({
      kind: 'rule',
      action: 'till.on_merge',
      parent: 'stackstorm:st2-shop/triggerinstances/6650a0000000000000000002',
    });
    expect(enforcement?.links).toContain(`execution:${WORKFLOW}`);
    expect(told('rule-enforcement-failed')).toMatchObject([{ outcome: 'error' }]);
  });

  it('is tied together by its trace', () => {
    expect(told('trace')).toMatchObject([{ kind: 'trace', action: 'TILL-19' }]);
    expect(told('trace')[0]?.links).toEqual([
      'trace:TILL-19',
      'item:TILL-19',
      `execution:${WORKFLOW}`,
      'execution:stackstorm:st2-shop/triggerinstances/6650a0000000000000000002',
    ]);
  });
});

describe('an inquiry', () => {
  it('that waits for a person asks for an approval and offers a handoff', () => {
    const events = told('inquiry-pending').filter(({ type }) => !type.startsWith('execution.'));
    expect(events).toMatchObject([
      {
        type: 'approval.requested',
        at: '2026-03-02T09:02:01.000Z',
        approval: INQUIRY,
        reviewers: ['st2-shop:cleo', 'st2-shop:role/release'],
        initiator: { id: 'st2-shop:ann' },
      },
      { type: 'handoff.offered', item: 'TILL-19', from: 'st2-shop:ann', to: 'st2-shop:cleo' },
    ]);
  });

  it('that was answered is decided by the name in the answer, which is only asserted', () => {
    const events = told('inquiry-answered');
    expect(events.find(({ type }) => type === 'approval.decided')).toMatchObject({
      at: '2026-03-02T09:03:40.000Z',
      approval: INQUIRY,
      decision: 'granted',
      actor: { id: 'st2-shop:cleo', confidence: 'asserted' },
      initiator: { id: 'st2-shop:ann' },
    });
    expect(typesOf(events)).toContain('handoff.accepted');
  });

  it('that was answered without a name is decided by nobody known', () => {
    const sample = patched(readSample('stackstorm', 'inquiry-answered'), {
      result: { response: { approver: undefined } },
    });
    const decided = eventsOf(sample).find(({ type }) => type === 'approval.decided');
    expect(decided).not.toHaveProperty('actor');
  });

  it('that was answered with a no is rejected and comes back', () => {
    const sample = patched(readSample('stackstorm', 'inquiry-answered'), {
      result: { response: { proceed: false } },
    });
    const events = eventsOf(sample);
    expect(events.find(({ type }) => type === 'approval.decided')).toMatchObject({ decision: 'rejected' });
    expect(events.find(({ type }) => type === 'handoff.returned')).toMatchObject({
      reason: 'The answer was no',
    });
  });

  it('that nobody answered in time has expired', () => {
    expect(told('inquiry-timed-out').find(({ type }) => type === 'approval.decided')).toMatchObject({
      decision: 'expired',
    });
  });

  it('is known from the moment of its trigger', () => {
    const requested = told('inquiry-trigger').find(({ type }) => type === 'approval.requested');
    expect(requested?.id).toBe(told('inquiry-pending').find(({ type }) => type === 'approval.requested')?.id);
  });
});

describe('a command that somebody ran by hand', () => {
  it('is an access to its host, under the ticket that it names', () => {
    const access = told('execution-by-hand').filter(({ type }) => type.startsWith('access.'));
    expect(access).toMatchObject([
      {
        type: 'access.opened',
        host: 'till-1.bakery.example',
        ticket: 'INC-7',
        actor: { id: 'st2-shop:bo', kind: 'human', confidence: 'authenticated' },
      },
      { type: 'access.closed', at: '2026-03-02T11:00:03.000Z' },
    ]);
  });
});

describe('what comes otherwise than expected', () => {
  it('runs still: it has started and not finished', () => {
    expect(typesOf(told('execution-running'))).toEqual(['execution.started']);
  });

  it('is of version 1, in YAML, with names in place of references', () => {
    expect(told('execution-of-version-1-as-yaml')).toMatchObject([
      { action: 'till.restart' },
      { outcome: 'success', startedAt: '2014-09-01T00:00:01.000Z' },
    ]);
  });

  it('has more than we know of and less than we use', () => {
    const bare = { id: 'x1', status: 'failed', start_timestamp: '2026-03-02T09:00:00Z', moon: { phase: 1 } };
    expect(typesOf(eventsOf({ headers: {}, body: bare }))).toEqual([
      'execution.started',
      'execution.finished',
    ]);
  });

  it('holds several records, of which one is enough to be accepted', () => {
    const body = [{ name: 'nothing' }, readSample('stackstorm', 'trace').body];
    expect(typesOf(eventsOf({ headers: {}, body }))).toEqual(['execution.started']);
  });

  it.each([
    ['a rule', { name: 'r', criteria: {}, trigger: { type: 'core.st2.webhook' } }, /enforcements/],
    ['an unknown record', { colour: 'red' }, /no execution/],
    ['an execution without a time', { id: 'x', status: 'running' }, /says no time/],
    ['the list of inquiries', readSample('stackstorm', 'inquiries-listed').body, /execution of the same id/],
  ])('is %s and is ignored with the reason', (_, body, reason) => {
    expect(outcomeOf({ headers: {}, body })).toEqual({
      outcome: 'ignored',
      reason: expect.stringMatching(reason),
    });
  });

  it('was cut off, so it is rejected', () => {
    const body = JSON.stringify(readSample('stackstorm', 'trace').body).slice(0, 80);
    expect(outcomeOf({ headers: { 'content-type': 'text/plain' }, body }).outcome).toBe('rejected');
  });
});

describe('who may send', () => {
  const secret = { values: [sha256Hex('a-token')] };
  const authenticated = (headers: Record<string, string>) =>
    stackstorm.authenticate({ headers, body: Buffer.from('{}') }, secret, RECEPTION);

  it('shows a bearer token, or its key in the header that StackStorm itself uses', () => {
    expect(authenticated({ authorization: 'Bearer a-token' })).toEqual({ ok: true });
    expect(authenticated({ 'st2-api-key': 'a-token' })).toEqual({ ok: true });
  });

  it.each([
    [{ 'st2-api-key': 'another' }],
    [{ authorization: 'Bearer another', 'st2-api-key': 'a-token' }],
    [{}],
  ])('%j is refused', (headers) => {
    expect(authenticated(headers as Record<string, string>).ok).toBe(false);
  });
});
