import { readSample, requestOf } from '../../../test/support/samples.js';
import { interpretRequest, settingOf } from '../interpret.js';
import { hubot } from './index.js';

const setting = settingOf(hubot, 'hubot', { executionsOf: 'stackstorm:st2' });
const outcomeOf = (name: string) => interpretRequest(hubot, requestOf(readSample('hubot', name)), setting);

describe('what a script of Hubot posts', () => {
  it('is a command that the bot ran for the human who typed it', () => {
    expect(outcomeOf('command')).toMatchObject({
      events: [
        {
          type: 'execution.started',
          at: '2026-03-02T09:00:00.250Z',
          execution: 'hubot:hubot/Shell-1',
          action: 'deploy till 4.2.0 to production for TILL-19',
          actor: { id: 'hubot:hubot', kind: 'bot' },
          initiator: { id: 'mailto:ann@bakery.example', name: 'ann', confidence: 'asserted' },
          links: ['item:TILL-19', 'execution:stackstorm:st2/6650a1c2d3e4f5a6b7c8d901'],
        },
      ],
    });
  });

  it('may say how the command ended', () => {
    expect(outcomeOf('command-that-ended')).toMatchObject({
      events: [
        { type: 'execution.started', action: 'restart till' },
        {
          type: 'execution.finished',
          at: '2026-03-02T09:00:10.000Z',
          startedAt: '2026-03-02T09:00:00.250Z',
          outcome: 'failure',
        },
      ],
    });
  });

  it('may be an alias of StackStorm, whose command is one without a prefix', () => {
    expect(outcomeOf('stackstorm-alias')).toMatchObject({
      events: [{ action: 'deploy till TILL-19', trigger: 'chat #ops', initiator: { id: 'hubot:ann' } }],
    });
  });

  it('may be an approval of what an execution waits for', () => {
    expect(outcomeOf('approval')).toMatchObject({
      events: [
        {
          type: 'approval.decided',
          decision: 'granted',
          approval: 'stackstorm:st2/6650a1c2d3e4f5a6b7c8d903',
          actor: { id: 'hubot:cleo', confidence: 'asserted' },
        },
      ],
    });
  });

  it.each([
    ['talk', /no command/],
    ['aliases', /alias/],
  ])('may be %s, which is ignored with the reason', (name, reason) => {
    expect(outcomeOf(name)).toEqual({ outcome: 'ignored', reason: expect.stringMatching(reason) });
  });

  it.each([
    ['no time', { text: '!status', user: 'ann' }, 'ignored'],
    ['nobody', { text: '!status', time: 1_772_442_000, user: null, moon: 1 }, 'accepted'],
    ['half a body', '{"text": "!sta', 'rejected'],
  ])('may have %s', (_, body, outcome) => {
    expect(interpretRequest(hubot, requestOf({ headers: {}, body }), setting).outcome).toBe(outcome);
  });
});
