import fc from 'fast-check';
import { readSample, requestOf } from '../../../test/support/samples.js';
import { interpretRequest, settingOf } from '../interpret.js';
import { irc } from './index.js';
import { parseLine } from './message.js';

const setting = settingOf(irc, 'libera');
const outcomeOf = (name: string) => interpretRequest(irc, requestOf(readSample('irc', name)), setting);

describe('lines of IRC', () => {
  it('hold commands, by somebody who signed in to an account', () => {
    expect(outcomeOf('command')).toMatchObject({
      events: [
        {
          type: 'execution.started',
          at: '2026-03-02T09:00:00.250Z',
          execution: 'irc:libera/63E1033A051D4B41',
          action: 'deploy till 4.2.0 for TILL-19',
          trigger: 'chat #ops',
          initiator: { id: 'libera:ann', name: 'annie', confidence: 'authenticated' },
          links: ['item:TILL-19'],
        },
      ],
    });
  });

  it('hold approvals, by a nick that anybody could have taken', () => {
    expect(outcomeOf('lines')).toMatchObject({
      events: [
        {
          type: 'approval.decided',
          decision: 'granted',
          comment: 'fine',
          actor: { id: 'libera:~cleo', confidence: 'asserted' },
        },
      ],
    });
  });

  it('may be dated in a leap second, which other clocks do not have', () => {
    expect(outcomeOf('leap-second')).toMatchObject({ events: [{ at: '2017-01-01T00:00:00.500Z' }] });
  });

  it('may be dated by the bridge', () => {
    expect(outcomeOf('line-without-tags')).toMatchObject({ events: [{ at: '2026-03-02T09:00:00.000Z' }] });
  });

  it.each([
    ['a join', ':ann!a@host JOIN #ops', /no message/],
    ['a message without a time', ':ann!a@host PRIVMSG #ops :!status', /server-time/],
    ['nothing', '', /no message/],
  ])('may be %s, which is ignored with the reason', (_, body, reason) => {
    expect(interpretRequest(irc, requestOf({ headers: {}, body }), setting)).toEqual({
      outcome: 'ignored',
      reason: expect.stringMatching(reason),
    });
  });

  it('that are cut off as JSON are rejected', () => {
    expect(interpretRequest(irc, requestOf({ headers: {}, body: '{"lines": ["@ti' }), setting).outcome).toBe(
      'rejected',
    );
  });

  it('never break the parser, whatever they hold', () => {
    const part = fc.constantFrom('@', ':', ' ', ';', '=', '\\', '\r', 'a', 'PRIVMSG', '#x', '\u0000', '60');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const message = parseLine(parts.join(''));
        if (message) expect(message.verb).not.toMatch(/[ ]/);
      }),
      { numRuns: 2_000 },
    );
  });
});
