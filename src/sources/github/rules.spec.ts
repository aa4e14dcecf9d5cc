import { eventOf, eventsOf, outcomeOf } from '../../../test/support/github.js';
import { readSample, requestOf } from '../../../test/support/samples.js';
import { interpretRequest, settingOf } from '../interpret.js';
import { github } from './index.js';

const REPO = 'github.com/bellfounders/carillon';
const SHA = '7e4030afc0528d6ebf904132adce5f708192a3b4';

/** A list of records as it is. */
const auditEvents = () => {
  const outcome = interpretRequest(github, requestOf(readSample('github', 'audit-log')));
  return outcome.outcome === 'accepted' ? outcome.events : [];
};

describe('the audit log', () => {
  it('tells that somebody passed by the protection of a branch, and with which commit', () => {
    expect(auditEvents()[0]).toMatchObject({
      type: 'resource.changed',
      kind: 'branch-protection',
      resource: `${REPO}/branch-protection/main`,
      to: 'overridden',
      actor: { id: 'github:cy-tower', confidence: 'authenticated' },
      detail: 'protected_branch.policy_override: review_policy_not_satisfied',
      links: [`branch:${REPO}@main`, `commit:${REPO}@${SHA}`],
    });
  });

  it('tells who became a member, and nothing of what only read', () => {
    expect(auditEvents()).toHaveLength(2);
    expect(auditEvents()[1]).toMatchObject({
      type: 'resource.created',
      kind: 'membership',
      name: 'github:ann-bell',
    });
  });

  it('may come one entry a line, with times of any kind', () => {
    const lines = [
      '{"action":"repo.access","created_at":"2026-03-02 09:00:00.638","repo":"a/b","visibility":"public"}',
    ];
    lines.push('{"action":"org.remove_member","created_at":1772460000000,"org":"a","user":"bo"}');
    const outcome = interpretRequest(github, { headers: {}, body: Buffer.from(lines.join('\n')) });
    expect(outcome).toMatchObject({
      outcome: 'accepted',
      events: [
        { kind: 'repository', to: 'public', at: '2026-03-02T09:00:00.638Z' },
        { type: 'resource.removed', kind: 'membership', resource: 'github.com/orgs/a/members/github:bo' },
      ],
    });
  });
});

describe('a rule', () => {
  it('that is edited tells what it was before', () => {
    expect(eventOf('resource.changed', 'branch-protection-rule-edited')).toMatchObject({
      from: 'required_approving_review_count: 2',
      at: '2026-03-02T08:00:00.000Z',
    });
  });

  it('that is deleted, and a membership, have the time of their delivery', () => {
    const removed = eventOf('resource.removed', 'branch-protection-rule-deleted');
    const member = eventOf('resource.created', 'membership-added');
    expect(removed.at).toMatch(/^2026-03-0/);
    expect(member).toMatchObject({
      at: removed.at,
      resource: 'github.com/orgs/bellfounders/teams/ringers/members/github:ann-bell',
    });
  });

  it('whose delivery tells no time is ignored', () => {
    const { body } = readSample('github', 'membership-added');
    expect(
      interpretRequest(github, requestOf({ headers: { 'x-github-event': 'membership' }, body })),
    ).toEqual({
      outcome: 'ignored',
      reason: expect.stringMatching(/tells no time/),
    });
  });
});

describe('a comment', () => {
  const outcomeWith = (approvalComments: string[]) =>
    interpretRequest(
      github,
      requestOf(readSample('github', 'issue-comment')),
      settingOf(github, 'github', { approvalComments }),
    );

  it('approves only where the settings say so', () => {
    expect(outcomeWith([]).outcome).toBe('ignored');
    expect(outcomeWith(['/approve*'])).toMatchObject({
      events: [
        { type: 'approval.decided', change: '12', decision: 'granted', actor: { id: 'github:ann-bell' } },
      ],
    });
  });

  it('that is edited approves nothing', () => {
    expect(outcomeOf('issue-comment', { action: 'edited' }).outcome).toBe('ignored');
  });
});

it('a package is found by its digest and its commit', () => {
  expect(eventOf('artifact.published', 'package-published')).toMatchObject({
    digest: `sha256:${'3f5a'.repeat(16)}`,
    version: '1.4.0',
    sha: SHA,
    links: expect.arrayContaining([`digest:sha256:${'3f5a'.repeat(16)}`, `commit:${REPO}@${SHA}`]),
  });
});

it('an alert of code scanning speaks against its commit, and for it once it is fixed', () => {
  expect(eventOf('verification.finished', 'code-scanning-alert')).toMatchObject({
    outcome: 'failure',
    sha: SHA,
  });
  const fixed = { action: 'fixed', alert: { fixed_at: '2026-03-03T00:00:00Z' } };
  expect(eventOf('verification.finished', 'code-scanning-alert', fixed).outcome).toBe('success');
  expect(outcomeOf('code-scanning-alert', { action: 'closed_by_user' }).outcome).toBe('ignored');
});

it('a job is a part of its run, on the runner that is a server', () => {
  expect(eventOf('execution.finished', 'workflow-job')).toMatchObject({
    parent: `${REPO}/actions/runs/5550001`,
    hosts: ['belfry-1'],
  });
});

it.each([
  ['api-workflow-job', 'workflow-job'],
  ['api-workflow-run', 'workflow-run'],
  ['api-pull-request', 'pull-request-merged'],
  ['api-deployment-status', 'deployment-status'],
])('%s and %s tell the same facts', (pulled, pushed) => {
  expect(eventsOf(pulled).map(({ id }) => id)).toEqual(eventsOf(pushed).map(({ id }) => id));
});

it('a review is the same by the API', () => {
  expect(eventOf('change.reviewed', 'api-review').id).toBe(
    eventOf('change.reviewed', 'pull-request-review').id,
  );
});
