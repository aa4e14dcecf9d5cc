import { patched, RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import { currentEvents } from '../../events/current.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { interpretRequest, settingOf } from '../interpret.js';
import { kubernetes } from './index.js';

const setting = settingOf(kubernetes, 'oven');

const outcomeOf = (name: string, patch?: object) => {
  const sample = readSample('kubernetes', name);
  return interpretRequest(kubernetes, requestOf(patch ? patched(sample, patch) : sample), setting);
};

const eventsOf = (name: string, patch?: object): DeliveryEvent[] => {
  const outcome = outcomeOf(name, patch);
  return outcome.outcome === 'accepted' ? outcome.events : [];
};

const ANNA = { id: 'mailto:anna@bakery.example', kind: 'human', confidence: 'authenticated' };
const DIGEST = 'sha256:4c1f8e7a90b2d35c6617f0a9be24d8713f5a60cc92e1b7d84a3f6905cbe21d78';

describe('the audit log of a cluster', () => {
  const events = eventsOf('event-list');

  it('tells new images as a deployment, by whom, and on whose authority', () => {
    expect(events.slice(0, 2)).toMatchObject([
      { type: 'deployment.started', service: 'till', environment: 'shop', hosts: ['oven'] },
      {
        type: 'deployment.finished',
        outcome: 'success',
        kind: 'upgrade',
        version: DIGEST,
        actor: ANNA,
        authorizer: { id: 'kubernetes:oven/ClusterRoleBinding/till-operators', kind: 'service' },
      },
    ]);
    expect(events[1]!.links).toEqual(expect.arrayContaining([`digest:${DIGEST}`, 'item:TILL-12']));
  });

  it('tells a shell as access, with what it ran, where, and from where', () => {
    expect(events[2]).toMatchObject({
      type: 'access.opened',
      at: '2026-03-02T09:40:00.104Z',
      host: 'oven/shop/till-6d9f-x2x7p',
      command: 'sh -c cat /etc/hosts',
      from: '10.4.0.23',
      actor: ANNA,
    });
  });

  it('leaves out what the cluster does by itself, and what only reads', () => {
    expect(events).toHaveLength(3);
  });

  it('tells the end of a shell with the answer that completes, and its beginning as the same fact', () => {
    const ended = eventsOf('exec-ended');
    expect(ended[0]!.id).toBe(events[2]!.id);
    expect(ended[1]).toMatchObject({ type: 'access.closed', at: '2026-03-02T09:52:11.000Z' });
  });

  it('tells who may do what from now on', () => {
    expect(eventsOf('role-binding')).toMatchObject([
      {
        type: 'resource.created',
        resource: 'kubernetes:oven/clusterrolebindings/till-admins',
        kind: 'ClusterRoleBinding',
        detail: 'ClusterRole admin for User cy, ServiceAccount shop/oven',
      },
    ]);
  });

  it('sees the person behind a proxy, by the proxy’s word, and no value of a configuration', () => {
    const [changed] = eventsOf('impersonated');
    expect(changed).toMatchObject({
      type: 'resource.changed',
      actor: { id: 'kubernetes:oven/system:serviceaccount:gate:proxy', kind: 'service' },
      initiator: { ...ANNA, confidence: 'asserted' },
    });
    expect(JSON.stringify(changed)).not.toContain('1.20');
  });

  it('keeps a person who takes on another account the actor', () => {
    const patch = { user: { username: 'cy' }, impersonatedUser: { username: 'system:masters' } };
    const [changed] = eventsOf('impersonated', patch);
    expect(changed!.actor).toMatchObject({
      id: 'kubernetes:oven/cy',
      name: 'cy as system:masters',
      kind: 'human',
    });
    expect(changed!.initiator).toBeUndefined();
  });

  it('may come as one event a line', () => {
    expect(eventsOf('json-lines')).toEqual(events);
  });

  it.each([
    [{ responseStatus: { code: 403 } }, 'The cluster refused the request (403).'],
    [{ stage: 'RequestReceived' }, 'A request that has no answer yet has done nothing yet.'],
    [
      { requestReceivedTimestamp: null, stageTimestamp: null },
      'The audit event does not say when it happened.',
    ],
    [{ verb: 'watch' }, 'Reading (watch) changes nothing.'],
    [{ objectRef: { resource: 'leases' } }, 'Clusters write leases by themselves.'],
    [{ objectRef: null, kind: 'Event' }, 'The request is about no object.'],
  ])('is ignored with a reason: %j', (patch, reason) => {
    expect(outcomeOf('role-binding', patch)).toEqual({ outcome: 'ignored', reason });
  });

  it('of an older version, without what is optional, is understood', () => {
    const old = {
      apiVersion: 'audit.k8s.io/v1beta1',
      timestamp: '2018-10-26T13:25:18Z',
      requestReceivedTimestamp: undefined,
      stageTimestamp: undefined,
      annotations: null,
      sourceIPs: null,
      user: null,
    };
    expect(eventsOf('role-binding', old)).toMatchObject([{ at: '2018-10-26T13:25:18.000Z' }]);
  });
});

describe('the clouds', () => {
  it('wrap the same: Azure as a text, with the cluster', () => {
    expect(eventsOf('aks')).toMatchObject([{ type: 'access.opened', host: 'oven/shop/till-6d9f-x2x7p' }]);
  });

  it('wrap the same: Google in words of its own', () => {
    expect(eventsOf('gke')).toMatchObject([
      { type: 'deployment.started', service: 'till', actor: ANNA },
      {
        type: 'deployment.finished',
        kind: 'deploy',
        version: '2.4.1',
        artifact: expect.stringContaining('tag=2.4.1'),
      },
    ]);
    const denied = { protoPayload: { status: { code: 7, message: 'forbidden' } } };
    expect(outcomeOf('gke', denied)).toEqual({
      outcome: 'ignored',
      reason: 'The cluster refused the request (403).',
    });
  });

  it('wrap the same: CloudWatch and Pub/Sub', () => {
    const { body } = readSample('kubernetes', 'role-binding');
    const text = JSON.stringify(body);
    for (const wrapped of [
      { logEvents: [{ id: '1', timestamp: 1, message: text }] },
      { message: { data: Buffer.from(text).toString('base64') } },
    ])
      expect(interpretRequest(kubernetes, requestOf({ headers: {}, body: wrapped }), setting)).toEqual(
        outcomeOf('role-binding'),
      );
  });
});

describe('the state of a Deployment', () => {
  it('corrects what the audit log took for the end', () => {
    const failed = eventsOf('deployment-failed');
    expect(failed).toMatchObject([{ type: 'deployment.finished', outcome: 'failure', service: 'till' }]);
    const known = currentEvents([...failed, ...eventsOf('event-list')]);
    expect(known.filter(({ type }) => type === 'deployment.finished')).toMatchObject([
      { outcome: 'failure' },
    ]);
  });

  it('that still progresses has begun', () => {
    expect(eventsOf('deployment-progressing')).toMatchObject([
      { type: 'deployment.started', environment: 'shop' },
    ]);
  });
});

describe('the settings', () => {
  it('name environments and services, and can wait for the state', () => {
    const settings = {
      environments: [{ namespace: '^oven/shop$', environment: 'production' }],
      services: { 'shop/till': 'cash' },
      deployed: 'available',
    };
    const outcome = interpretRequest(
      kubernetes,
      requestOf(readSample('kubernetes', 'event-list')),
      settingOf(kubernetes, 'oven', settings),
    );
    expect(outcome).toMatchObject({
      events: [
        { type: 'deployment.started', service: 'cash', environment: 'production' },
        { type: 'access.opened', environment: 'production' },
      ],
    });
  });

  it('are refused when an expression is none', () => {
    expect(() =>
      settingOf(kubernetes, 'oven', { environments: [{ namespace: '(', environment: 'x' }] }),
    ).toThrow(/not a regular expression/);
  });
});

describe('a delivery', () => {
  it('is recognized by the token or the password of the webhook’s configuration', () => {
    const check = (authorization: string) =>
      kubernetes.authenticate(
        { headers: { authorization }, body: Buffer.from('{}') },
        { values: ['rye'] },
        RECEPTION,
      );
    expect(check('Bearer rye').ok).toBe(true);
    expect(check(`Basic ${Buffer.from('audit:rye').toString('base64')}`).ok).toBe(true);
    expect(check('Bearer oat')).toMatchObject({ ok: false, reason: expect.stringMatching(/not the secret/) });
  });

  it.each([
    ['cut off', 'application/json', '{"kind":"EventList","items":[{"kind":'],
    ['a form', 'application/x-www-form-urlencoded', 'kind=Event'],
    ['broken YAML', 'application/yaml', 'kind: [Deployment'],
  ])('is rejected when it is %s', (_, type, text) => {
    expect(
      interpretRequest(kubernetes, { headers: { 'content-type': type }, body: Buffer.from(text) }),
    ).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringMatching(/^The body could not be read/),
    });
  });
});
