import { createHmac } from 'node:crypto';
import { patched, RECEPTION, readSample, requestOf, type Sample } from '../../../test/support/samples.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { interpretRequest, type Outcome, settingOf } from '../interpret.js';
import { gitlab } from './index.js';

const sample = (name: string): Sample => readSample('gitlab', name);
const outcomeOf = (given: Sample, settings = {}): Outcome =>
  interpretRequest(gitlab, requestOf(given), settingOf(gitlab, 'gitlab', settings));
const told = (name: string, patch: object = {}, settings = {}): DeliveryEvent[] => {
  const outcome = outcomeOf(patched(sample(name), patch), settings);
  return outcome.outcome === 'accepted' ? outcome.events : [];
};
const ofType = (events: readonly DeliveryEvent[], type: string) => events.find((one) => one.type === type);

const KEY = Buffer.from('the oven is hot at four o’clock');
const SIGNING = `whsec_${KEY.toString('base64')}`;
const NOW = RECEPTION.now.getTime() / 1_000;

const signed = (seconds: number) => {
  const { headers, body } = requestOf(sample('push'));
  const content = Buffer.concat([Buffer.from(`msg_1.${seconds}.`), body]);
  const digest = createHmac('sha256', KEY).update(content).digest('base64');
  const proof = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,b2xk v1,${digest}`,
  };
  return { headers: { ...headers, ...proof }, body };
};

describe('a sender of GitLab', () => {
  it('is let in by its signature, one of several, and with it only for five minutes', () => {
    const secret = { values: [SIGNING] };
    expect(gitlab.authenticate(signed(NOW), secret, RECEPTION)).toEqual({ ok: true });
    expect(gitlab.authenticate(signed(NOW - 301), secret, RECEPTION)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('replay'),
    });
  });

  it('is not let in with a body or a time that was not signed, or without its time', () => {
    const secret = { values: [SIGNING] };
    const { headers, body } = signed(NOW);
    const later = { ...headers, 'webhook-timestamp': String(NOW + 1) };
    const timeless = { ...headers, 'webhook-timestamp': 'noon' };
    expect(gitlab.authenticate({ headers, body: Buffer.from('{}') }, secret, RECEPTION).ok).toBe(false);
    expect(gitlab.authenticate({ headers: later, body }, secret, RECEPTION).ok).toBe(false);
    expect(gitlab.authenticate({ headers: timeless, body }, secret, RECEPTION).ok).toBe(false);
  });

  it('is let in by its token, but never by showing the key that only signs', () => {
    const { headers, body } = requestOf(sample('push'));
    const show = (token: string, values: string[]) =>
      gitlab.authenticate({ headers: { ...headers, 'x-gitlab-token': token }, body }, { values }, RECEPTION)
        .ok;
    expect(show('rye', ['rye'])).toBe(true);
    expect(show('rye', ['spelt', 'rye'])).toBe(true);
    expect(show('rie', ['rye'])).toBe(false);
    expect(show(SIGNING, [SIGNING])).toBe(false);
  });

  it('is known by the key that stays when it sends again', () => {
    expect(gitlab.deliveryKey!(requestOf(sample('push')))).toMatch(/^d0a1c0de-/);
    expect(gitlab.deliveryKey!({ headers: {}, body: Buffer.from('{}') })).toBeUndefined();
  });
});

describe('a merge request', () => {
  it('is opened by its author, and names its ticket and its issue', () => {
    expect(told('merge-request-opened')).toEqual([
      expect.objectContaining({
        type: 'change.opened',
        repo: 'gitlab.com/bakery/till',
        change: '14',
        at: '2026-03-02T08:00:00.000Z',
        branch: 'TILL-41-round',
        actor: expect.objectContaining({ id: 'gitlab:ann-b', confidence: 'authenticated' }),
        items: ['gitlab.com/bakery/till/issues/3', 'TILL-41'],
      }),
    ]);
  });

  it('becomes ready, and a review is asked for, by one webhook', () => {
    const actions = told('merge-request-ready').flatMap((one) => ('action' in one ? [one.action] : []));
    expect(actions).toEqual(['ready_for_review', 'review_requested']);
  });

  it.each([
    ['merge-request-changes-requested', 'changes_requested'],
    ['merge-request-approved', 'approved'],
    ['merge-request-unapproved', 'dismissed'],
    ['note', 'commented'],
  ])('is reviewed: %s', (name, decision) => {
    expect(ofType(told(name), 'change.reviewed')).toMatchObject({ decision, actor: { id: 'gitlab:ben-m' } });
  });

  it('is one fact whether a webhook or the API tells its opening, its approval and its merge', () => {
    const api = new Set(told('api-merge-request').map(({ id }) => id));
    const hooks = ['merge-request-opened', 'merge-request-approved', 'merge-request-merged'].flatMap((name) =>
      told(name).map(({ id }) => id),
    );
    expect(new Set(hooks)).toEqual(api);
  });

  it('that was merged by fast-forward has its last commit on the target branch', () => {
    const merged = told('merge-request-merged', { object_attributes: { merge_commit_sha: null } });
    expect(ofType(merged, 'change.merged')).toMatchObject({ mergeSha: 'b'.repeat(40) });
  });

  it('loses all its approvals by a push, of which nobody is blamed', () => {
    const events = told('merge-request-unapproved', { object_attributes: { system: true } });
    expect(ofType(events, 'change.updated')).toMatchObject({ action: 'approvals_reset' });
    expect(ofType(events, 'change.reviewed')).toBeUndefined();
  });

  it('is abandoned', () => {
    expect(ofType(told('merge-request-closed'), 'change.abandoned')).toMatchObject({ change: '14' });
  });
});

describe('what runs', () => {
  it.each([
    ['pipeline', 'api-pipeline', 'build.finished'],
    ['job', 'api-job', 'verification.finished'],
    ['pipeline', 'job', 'verification.finished'],
    ['deployment', 'api-deployment', 'deployment.finished'],
    ['deployment-running', 'api-deployment', 'deployment.started'],
  ])('is one fact in %s and %s: %s', (one, other, type) => {
    const [first, second] = [ofType(told(one), type), ofType(told(other), type)];
    expect(first).toBeDefined();
    expect(first!.id).toBe(second!.id);
  });

  it('tells a deployment with its time, whatever the offset, and the whole sha', () => {
    expect(told('deployment', {}, { services: { 'bakery/till': 'cash-desk' } })).toEqual([
      expect.objectContaining({
        type: 'deployment.finished',
        at: '2026-03-02T09:12:00.000Z',
        service: 'cash-desk',
        environment: 'production',
        outcome: 'success',
        sha: 'c'.repeat(40),
        links: expect.arrayContaining(['execution:gitlab.com/bakery/till/-/jobs/382']),
      }),
    ]);
  });

  it('tells which pipeline a job set off', () => {
    const downstream_pipeline = { id: 90, web_url: 'https://gitlab.com/bakery/oven/-/pipelines/90' };
    const finished = ofType(told('api-job', { downstream_pipeline }), 'execution.finished');
    expect(finished!.links).toContain('execution:gitlab.com/bakery/oven/-/pipelines/90');
  });

  it('tells who let a deployment pass', () => {
    expect(ofType(told('api-deployment'), 'approval.decided')).toMatchObject({
      decision: 'granted',
      actor: { id: 'gitlab:ann-b' },
    });
  });
});

describe('access', () => {
  it.each([
    ['audit-branch-protection', 'branch-protection', 'resource.changed'],
    ['member-added', 'membership', 'resource.changed'],
    ['key-created', 'access-key', 'resource.created'],
    ['access-token', 'access-token', 'resource.created'],
  ])('%s is a %s', (name, kind, type) => {
    expect(told(name)).toEqual([expect.objectContaining({ type, kind })]);
  });

  it('to a branch was changed from what to what, and by whom', () => {
    expect(told('audit-branch-protection')).toEqual([
      expect.objectContaining({
        resource: 'gitlab/bakery/till/branch-protection/main',
        from: 'Maintainers',
        to: 'Developers + Maintainers',
        actor: expect.objectContaining({ name: 'Ben Miller' }),
      }),
    ]);
  });
});

describe('what GitLab sends otherwise', () => {
  it('is ignored when it is of an unknown kind, with a reason', () => {
    const outcome = outcomeOf({ headers: {}, body: { object_kind: 'emoji' } });
    expect(outcome).toEqual({ outcome: 'ignored', reason: "Nothing is derived from GitLab's event emoji." });
  });

  it('is rejected when it was cut off, or is a form', () => {
    const { headers, body } = requestOf(sample('push'));
    for (const bent of [body.subarray(0, 100), Buffer.from('payload=%7B%7D')])
      expect(interpretRequest(gitlab, { headers, body: bent }).outcome).toBe('rejected');
  });

  it('may have more fields than we know, and fewer', () => {
    const bare = { user: undefined, repository: undefined, changes: null, reviewers: null };
    expect(told('merge-request-opened', { ...bare, extra: { a: [1] } })).toHaveLength(1);
    expect(told('pipeline', { builds: null, user: null, source_pipeline: null })).toHaveLength(3);
  });

  it('may come from an old version, whose drafts, times and pages were others', () => {
    const old = {
      object_attributes: {
        created_at: '2015-05-17T18:08:09Z',
        url: 'http://git.example/a/b/merge_requests/1',
      },
      changes: { draft: undefined, work_in_progress: { previous: true, current: false } },
    };
    expect(ofType(told('merge-request-ready', old), 'change.opened')).toMatchObject({
      at: '2015-05-17T18:08:09.000Z',
    });
    expect(told('merge-request-ready', old)).toContainEqual(
      expect.objectContaining({ action: 'ready_for_review' }),
    );
  });
});
