import { findingsOn, type Signs, stateOf } from './completeness.js';

const NOW = new Date('2026-03-02T12:00:00Z');

const fine: Signs = {
  received: 100,
  rejected: 0,
  dead: 0,
  refused: 0,
  lastReceivedAt: new Date('2026-03-02T11:00:00Z'),
  missedByRhythm: 0.5,
  gaps: [],
  absences: [],
  resends: false,
  retentionDays: undefined,
  pulledAt: undefined,
  pullError: undefined,
  canPull: false,
};

const said = (signs: Partial<Signs>) => findingsOn('ci', { ...fine, ...signs }, NOW);
const away = [{ from: new Date('2026-03-01T08:00:00Z'), to: new Date('2026-03-01T09:00:00Z') }];
const pulled = (day: string) => ({ canPull: true, retentionDays: 30, pulledAt: new Date(day) });

describe('a source', () => {
  it('is green when nothing is the matter', () => {
    expect(said({})).toEqual([]);
    expect(stateOf(said({}))).toBe('GREEN');
  });

  it.each<[string, Partial<Signs>, string, string]>([
    ['was never heard', { received: 0, lastReceivedAt: undefined }, 'SILENT', 'Nothing was received yet.'],
    ['is quiet against its habit', { missedByRhythm: 3 }, 'LATE', 'Nothing came for 1 hours, in which'],
    [
      'could not be read',
      { pullError: 'it is down' },
      'LATE',
      'It could not be read the last time: it is down',
    ],
    ['is about to be purged', pulled('2026-02-01T00:00:00Z'), 'LATE', 'It was last read 29 days ago'],
    [
      'lacks numbers',
      { gaps: [{ stream: 'build', from: 4, to: 4 }] },
      'GAP',
      'Numbers are missing: build 4.',
    ],
    ['spoke while we were away', { absences: away }, 'GAP', 'We were away from 2026-03-01T08:00:00.000Z'],
    ['was not understood', { rejected: 2, dead: 1 }, 'REJECTED', '3 deliveries could not be read.'],
    [
      'was not understood, most often for one reason',
      { rejected: 2, troubleReason: 'context.id: is missing' },
      'REJECTED',
      '2 deliveries could not be read. Most often: context.id: is missing',
    ],
    ['was turned away', { refused: 7 }, 'REJECTED', '7 requests were refused'],
  ])('that %s says so, and what to do', (_, signs, state, sentence) => {
    const [finding] = said(signs);
    expect(finding).toMatchObject({ state, sentence: expect.stringContaining(sentence) });
    expect(finding!.advice).not.toBe('');
  });

  it.each<[string, Partial<Signs>]>([
    ['sends less than it might', { missedByRhythm: 2.9 }],
    ['sends again what it could not deliver', { absences: away, resends: true }],
    ['was read lately', pulled('2026-02-20T00:00:00Z')],
    ['has nothing to send but is read', { ...pulled('2026-03-02T11:00:00Z'), received: 0 }],
  ])('that %s is green', (_, signs) => {
    expect(said(signs)).toEqual([]);
  });

  it('shows the worst first', () => {
    expect(said({ rejected: 1, missedByRhythm: 9, absences: away }).map(({ state }) => state)).toEqual([
      'REJECTED',
      'GAP',
      'LATE',
    ]);
  });
});
