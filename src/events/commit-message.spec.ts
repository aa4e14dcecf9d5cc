import fc from 'fast-check';
import { parseCommitMessage } from './commit-message.js';

const SHA = '6627d4ab1c99c55a6a485cae959a8e76b478cc94';
const OTHER = 'a98bcad31c2ef768cea7e6627699e18906231cbe';
const REPO = 'github.com/octo/hello';

describe('the title of a commit', () => {
  it('is its first line', () => {
    expect(parseCommitMessage('Add a bell\n\nIt rings.').title).toBe('Add a bell');
    expect(parseCommitMessage('\n\n  Add a bell \r\nIt rings.').title).toBe('Add a bell');
  });

  it('is empty when nothing was written', () => {
    expect(parseCommitMessage('').title).toBe('');
    expect(parseCommitMessage(' \n\t\n').title).toBe('');
  });

  it('is cut when the whole story stands in one line, and never through a character', () => {
    expect(parseCommitMessage('x'.repeat(500)).title).toBe('x'.repeat(500));
    expect(parseCommitMessage('x'.repeat(501)).title).toBe(`${'x'.repeat(499)}…`);
    const bells = parseCommitMessage(`x${'🔔'.repeat(400)}`).title;
    expect(bells.isWellFormed()).toBe(true);
    expect(bells.length).toBeLessThanOrEqual(500);
  });
});

describe('a revert', () => {
  it('names what it reverts, as often as it likes', () => {
    const message = `Back out the bell\n\nThis reverts commit ${SHA}.\nThis reverts commit ${OTHER.slice(0, 7)}.\nThis reverts commit ${SHA}.`;
    expect(parseCommitMessage(message)).toMatchObject({ isRevert: true, reverts: [SHA, OTHER.slice(0, 7)] });
  });

  it('may revert a merge', () => {
    const message = `Revert "Merge the bell"\n\nThis reverts commit ${SHA}, reversing\nchanges made to ${OTHER}.`;
    expect(parseCommitMessage(message).reverts).toEqual([SHA]);
  });

  it.each(['Revert "Add a bell"', 'revert: add a bell'])('may name nothing: %s', (subject) => {
    expect(parseCommitMessage(subject)).toMatchObject({ isRevert: true, reverts: [] });
  });

  it.each([
    'Reverting is hard',
    'Explain how to Revert "things"',
    'Tell people\n\nRevert "Add a bell"',
    'This reverts commit abc123',
    'This reverts commit 6627d4ag',
  ])('is not: %j', (message) => {
    expect(parseCommitMessage(message)).toMatchObject({ isRevert: false, reverts: [] });
  });
});

describe('a fix', () => {
  it('names the commits that it mends in trailers', () => {
    const message = `Ring again\n\nFixes: ${SHA.slice(0, 12)} ("Add a bell")\nfixes: ${OTHER}\n`;
    expect(parseCommitMessage(message).fixes).toEqual([SHA.slice(0, 12), OTHER]);
  });

  it.each(['Fixes: #1234567', 'Fixes: 1234567', 'It fixes: deadbeef', 'Fixes deadbeef', 'Fixes: deadbeefs'])(
    'does not take for a sha: %s',
    (message) => {
      expect(parseCommitMessage(message).fixes).toEqual([]);
    },
  );
});

describe('a cherry-pick', () => {
  it('remembers the first origin when it was picked twice', () => {
    const message = `Add a bell\n\n(cherry picked from commit ${SHA})\n(cherry picked from commit ${OTHER})`;
    expect(parseCommitMessage(message).cherryPickOf).toBe(SHA);
  });

  it('is absent from an ordinary commit', () => {
    expect(parseCommitMessage('Add a bell')).not.toHaveProperty('cherryPickOf');
  });
});

describe('the items of a commit', () => {
  it('are work items of Azure Boards too, in messages, titles and branches', () => {
    expect(parseCommitMessage('Ring twice, fixes AB#41 and AB#7. Not CAB#1, AB#0, AB#12x').items).toEqual([
      'AB#41',
      'AB#7',
    ]);
    expect(parseCommitMessage('users/ann/AB#41-ropes').items).toEqual(['AB#41']);
  });

  it('may be records of ServiceNow', () => {
    expect(parseCommitMessage('CHG0030001: ring once, for INC0010001 and not XCHG0030001').items).toEqual([
      'CHG0030001',
      'INC0010001',
    ]);
  });

  it('are the issues that it closes', () => {
    const message = 'Ring (#7)\n\nFixes #12, closes: #13 and Resolves octo/bells#14. Fixed #12. See #15.';
    expect(parseCommitMessage(message, REPO).items).toEqual([
      'github.com/octo/hello/issues/12',
      'github.com/octo/hello/issues/13',
      'github.com/octo/bells/issues/14',
    ]);
  });

  it('need a repository to be named', () => {
    expect(parseCommitMessage('Fixes #12').items).toEqual([]);
  });

  it('are the tickets that it mentions', () => {
    expect(parseCommitMessage('BELL-12: ring\n\nfeature/TOWER-7-ropes, [BELL-12], A_B-3').items).toEqual([
      'BELL-12',
      'TOWER-7',
      'A_B-3',
    ]);
  });

  it.each([
    'UTF-8',
    'SHA-256',
    'ISO-8601',
    'CVE-2021-44228',
    'RFC-2616',
    'X-1',
    'BELL-0',
    'BELL-1.2',
    'XBELL-12a',
    'a-BELL-1',
    '20-BELL-1',
  ])('are not: %s', (message) => {
    expect(parseCommitMessage(message).items).toEqual([]);
  });
});

describe('any message', () => {
  it('is read without throwing, whatever it holds', () => {
    const word = fc.constantFrom(
      'Fixes: ',
      'Fixes #',
      'This reverts commit ',
      SHA,
      'a/',
      '#12',
      '\n',
      'BELL-',
      '9',
      '\0',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ unit: 'binary' }))), (words) => {
        const parsed = parseCommitMessage(words.join(''), REPO);
        expect(parsed.title.length).toBeLessThanOrEqual(500);
        expect([...parsed.reverts, ...parsed.fixes].every((sha) => /^[0-9a-f]{7,40}$/.test(sha))).toBe(true);
      }),
    );
  });

  it.each([
    'Fixes #1 ',
    'a/',
    'fixes a/',
    'fixes: ',
    ' ',
    '\n',
    'A-',
    'AAAAAAAAAA',
    'ABC-1',
    'This reverts commit ',
    '0',
    '#',
  ])('takes time linear in its length: %j', (piece) => {
    const message = piece.repeat(2_000_000 / piece.length);
    const start = process.cpuUsage();
    const parsed = parseCommitMessage(message, REPO);
    expect(process.cpuUsage(start).user).toBeLessThan(3_000_000);
    expect(parsed.items.length).toBeLessThanOrEqual(1_000);
  });
});
