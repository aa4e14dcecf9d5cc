import { eventsOf, outcomeOf } from '../../../test/support/github.js';
import { eventId } from '../../events/event-id.js';
import type { EventOf } from '../../events/vocabulary.js';

const REPO = 'github.com/bellfounders/carillon';
const BEFORE = '3a0cf96b8d1e492a7b5c0def69a8b1c3d4e5f607';
const FIRST = '4b1d0a7c9e2f5a3b8c6d1e0f7a9b2c4d5e6f7081';
const SECOND = '5c2e1b8dae306b4c9d7e2f108bac3d5e6f708192';
const ZERO = '0'.repeat(40);

const commitsOf = (patch: object = {}) => eventsOf('push', patch) as EventOf<'commit.recorded'>[];

const commit = (n: number, author: object = { name: 'Ada Ropes', email: 'ada.ropes@example.org' }) => ({
  id: n.toString(16).padStart(40, '0'),
  message: `Turn ${n}`,
  timestamp: '2026-03-02T09:20:00Z',
  author,
});

describe('a push to the default branch', () => {
  it('records each commit with what its message says', () => {
    const [first, second] = commitsOf();
    expect(first).toMatchObject({
      type: 'commit.recorded',
      repo: REPO,
      sha: FIRST,
      title: 'Ring the hour bell once',
      items: [`${REPO}/issues/12`, 'BELL-7'],
      url: `https://${REPO}/commit/${FIRST}`,
      mainline: true,
    });
    expect(first).not.toHaveProperty('isRevert');
    expect(second).toMatchObject({ sha: SECOND, isRevert: true, reverts: [BEFORE] });
  });

  it('tells the fact that a git import tells too, under the same id', () => {
    expect(commitsOf()[0]!.id).toBe(eventId('commit.recorded', REPO, FIRST));
  });

  it('has one time for each commit, brought to UTC', () => {
    const at = '2026-03-02T08:20:00.000Z';
    expect(commitsOf()[0]).toMatchObject({ at, authoredAt: at, committedAt: at });
  });

  it('names the author as a git history would, and only as an assertion', () => {
    const [{ actor }] = commitsOf() as [EventOf<'commit.recorded'>];
    expect(actor).toEqual({
      id: 'mailto:ada.ropes@example.org',
      name: 'Ada Ropes',
      kind: 'human',
      confidence: 'asserted',
    });
  });

  it('assumes that each commit stands on the one before it', () => {
    expect(commitsOf().map((event) => event.assumedParents)).toEqual([[BEFORE], [FIRST]]);
    expect(commitsOf().every((event) => event.parents === undefined)).toBe(true);
  });

  it('assumes nothing below the first commit of a new branch or of a rewritten history', () => {
    expect(commitsOf({ before: ZERO })[0]!.assumedParents).toBeUndefined();
    expect(commitsOf({ forced: true })[0]!.assumedParents).toBeUndefined();
  });
});

describe('a push to another branch', () => {
  it('records the same facts, without saying that they are on the main line', () => {
    const elsewhere = commitsOf({ ref: 'refs/heads/BELL-7-ring-once' });
    expect(elsewhere.map(({ id }) => id)).toEqual(commitsOf().map(({ id }) => id));
    expect(elsewhere.some((event) => event.mainline)).toBe(false);
  });

  it('does not take a tag of that name for the branch', () => {
    expect(commitsOf({ ref: 'refs/tags/main' })[0]!.mainline).toBeUndefined();
  });
});

describe('a push without new commits', () => {
  const nothingNew = { commits: [], ref: 'refs/heads/quiet-hours' };

  it('is ignored when a branch or tag was made where commits were known', () => {
    expect(outcomeOf('push', { ...nothingNew, before: ZERO, created: true })).toEqual({
      outcome: 'ignored',
      reason: 'refs/heads/quiet-hours was pushed without any new commit',
    });
    expect(outcomeOf('push', { commits: [], head_commit: null, ref: 'refs/tags/v1' }).outcome).toBe(
      'ignored',
    );
  });

  it('is ignored when a branch was deleted', () => {
    expect(outcomeOf('push-branch-deleted')).toMatchObject({
      outcome: 'ignored',
      reason: expect.stringMatching(/refs\/heads\/quiet-hours was deleted/),
    });
  });

  it('records the head when history was forced back, or the main line moved to known commits', () => {
    expect(commitsOf({ ...nothingNew, forced: true }).map(({ sha }) => sha)).toEqual([SECOND]);
    const moved = commitsOf({ commits: [] });
    expect(moved).toMatchObject([{ sha: SECOND, mainline: true }]);
    expect(moved[0]!.assumedParents).toBeUndefined();
  });
});

describe('a push of 10,000 commits', () => {
  it('records every one', () => {
    const commits = Array.from({ length: 10_000 }, (_, n) => commit(n + 1));
    const events = commitsOf({ commits, head_commit: commits.at(-1) });
    expect(new Set(events.map(({ id }) => id)).size).toBe(10_000);
    expect(events.at(-1)!.assumedParents).toEqual([commits.at(-2)!.id]);
  });

  it('records the head even where GitHub cut the list short', () => {
    const events = commitsOf({ commits: [commit(1)], head_commit: commit(2) });
    expect(events).toHaveLength(2);
    expect(events[1]).not.toHaveProperty('assumedParents');
  });
});

describe('the author of a pushed commit', () => {
  const actorOf = (author: unknown) =>
    commitsOf({ commits: [{ ...commit(1), author }], head_commit: null })[0]!.actor;

  it.each([
    { name: 'renovate[bot]', email: 'bot@renovateapp.com' },
    { name: 'Renovate', email: '29139614+renovate[bot]@users.noreply.github.com' },
    { name: 'Renovate', email: null, username: 'renovate[bot]' },
  ])('is a bot when it says so: %j', (author) => {
    expect(actorOf(author)).toMatchObject({ kind: 'bot', confidence: 'bot' });
  });

  it('is named by login where there is no address', () => {
    expect(actorOf({ name: 'Ada', email: '', username: 'ada-ropes' })).toMatchObject({
      id: 'github:ada-ropes',
    });
  });

  it.each([null, undefined, {}, { name: 'Ada' }])(
    'stays unknown where nothing identifies it: %j',
    (author) => {
      expect(actorOf(author)).toBeUndefined();
    },
  );
});

describe('a strange push', () => {
  it.each(['1970-01-01T00:00:00Z', '2099-12-31T23:59:59+14:00'])(
    'keeps the commit’s own time %s',
    (timestamp) => {
      const [event] = commitsOf({ commits: [{ ...commit(1), timestamp }], head_commit: null });
      expect(event!.at).toBe(new Date(timestamp).toISOString());
    },
  );

  it('keeps a commit without a message, with NUL or with half a character in it', () => {
    const messages = [null, '', 'a\u0000b', 'c\ud800'];
    const commits = messages.map((message, n) => ({ ...commit(n + 1), message }));
    expect(commitsOf({ commits, head_commit: null }).map(({ title }) => title)).toEqual([
      '',
      '',
      'a\ufffdb',
      'c\ufffd',
    ]);
  });

  it('is rejected with the place where it cannot be read', () => {
    expect(outcomeOf('push', { commits: [commit(1), { ...commit(2), timestamp: 'noon' }] })).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringMatching(/^body\.commits\.1\.timestamp: /),
    });
  });

  it('may come from an enterprise server', () => {
    const repository = { html_url: 'https://git.tower.example:8443/bellfounders/carillon' };
    expect(commitsOf({ repository })[0]!.repo).toBe('git.tower.example:8443/bellfounders/carillon');
  });
});
