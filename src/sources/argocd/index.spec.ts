import { pulledBy, serveApi } from '../../../test/support/pull.js';
import { patched, RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import { interpretRequest, settingOf } from '../interpret.js';
import { argocd } from './index.js';
import type { ArgocdSetting } from './parts.js';
import { pull } from './pull.js';

const setting = settingOf(argocd, 'argo', {
  deployments: [{ job: '^(?<service>.+)-production$', service: '{service}', environment: 'production' }],
  incidents: true,
}) as ArgocdSetting;

const outcomeOf = (name: string, patch?: object) => {
  const sample = readSample('argocd', name);
  return interpretRequest(argocd, requestOf(patch ? patched(sample, patch) : sample), setting);
};

const eventsOf = (name: string, patch?: object) => {
  const outcome = outcomeOf(name, patch);
  return outcome.outcome === 'accepted' ? outcome.events : [];
};

const DIGEST = 'sha256:4c1f8e7a90b2d35c6617f0a9be24d8713f5a60cc92e1b7d84a3f6905cbe21d78';
const NEW = '91be04d3c7f2a8560e1d94b7c3f5a0268d7e4b11';
const OLD = '7c3f0d9b52e84a16bb90c1d7e2a5f4836b0d1c29';

const last = (name: string) => eventsOf(name).findLast(({ type }) => type === 'deployment.finished');

describe('a sync', () => {
  it('is a deployment of a commit and its images, by whom somebody says', () => {
    expect(last('synced')).toMatchObject({
      service: 'till',
      environment: 'production',
      outcome: 'success',
      kind: 'deploy',
      repo: 'github.com/bakery/shop-config',
      sha: NEW,
      hosts: ['oven-north'],
      actor: { id: 'argocd:argo/anna', kind: 'human', confidence: 'asserted' },
      links: expect.arrayContaining([
        `commit:github.com/bakery/shop-config@${NEW}`,
        `digest:${DIGEST}`,
        'item:TILL-12',
      ]),
    });
  });

  it('is one fact with its entry in the history, and the syncs before are told too', () => {
    const finished = eventsOf('synced').filter(({ type }) => type === 'deployment.finished');
    expect(finished).toMatchObject([
      { sha: OLD, actor: { id: 'argocd:argo/automated', kind: 'service' } },
      { sha: NEW },
    ]);
  });

  it('that goes back to an older entry of the history is a rollback', () => {
    expect(last('rolled-back')).toMatchObject({
      kind: 'rollback',
      sha: OLD,
      actor: { id: 'argocd:argo/cy' },
    });
  });

  it('may fail, and may still run', () => {
    expect(last('failed')).toMatchObject({ outcome: 'failure', actor: { kind: 'service' } });
    expect(eventsOf('running').map(({ type }) => type)).toEqual(['deployment.started']);
  });

  it('that only tries is none', () => {
    const dry = { status: { operationState: { operation: { sync: { dryRun: true } } }, history: [] } };
    expect(eventsOf('failed', dry)).toEqual([]);
  });

  it('is of a chart’s version when the revision is no commit', () => {
    const chart = { status: { operationState: { syncResult: { revision: '3.1.0' } }, history: [] } };
    const finished = eventsOf('synced', chart).find(({ type }) => type === 'deployment.finished');
    expect(finished).toMatchObject({ version: '3.1.0' });
    expect(finished).not.toHaveProperty('sha');
  });
});

describe('health', () => {
  it('is a verification, and an incident when the settings want it', () => {
    const degraded = eventsOf('degraded').slice(-2);
    expect(degraded).toMatchObject([
      { type: 'verification.finished', suite: 'till-production health', outcome: 'failure', sha: NEW },
      { type: 'incident.opened', service: 'till', environment: 'production', at: '2026-03-02T09:46:00.000Z' },
    ]);
    expect(eventsOf('synced').at(-1)).toMatchObject({
      type: 'incident.resolved',
      incident: (degraded[1] as { incident: string }).incident,
    });
    const plain = interpretRequest(argocd, requestOf(readSample('argocd', 'degraded')));
    expect(JSON.stringify(plain)).not.toContain('incident.');
  });

  it('may be told in YAML', () => {
    expect(eventsOf('as-yaml')[0]).toMatchObject({ type: 'verification.finished', outcome: 'failure' });
  });
});

describe('a delivery', () => {
  it.each([
    [
      { message: 'synced' },
      'The body holds no application: send {{toJson .app}} in the template of the notification.',
    ],
    [{ kind: 'AppProject', metadata: {} }, 'An object of kind AppProject is no Application.'],
    [{ kind: 'Application', status: {} }, 'The application has no name.'],
    [
      { metadata: { name: 'a' }, spec: null, status: null },
      'The application tells of no sync and no state of health.',
    ],
  ])('is ignored with a reason: %j', (body, reason) => {
    expect(interpretRequest(argocd, requestOf({ headers: {}, body }))).toEqual({
      outcome: 'ignored',
      reason,
    });
  });

  it('of an older version, or with parts of another kind, is understood', () => {
    const old = {
      spec: { destination: 4 },
      status: {
        summary: null,
        health: 'Healthy',
        history: [{ id: 0, revision: NEW, deployedAt: '2020-03-01T08:00:09Z' }],
        operationState: null,
      },
    };
    expect(eventsOf('synced', old)).toMatchObject([
      { type: 'deployment.finished', at: '2020-03-01T08:00:09.000Z' },
    ]);
  });

  it('is recognized by the header that the notification was given', () => {
    const check = (authorization: string) =>
      argocd.authenticate(
        { headers: { authorization }, body: Buffer.from('{}') },
        { values: ['rye'] },
        RECEPTION,
      );
    expect(check('Bearer rye').ok).toBe(true);
    expect(check(`Basic ${Buffer.from('argo:rye').toString('base64')}`).ok).toBe(true);
    expect(check('Bearer oat').ok).toBe(false);
  });

  it('is rejected when it is cut off, a form or broken YAML', () => {
    const { body } = requestOf(readSample('argocd', 'synced'));
    for (const bad of [
      body.subarray(0, 300),
      Buffer.from('app=till'),
      Buffer.from('---\nkind: [Application'),
    ])
      expect(interpretRequest(argocd, { headers: {}, body: bad }).outcome).toBe('rejected');
  });
});

describe('reading what Argo CD keeps', () => {
  it('stores an application again only when it changed', async () => {
    const app = readSample('argocd', 'synced').body as { metadata: object; status: object };
    const items = [app, { ...app, metadata: { ...app.metadata, name: 'scales-production' } }];
    const api = await serveApi(() => ({ body: { items } }));
    try {
      const first = await pulledBy(pull.read(undefined, api.client, setting));
      expect(first).toHaveLength(2);
      for (const { request } of first)
        expect(interpretRequest(argocd, request, setting).outcome).toBe('accepted');
      items[0] = { ...app, status: { ...app.status, health: { status: 'Degraded' } } };
      const rest = await pulledBy(pull.read(first[0]!.cursor, api.client, setting));
      expect(rest.map(({ request }) => JSON.parse(request.body.toString()).metadata.name)).toEqual([
        'till-production',
      ]);
      expect(await pulledBy(pull.read(rest.at(-1)!.cursor, api.client, setting))).toEqual([]);
    } finally {
      await api.stop();
    }
  });
});
