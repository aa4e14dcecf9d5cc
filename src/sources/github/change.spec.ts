import { eventOf, eventsOf } from '../../../test/support/github.js';

const REPO = 'github.com/bellfounders/carillon';
const HEAD = '4b1d0a7c9e2f5a3b8c6d1e0f7a9b2c4d5e6f7081';
const MERGE = '7e4030afc0528d6ebf904132adce5f708192a3b4';
const BASE = '3a0cf96b8d1e492a7b5c0def69a8b1c3d4e5f607';
const ada = { id: 'github:ada-ropes', name: 'ada-ropes', kind: 'human', confidence: 'authenticated' };
const bo = { id: 'github:bo-clapper', name: 'bo-clapper', kind: 'human', confidence: 'authenticated' };

const typesOf = (name: string, patch: object = {}) => eventsOf(name, patch).map(({ type }) => type);

describe('a pull request that was opened', () => {
  it('is a change, opened by its author', () => {
    expect(eventsOf('pull-request-opened')).toEqual([
      expect.objectContaining({
        type: 'change.opened',
        at: '2026-03-02T08:30:00.000Z',
        actor: ada,
        repo: REPO,
        change: '13',
        title: 'Ring the hour bell once',
        branch: 'BELL-7-ring-once',
        items: [`${REPO}/issues/12`, 'BELL-7'],
        links: [`change:${REPO}#13`],
      }),
    ]);
  });

  it.each(['pull-request-review-requested', 'pull-request-review', 'pull-request-merged'])(
    'is also told by %s, as the same fact',
    (name) => {
      const opened = eventOf('change.opened', 'pull-request-opened');
      const retold = eventOf('change.opened', name);
      expect(retold).toMatchObject({ id: opened.id, at: opened.at, actor: ada, branch: opened.branch });
      expect(retold.revision!).toBeGreaterThanOrEqual(opened.revision!);
    },
  );

  it('names no item that stands only in a comment of the template', () => {
    const body = '<!-- Fixes #1 --> Fixes #2 <!-- Fixes #3';
    expect(eventOf('change.opened', 'pull-request-opened', { pull_request: { body } }).items).toEqual([
      `${REPO}/issues/2`,
      `${REPO}/issues/3`,
      'BELL-7',
    ]);
  });

  it('is read in linear time, whatever its author wrote', () => {
    const body = '<!--'.repeat(250_000);
    const start = process.cpuUsage();
    eventsOf('pull-request-opened', { pull_request: { body } });
    expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
  });

  it('has no known author when the account is gone', () => {
    expect(
      eventOf('change.opened', 'pull-request-opened', { pull_request: { user: null } }),
    ).not.toHaveProperty('actor');
    const ghost = { pull_request: { user: { login: 'ghost' } } };
    expect(eventOf('change.opened', 'pull-request-opened', ghost)).not.toHaveProperty('actor');
  });

  it('may be a bot’s', () => {
    const user = { login: 'renovate[bot]', type: 'Bot' };
    expect(eventOf('change.opened', 'pull-request-opened', { pull_request: { user } }).actor).toMatchObject({
      id: 'github:renovate[bot]',
      kind: 'bot',
      confidence: 'bot',
    });
  });
});

describe('a pull request that moved on', () => {
  it.each(['reopened', 'ready_for_review', 'review_requested', 'edited', 'labeled'])('was %s', (action) => {
    const event = eventOf('change.updated', 'pull-request-review-requested', { action });
    expect(event).toMatchObject({
      action,
      change: '13',
      headSha: HEAD,
      actor: ada,
      at: '2026-03-02T08:31:00.000Z',
    });
  });

  it('was synchronized when commits were added', () => {
    const updated = eventOf('change.updated', 'pull-request-review-requested', { action: 'synchronize' });
    expect(updated.action).toBe('synchronized');
  });
});

describe('a pull request that was merged', () => {
  it('is merged by somebody, as a commit, and may revert an earlier one', () => {
    expect(eventOf('change.merged', 'pull-request-merged')).toMatchObject({
      at: '2026-03-02T14:00:00.000Z',
      openedAt: '2026-03-02T08:30:00.000Z',
      actor: bo,
      mergeSha: MERGE,
      headSha: HEAD,
      baseSha: BASE,
      commitCount: 2,
      revertsChange: `${REPO}#9`,
      links: [`commit:${REPO}@${MERGE}`, `commit:${REPO}@${HEAD}`, `change:${REPO}#13`],
    });
    expect(typesOf('pull-request-merged')).toEqual(['change.opened', 'change.merged']);
  });

  it('may say shortly what it reverts', () => {
    const merged = eventOf('change.merged', 'pull-request-merged', { pull_request: { body: 'Reverts #8' } });
    expect(merged.revertsChange).toBe(`${REPO}#8`);
  });

  it('tells so again whenever it is labelled later', () => {
    const merged = eventOf('change.merged', 'pull-request-merged');
    const patch = { action: 'labeled', pull_request: { updated_at: '2026-03-03T08:00:00Z' } };
    expect(eventOf('change.merged', 'pull-request-merged', patch)).toMatchObject({
      id: merged.id,
      at: merged.at,
    });
    expect(typesOf('pull-request-merged', patch)).toEqual([
      'change.opened',
      'change.merged',
      'change.updated',
    ]);
  });
});

describe('a pull request that was closed without a merge', () => {
  const closed = { pull_request: { merged: false, merged_at: null } };

  it('is abandoned; the trial merge that GitHub made is not mentioned', () => {
    expect(typesOf('pull-request-merged', closed)).toEqual(['change.opened', 'change.abandoned']);
    const abandoned = eventOf('change.abandoned', 'pull-request-merged', closed);
    expect(abandoned).toMatchObject({ at: '2026-03-02T14:00:00.000Z', actor: bo });
    expect(JSON.stringify(abandoned)).not.toContain(MERGE);
  });

  it('can be abandoned twice', () => {
    const again = { pull_request: { ...closed.pull_request, closed_at: '2026-03-09T09:00:00Z' } };
    const ids = [closed, again].map((patch) => eventOf('change.abandoned', 'pull-request-merged', patch).id);
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('a review', () => {
  it.each(['approved', 'changes_requested', 'commented'])('says %s', (state) => {
    expect(eventOf('change.reviewed', 'pull-request-review', { review: { state } })).toMatchObject({
      decision: state,
      at: '2026-03-02T10:05:00.000Z',
      actor: bo,
      change: '13',
      headSha: HEAD,
      links: [`change:${REPO}#13`, `review:${REPO}#13/990001`],
    });
  });

  it('is another fact when it is dismissed, and that names both the reviewer and who dismissed it', () => {
    const patch = { action: 'dismissed', review: { state: 'dismissed' }, sender: { login: 'ada-ropes' } };
    const dismissed = eventOf('change.reviewed', 'pull-request-review', patch);
    expect(dismissed).toMatchObject({ decision: 'dismissed', actor: bo, initiator: ada });
    expect(dismissed.id).not.toBe(eventOf('change.reviewed', 'pull-request-review').id);
  });

  it('tells nothing new when it is edited', () => {
    const edited = eventOf('change.reviewed', 'pull-request-review', { action: 'edited' });
    expect(edited).toEqual(eventOf('change.reviewed', 'pull-request-review'));
    expect(typesOf('pull-request-review', { action: 'edited', review: { state: 'dismissed' } })).toEqual([
      'change.opened',
    ]);
  });

  it('of a bot or of an imported name does not count as a person’s', () => {
    const confidenceOf = (user: object) =>
      eventOf('change.reviewed', 'pull-request-review', { review: { user } }).actor?.confidence;
    expect(confidenceOf({ login: 'linter[bot]', type: null })).toBe('bot');
    expect(confidenceOf({ login: 'old-ringer', type: 'Mannequin' })).toBe('asserted');
  });

  it('on an enterprise server is not confused with one on github.com', () => {
    const repository = { html_url: 'https://git.tower.example/bellfounders/carillon' };
    const review = eventOf('change.reviewed', 'pull-request-review', { repository });
    expect(review.actor?.id).toBe('git.tower.example:bo-clapper');
    expect(review.repo).toBe('git.tower.example/bellfounders/carillon');
  });
});
