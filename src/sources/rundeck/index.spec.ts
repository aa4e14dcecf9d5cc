import { patched, RECEPTION, readSample, requestOf, type Sample } from '../../../test/support/samples.js';
import type { DeliveryEvent, EventType } from '../../events/vocabulary.js';
import { sha256Hex } from '../../support/hash.js';
import { interpretRequest, type Outcome, settingOf } from '../interpret.js';
import { rundeck } from './index.js';

const SETTINGS = {
  zone: 'Europe/Berlin',
  approvals: ['till/approve*'],
  deployments: [
    {
      action: '*/deploy',
      service: 'till',
      environment: '{{options.environment}}',
      version: '{{options.version}}',
    },
  ],
};
const setting = settingOf(rundeck, 'ops', SETTINGS);

const outcomeOf = (sample: Sample): Outcome => interpretRequest(rundeck, requestOf(sample), setting);
const eventsOf = (sample: Sample): DeliveryEvent[] => {
  const outcome = outcomeOf(sample);
  if (outcome.outcome === 'accepted') return outcome.events;
  throw new Error(`${outcome.outcome}: ${outcome.reason}`);
};
const told = (name: string): DeliveryEvent[] => eventsOf(readSample('rundeck', name));
const runsOf = (name: string): DeliveryEvent[] =>
  told(name).filter(({ type }) => type.startsWith('execution.'));
const typesOf = (events: readonly DeliveryEvent[]): EventType[] => events.map(({ type }) => type);

const JOB = '0b7c1e4f-1111-4222-8333-944445555666';

describe('a job of Rundeck', () => {
  it('starts, as its notification says', () => {
    expect(runsOf('notification-start')).toMatchObject([
      {
        type: 'execution.started',
        at: '2026-03-02T09:00:00.250Z',
        execution: 'rundeck:ops/812',
        action: 'till/deploy',
        kind: 'job',
        actor: { id: 'ops:ann', confidence: 'authenticated' },
        links: ['item:TILL-19', `definition:rundeck:ops/job/${JOB}`],
      },
    ]);
  });

  it('takes longer than it usually does', () => {
    const [late, ...others] = runsOf('notification-average-duration-exceeded');
    expect(late).toMatchObject({ type: 'execution.started', overdue: true });
    expect(late?.id).toBe(runsOf('notification-start')[0]?.id);
    expect(others).toEqual([]);
  });

  it('ends, which its notification dates no better than by the start; the API corrects that', () => {
    const byNotification = runsOf('notification-success')[1];
    const byApi = runsOf('api-executions').find(({ id }) => id === byNotification?.id);
    expect(byApi).toMatchObject({ at: '2026-03-02T09:01:10.500Z', outcome: 'success' });
    expect(byApi?.revision).toBeGreaterThan(byNotification?.revision ?? 0);
  });

  it('fails, as a notification in XML says', () => {
    expect(runsOf('notification-failure-as-xml')).toMatchObject([
      { type: 'execution.started', at: '2026-03-02T09:00:00.250Z', actor: { id: 'ops:ann' } },
      { type: 'execution.finished', outcome: 'failure', action: 'till/deploy' },
    ]);
  });

  it('is a deployment where a person said so, with the values of its options', () => {
    for (const name of ['api-executions', 'notification-success', 'notification-failure-as-xml']) {
      const deployed = told(name).find(({ type }) => type === 'deployment.finished');
      expect(deployed).toMatchObject({ service: 'till', environment: 'production', version: '4.2.0' });
    }
  });

  it('that somebody else stopped was ended by that person, and begun by the other', () => {
    expect(runsOf('api-executions').at(-1)).toMatchObject({
      outcome: 'cancelled',
      actor: { id: 'ops:bo' },
      initiator: { id: 'ops:ann' },
    });
  });

  it('that a schedule started was allowed, and not done, by whoever saved it', () => {
    const [started] = runsOf('api-scheduled');
    expect(started).toMatchObject({ trigger: 'schedule', authorizer: { id: 'ops:cleo' } });
    expect(started).not.toHaveProperty('actor');
  });

  it('that a person called an approval is one', () => {
    const sample = patched(readSample('rundeck', 'notification-success'), {
      execution: { job: { name: 'approve-release' } },
    });
    expect(eventsOf(sample).find(({ type }) => type === 'approval.decided')).toMatchObject({
      decision: 'granted',
      actor: { id: 'ops:ann', confidence: 'authenticated' },
      links: ['execution:rundeck:ops/812', 'item:TILL-19'],
    });
  });

  it.each([
    ['api-history', 'rundeck:ops/812', 'success'],
    ['api-state', 'rundeck:ops/812', 'success'],
    ['api-of-version-11-as-xml', 'rundeck:ops/77', 'success'],
    ['archive-execution-as-xml', 'rundeck:ops/41', 'failure'],
  ])('is known by %s', (name, execution, outcome) => {
    expect(runsOf(name)).toMatchObject([
      { type: 'execution.started', execution },
      { type: 'execution.finished', execution, outcome },
    ]);
  });
});

describe('a command without a job', () => {
  it('is an access to its host, under the ticket that it names', () => {
    const access = told('api-adhoc-command').filter(({ type }) => type.startsWith('access.'));
    expect(access).toMatchObject([
      { type: 'access.opened', host: 'till-1.bakery.example', ticket: 'INC-7', actor: { id: 'ops:bo' } },
      { type: 'access.closed', at: '2026-03-02T11:00:04.000Z' },
    ]);
  });
});

describe('the log files', () => {
  it('say local times, of the zone that a person set', () => {
    expect(runsOf('executions-log')).toMatchObject([
      { type: 'execution.started', at: '2026-03-02T09:00:00.250Z', execution: 'rundeck:ops/812' },
      { type: 'execution.finished', at: '2026-03-02T09:01:10.500Z', outcome: 'success' },
      {
        type: 'execution.finished',
        outcome: 'cancelled',
        actor: { id: 'ops:bo' },
        initiator: { id: 'ops:ann' },
      },
    ]);
  });

  it('follow daylight saving', () => {
    const line = '[2026-07-02 10:00:00,000] ann start [9:running] bakery ann/- "a/b"[u]';
    const [started] = eventsOf({ headers: {}, body: line });
    expect(started?.at).toBe('2026-07-02T08:00:00.000Z');
  });

  it('tell who signed in, edited a job or a right, and ran something', () => {
    const trail = told('audit-log');
    expect(trail).toMatchObject([
      { type: 'access.opened', at: '2026-03-02T09:00:00.033Z', host: 'rundeck.bakery.example' },
      { type: 'resource.created', kind: 'job-definition', resource: 'rundeck:ops/bakery/till/deploy' },
      { type: 'resource.changed', kind: 'job-definition', resource: 'rundeck:ops/bakery/till/deploy' },
      { type: 'execution.started', execution: 'rundeck:ops/840', action: 'till/deploy' },
      { type: 'resource.changed', kind: 'system_acl' },
      { type: 'access.closed' },
    ]);
    expect(JSON.stringify(trail)).not.toContain('node0abc1');
  });

  it('tell one edit once, though it stands in two of them', () => {
    const [edit] = told('jobs-log');
    expect(told('audit-log').map(({ id }) => id)).toContain(edit?.id);
  });

  it('name the job that was edited as its runs name it, however either is told', () => {
    const named = (name: string, type: string) =>
      told(name)
        .filter((event) => event.type.startsWith(type))
        .map(({ links }) => links?.filter((link) => link.startsWith('definition:')));
    const ops = (job: string) => `definition:rundeck:ops/job/${job}`;
    const edited = [ops('bakery/till/deploy'), ops(JOB)];
    expect(named('jobs-log', 'resource.')[0]).toEqual(edited);
    // Of a new job the audit trail knows only the path; an access list is no job.
    expect(named('audit-log', 'resource.')).toEqual([[ops('bakery/till/deploy')], edited, undefined]);
    for (const log of [
      'audit-log',
      'executions-log',
      'api-history',
      'api-executions',
      'notification-success',
    ])
      for (const run of named(log, 'execution.')) expect(run).toEqual([ops(JOB)]);
    const [started] = eventsOf({
      headers: {},
      body: '[2026-03-02 10:00:00,250] ann start [7:running] bakery ann/- "till/deploy"[]',
    });
    expect(started?.links).toEqual([ops('bakery/till/deploy')]);
  });

  it('know of an edit most by the line that names the job’s id', () => {
    const [edit] = told('jobs-log');
    const [created] = told('audit-log').filter(({ type }) => type === 'resource.created');
    expect(edit!.revision ?? 0).toBeGreaterThan(created!.revision ?? 0);
  });
});

describe('what comes otherwise than expected', () => {
  it.each([
    ['a definition', readSample('rundeck', 'job-definition-as-xml').body, /audit trail/],
    ['an unknown record', { colour: 'red' }, /no execution/],
    ['an execution without a time', { execution: { id: 5, status: 'failed' } }, /says no time/],
    ['a line of another log', '[2026-03-02 10:00:00] who knows', /none of/],
    ['an hour that there is not', '[2026-03-02 25:00:00] x', /begin with a time/],
  ])('is %s and is ignored with the reason', (_, body, reason) => {
    expect(outcomeOf({ headers: {}, body })).toEqual({
      outcome: 'ignored',
      reason: expect.stringMatching(reason),
    });
  });

  it.each([
    ['cut off', '{"trigger": "success", "exec'],
    ['XML that is cut off', '<notification><executions>'],
    ['XML with entities of its own', '<!DOCTYPE a [<!ENTITY b "c">]><executions>&b;</executions>'],
    ['XML that is nested without end', '<a>'.repeat(2_000)],
  ])('is %s and is rejected', (_, body) => {
    expect(outcomeOf({ headers: {}, body }).outcome).toBe('rejected');
  });

  it('has a status that we do not know: it started, and nobody knows how it ended', () => {
    const sample = patched(readSample('rundeck', 'api-adhoc-command'), { status: 'other', extra: [1] });
    expect(typesOf(eventsOf(sample))).toEqual(['execution.started', 'access.opened', 'access.closed']);
  });
});

describe('who may send', () => {
  const sample = readSample('rundeck', 'notification-success');
  const { body } = requestOf(sample);
  const authenticated = (headers: Record<string, string>, secret = 'key') =>
    rundeck.authenticate(
      { headers: { ...sample.headers, ...headers }, body },
      { values: [secret] },
      RECEPTION,
    ).ok;
  const digest = (execution: string, url = RECEPTION.url) => sha256Hex(`${url}success${execution}key`);
  const basic = (password: string) => `Basic ${Buffer.from(`rundeck:${password}`).toString('base64')}`;

  it('shows the digest of its webhook key, or the key itself', () => {
    expect(authenticated({ 'x-rundeck-notification-sha256-digest': digest('812') })).toBe(true);
    expect(authenticated({ 'x-rundeck-auth-token': 'key' })).toBe(true);
    expect(authenticated({ authorization: 'Bearer key' })).toBe(true);
    expect(authenticated({ authorization: basic('key') })).toBe(true);
  });

  it.each([
    [{ 'x-rundeck-notification-sha256-digest': digest('812', 'https://elsewhere.example/') }],
    [{ 'x-rundeck-notification-sha256-digest': digest('811') }],
    [{ 'x-rundeck-auth-token': 'no' }],
    [{ authorization: 'Bearer no' }],
    [{ authorization: basic('no') }],
  ])('%j is refused', (headers) => {
    expect(authenticated(headers as Record<string, string>)).toBe(false);
  });

  it('cannot send the digest of one execution with the body of another', () => {
    const stolen = {
      'x-rundeck-notification-execution-id': '811',
      'x-rundeck-notification-sha256-digest': digest('811'),
    };
    expect(authenticated(stolen)).toBe(false);
  });
});
