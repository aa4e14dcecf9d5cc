import { patched, RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import { interpretRequest } from '../interpret.js';
import { docker } from './index.js';

const sample = (name: string) => readSample('docker', name);
const outcomeOf = (name: string, patch: object = {}) =>
  interpretRequest(docker, requestOf(patched(sample(name), patch)));

const DIGEST = 'sha256:4c1f8e7a90b2d35c6617f0a9be24d8713f5a60cc92e1b7d84a3f6905cbe21d78';

describe('a registry', () => {
  it('tells the push of an image, not of its layers, by the digest under which others meet it', () => {
    const outcome = outcomeOf('push');
    expect(outcome).toMatchObject({
      outcome: 'accepted',
      events: [
        {
          type: 'artifact.published',
          at: '2026-03-02T08:41:07.123Z',
          artifact: `pkg:oci/till@${encodeURIComponent(DIGEST)}?repository_url=registry.bakery.example/bakery/till`,
          digest: DIGEST,
          version: '2.4.1',
          actor: { id: 'docker:ci-oven', kind: 'service' },
          links: expect.arrayContaining([`digest:${DIGEST}`]),
        },
      ],
    });
  });

  it('tells a deletion as a removed resource, and by whom', () => {
    expect(outcomeOf('delete')).toMatchObject({
      outcome: 'accepted',
      events: [
        {
          type: 'resource.removed',
          resource: `docker:registry.bakery.example/bakery/till@${DIGEST}`,
          kind: 'image',
          actor: { id: 'docker:ci-oven' },
        },
      ],
    });
  });

  it('has nothing to say about a pull', () => {
    expect(outcomeOf('pull')).toEqual({
      outcome: 'ignored',
      reason: 'Who pulls an image does not deliver it; a deployment tells that.',
    });
  });

  it.each([
    [{ events: [] }, 'The delivery holds no records.'],
    [
      { events: [{ action: 'push', target: { repository: 'a' } }] },
      'The event does not say when it happened.',
    ],
    [
      { events: [{ action: 'polish', timestamp: '2026-03-02T09:41:07Z', target: { repository: 'a' } }] },
      'Nothing is derived from the action polish.',
    ],
    [{ target: { digest: DIGEST, repository: 'library/test' } }, 'The event does not say when it happened.'],
  ])('says why %j is ignored', (body, reason) => {
    expect(interpretRequest(docker, requestOf({ headers: {}, body }))).toEqual({
      outcome: 'ignored',
      reason,
    });
  });

  it('does not need what is optional, nor minds what is new', () => {
    const events = [
      {
        action: 'push',
        timestamp: '2026-03-02T09:41:07Z',
        actor: null,
        target: { repository: 'a', digest: 7, new: 1 },
      },
    ];
    expect(interpretRequest(docker, requestOf({ headers: {}, body: { events, version: 9 } }))).toMatchObject({
      outcome: 'accepted',
      events: [{ artifact: 'pkg:oci/a?repository_url=docker/a' }],
    });
  });
});

describe('Docker Hub', () => {
  it('tells a push by its tag, in seconds of any precision', () => {
    expect(outcomeOf('hub-push', { push_data: { pushed_at: 1.772440867e9 } })).toMatchObject({
      outcome: 'accepted',
      events: [{ type: 'artifact.published', at: '2026-03-02T08:41:07.000Z', actor: { id: 'docker:anna' } }],
    });
  });

  it('shows its secret in the address, for it can send no header', () => {
    const request = requestOf(sample('hub-push'));
    const at = (token: string) => ({ ...RECEPTION, url: `${RECEPTION.url}?token=${token}` });
    expect(docker.authenticate(request, { values: ['flour'] }, at('flour'))).toEqual({ ok: true });
    expect(docker.authenticate(request, { values: ['flour'] }, at('salt'))).toMatchObject({ ok: false });
    expect(docker.authenticate(request, { values: [''] }, at(''))).toMatchObject({ ok: false });
  });
});

describe('a delivery', () => {
  it('is recognized by a bearer token or a password', () => {
    const check = (authorization: string) =>
      docker.authenticate(
        { ...requestOf(sample('push')), headers: { authorization } },
        { values: ['flour'] },
        RECEPTION,
      );
    expect(check('Bearer flour')).toEqual({ ok: true });
    expect(check(`Basic ${Buffer.from('registry:flour').toString('base64')}`)).toEqual({ ok: true });
    expect(check('Bearer salt')).toMatchObject({ ok: false, reason: expect.stringMatching(/token/) });
    expect(check(`Basic ${Buffer.from('registry:salt').toString('base64')}`).ok).toBe(false);
  });

  it('is rejected when it is cut off, or a form', () => {
    const cut = requestOf(sample('push')).body.subarray(0, 100);
    expect(interpretRequest(docker, { headers: {}, body: cut }).outcome).toBe('rejected');
    const form = {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from('a=1'),
    };
    expect(interpretRequest(docker, form)).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringMatching(/it is no JSON/),
    });
  });
});
