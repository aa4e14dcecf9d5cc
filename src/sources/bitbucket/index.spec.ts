import { patched, RECEPTION, readSample, requestOf, type Sample } from '../../../test/support/samples.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { interpretRequest, type Outcome, settingOf } from '../interpret.js';
import { bitbucket } from './index.js';

const sample = (name: string): Sample => readSample('bitbucket', name);
const outcomeOf = (given: Sample, settings = {}): Outcome =>
  interpretRequest(bitbucket, requestOf(given), settingOf(bitbucket, 'git.bakery.example', settings));
const told = (name: string, patch: object = {}, settings = {}): DeliveryEvent[] => {
  const outcome = outcomeOf(patched(sample(name), patch), settings);
  return outcome.outcome === 'accepted' ? outcome.events : [];
};
const ofType = (events: readonly DeliveryEvent[], type: string) => events.find((one) => one.type === type);

describe('a sender of Bitbucket', () => {
  /** As Atlassian documents it. */
  const SECRET = "It's a Secret to Everybody";
  const BODY = Buffer.from('Hello World!');
  const SIGNATURE = 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9';
  const letsIn = (signature: string, body = BODY, values = [SECRET]): boolean =>
    bitbucket.authenticate({ headers: { 'x-hub-signature': signature }, body }, { values }, RECEPTION).ok;

  it('is let in by its signature, also while its secret is changed', () => {
    expect(letsIn(SIGNATURE)).toBe(true);
    expect(letsIn(SIGNATURE, BODY, ['another', SECRET])).toBe(true);
  });

  it('is refused with another secret, another body, and each bit of the signature turned over', () => {
    expect(letsIn(SIGNATURE, BODY, ['another'])).toBe(false);
    expect(letsIn(SIGNATURE, Buffer.from('Hello world!'))).toBe(false);
    for (let i = 0; i < SIGNATURE.length * 7; i += 1) {
      const bent = Buffer.from(SIGNATURE);
      bent[Math.floor(i / 7)]! ^= 1 << (i % 7);
      expect(letsIn(bent.toString('latin1'))).toBe(false);
    }
  });

  it('is known by the id of its request, which a server calls otherwise', () => {
    expect(bitbucket.deliveryKey!(requestOf(sample('push')))).toMatch(/^5d1f0000-/);
    const server = { headers: { 'x-request-id': 'r-1' }, body: Buffer.from('{}') };
    expect(bitbucket.deliveryKey!(server)).toBe('r-1');
  });
});

describe('a pull request', () => {
  it.each([
    ['pull-request-created', 'bitbucket.org/bakery/till', 'bitbucket:557058:a1'],
    ['server-opened', 'git.bakery.example/BAKE/till', 'git.bakery.example:ann'],
  ])('is opened: %s', (name, repo, actor) => {
    expect(told(name)).toEqual([
      expect.objectContaining({
        type: 'change.opened',
        repo,
        at: expect.stringMatching(/^2026-03-02T08:00:00/),
        branch: 'TILL-41-round',
        items: ['TILL-41'],
        actor: expect.objectContaining({ id: actor, kind: 'human', confidence: 'authenticated' }),
      }),
    ]);
  });

  it.each([
    ['pull-request-approved', 'approved'],
    ['pull-request-changes-requested', 'changes_requested'],
    ['pull-request-comment', 'commented'],
    ['server-approved', 'approved'],
    ['server-needs-work', 'changes_requested'],
  ])('is reviewed: %s', (name, decision) => {
    const review = ofType(told(name), 'change.reviewed');
    expect(review).toMatchObject({ decision, actor: { name: 'Ben Miller' } });
  });

  it.each(['pull-request-updated', 'server-reviewers-updated'])('is given to reviewers: %s', (name) => {
    expect(ofType(told(name), 'change.updated')).toMatchObject({ action: 'review_requested' });
  });

  it.each(['pull-request-fulfilled', 'server-merged'])('is merged: %s', (name) => {
    expect(ofType(told(name), 'change.merged')).toMatchObject({
      at: '2026-03-02T09:00:00.000Z',
      mergeSha: expect.stringMatching(/^c+$/),
      actor: { name: 'Ben Miller' },
    });
  });

  it('is abandoned', () => {
    expect(ofType(told('pull-request-rejected'), 'change.abandoned')).toMatchObject({ change: '14' });
  });

  it('is one fact whether webhooks or the API tell its opening, its approval and its merge', () => {
    const api = new Set(told('api-pull-request').map(({ id }) => id));
    const names = ['pull-request-created', 'pull-request-approved', 'pull-request-fulfilled'];
    expect(new Set(names.flatMap((name) => told(name).map(({ id }) => id)))).toEqual(api);
  });

  it('that somebody comments on later was still merged when it was merged', () => {
    const at = '2026-03-05T09:00:00+00:00';
    const [first, later] = [
      ofType(told('api-pull-request'), 'change.merged'),
      ofType(told('api-pull-request', { updated_on: at }), 'change.merged'),
    ];
    expect(first!.id).toBe(later!.id);
    expect(first!.revision!).toBeGreaterThan(later!.revision!);
  });

  it('of an account that is said to be a bot is no person’s', () => {
    const opened = told('server-opened', {}, { bots: ['ann'] })[0]!;
    expect(opened.actor).toMatchObject({ kind: 'bot', confidence: 'bot' });
  });
});

describe('what runs', () => {
  it('was verified, once it has ended', () => {
    expect(told('commit-status-created')).toEqual([]);
    expect(told('commit-status-updated')).toEqual([
      expect.objectContaining({
        type: 'verification.finished',
        suite: 'Unit tests',
        outcome: 'success',
        sha: 'c'.repeat(40),
      }),
    ]);
  });

  it('is a pipeline, and deploys', () => {
    expect(ofType(told('api-pipeline'), 'build.finished')).toMatchObject({
      outcome: 'success',
      actor: { id: 'bitbucket:557058:a1' },
    });
    const deployed = ofType(told('api-deployment'), 'deployment.finished');
    expect(deployed).toMatchObject({ service: 'till', environment: 'production', outcome: 'success' });
    expect(deployed!.links).toContain('execution:bitbucket.org/bakery/till/pipelines/p1');
  });

  it.each([
    ['FAILED', 'failure'],
    ['STOPPED', 'cancelled'],
  ])('does not end well when its deployment %s', (status, outcome) => {
    const events = told('api-deployment', { state: { status: { name: status } } });
    expect(ofType(events, 'deployment.finished')).toMatchObject({ outcome });
  });
});

describe('other work', () => {
  it('is an issue that is resolved and assigned', () => {
    expect(told('issue-updated').map(({ type }) => type)).toEqual([
      'item.created',
      'item.closed',
      'item.assigned',
    ]);
  });

  it('is what an administrator changes', () => {
    expect(told('server-audit')).toEqual([
      expect.objectContaining({
        type: 'resource.changed',
        kind: 'branch-protection',
        resource: 'git.bakery.example/BAKE/till/branch-protection',
        from: 'no changes without a pull request',
        to: 'none',
        actor: expect.objectContaining({ id: 'git.bakery.example:benm' }),
      }),
    ]);
  });
});

describe('what Bitbucket sends otherwise', () => {
  it('is ignored with a reason', () => {
    expect(outcomeOf(sample('ping'))).toMatchObject({
      outcome: 'ignored',
      reason: expect.stringContaining('tries'),
    });
    const fork = { headers: { 'x-event-key': 'repo:fork' }, body: { fork: {} } };
    expect(outcomeOf(fork)).toEqual({
      outcome: 'ignored',
      reason: "Nothing is derived from Bitbucket's event repo:fork.",
    });
  });

  it('is rejected when it was cut off, or is a form', () => {
    const { headers, body } = requestOf(sample('push'));
    for (const bent of [body.subarray(0, 100), Buffer.from('payload=%7B%7D')])
      expect(interpretRequest(bitbucket, { headers, body: bent }).outcome).toBe('rejected');
  });

  it('may have more fields than we know, and fewer', () => {
    const bare = {
      actor: null,
      pullrequest: { participants: null, description: null, links: null },
      extra: [1],
    };
    expect(told('pull-request-created', bare)).toHaveLength(1);
    expect(told('server-opened', { pullRequest: { reviewers: null, description: null } })).toHaveLength(1);
  });

  it('may come from an old version, which names people by their user names and sends no key', () => {
    const old = { account_id: undefined, uuid: undefined, nickname: undefined, username: 'ann' };
    const { body } = patched(sample('pull-request-created'), { pullrequest: { author: old } });
    const outcome = outcomeOf({ headers: {}, body });
    expect(outcome).toMatchObject({ outcome: 'accepted', events: [{ actor: { id: 'bitbucket:ann' } }] });
  });
});
