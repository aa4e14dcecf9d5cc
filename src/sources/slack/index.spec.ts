import { createHmac } from 'node:crypto';
import { patched, RECEPTION, readSample, requestOf, type Sample } from '../../../test/support/samples.js';
import { currentEvents } from '../../events/current.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { interpretRequest, type Outcome, settingOf } from '../interpret.js';
import type { RawRequest } from '../source.js';
import { slack } from './index.js';

const setting = settingOf(slack, 'chat', { executionsOf: 'stackstorm:st2' });

const outcomeOf = (sample: Sample, kept = setting): Outcome =>
  interpretRequest(slack, requestOf(sample), kept);
const eventsOf = (sample: Sample): DeliveryEvent[] => {
  const outcome = outcomeOf(sample);
  if (outcome.outcome === 'accepted') return outcome.events;
  throw new Error(`${outcome.outcome}: ${outcome.reason}`);
};
const told = (name: string): DeliveryEvent[] => eventsOf(readSample('slack', name));

const ANN = { id: 'slack:U01ANN', kind: 'human', confidence: 'authenticated' };
const CLEO = { id: 'slack:U02CLEO', kind: 'human', confidence: 'authenticated' };

describe('a command in Slack', () => {
  it('is an execution with the human as initiator', () => {
    expect(told('message-command')).toMatchObject([
      {
        type: 'execution.started',
        at: '2026-03-02T09:00:00.250Z',
        execution: 'slack:chat/C01OPS/1772442000.250300',
        action: 'deploy till 4.2.0 to production for TILL-19',
        kind: 'command',
        trigger: 'chat C01OPS',
        initiator: ANN,
        links: ['item:TILL-19'],
      },
    ]);
  });

  it('may be a mention of the app, which is then the one who acts', () => {
    expect(told('app-mention')).toMatchObject([
      { action: 'restart till', actor: { id: 'slack:A01APP', kind: 'bot' }, initiator: ANN },
    ]);
  });

  it('may begin with a slash: then it is dated by what Slack signed, and keeps no secret', () => {
    expect(told('slash-command')).toMatchObject([
      {
        at: '2026-03-02T09:00:00.000Z',
        action: 'deploy till production TILL-19 token=***',
        initiator: { ...ANN, name: 'ann' },
        trigger: 'chat ops',
      },
    ]);
  });
});

describe('an approval in Slack', () => {
  it('is a word about a ticket', () => {
    expect(told('message-approval')).toMatchObject([
      {
        type: 'approval.decided',
        decision: 'granted',
        comment: 'looks good',
        actor: CLEO,
        links: ['item:TILL-19'],
      },
    ]);
    expect(told('slash-command-approval')).toMatchObject([
      {
        type: 'approval.decided',
        decision: 'granted',
        approval: 'slack:chat/approvals/TILL-19',
        actor: CLEO,
      },
    ]);
  });

  it('is no word about nothing', () => {
    for (const text of ['approve', 'approve this, please', 'I approve TILL-19']) {
      const talk = patched(readSample('slack', 'message-talk'), { event: { text } });
      expect(outcomeOf(talk).outcome).toBe('ignored');
    }
  });

  it('is a button, also of what an execution waits for', () => {
    expect(told('button')).toMatchObject([
      {
        type: 'approval.decided',
        at: '2026-03-02T09:03:40.500Z',
        decision: 'granted',
        actor: { ...CLEO, name: 'cleo' },
        approval: 'stackstorm:st2/6650a1c2d3e4f5a6b7c8d903',
        links: [
          'execution:stackstorm:st2/6650a1c2d3e4f5a6b7c8d903',
          'approval:slack:chat/C01OPS/1772442000.250300',
          'item:TILL-19',
        ],
      },
    ]);
    expect(told('button-of-an-older-message')).toMatchObject([{ decision: 'rejected', actor: CLEO }]);
  });

  it('is a reaction to the message that asked, until it is taken away', () => {
    const asked = told('message-request-by-bot');
    const added = told('reaction-added');
    expect(asked).toMatchObject([{ type: 'approval.requested', actor: { kind: 'bot' } }]);
    expect(added).toMatchObject([
      { decision: 'granted', actor: CLEO, approval: (asked[0] as { approval: string }).approval },
    ]);
    expect(currentEvents([...told('reaction-removed'), ...added])).toEqual([]);
  });

  it('counts only in the channels that a person set, where one did', () => {
    const elsewhere = settingOf(slack, 'chat', { approvalChannels: ['C02*'] });
    for (const name of ['message-approval', 'reaction-added', 'button'])
      expect(outcomeOf(readSample('slack', name), elsewhere).outcome).toBe('ignored');
  });
});

describe('the audit log', () => {
  it('tells who signed in, and what was changed', () => {
    expect(told('audit-log')).toMatchObject([
      { type: 'access.opened', actor: { ...ANN, name: 'Ann' }, host: 'bakery' },
      { type: 'resource.created', resource: 'slack:app/A01APP', detail: 'app_installed' },
      { type: 'resource.changed', resource: 'slack:user/U02CLEO', detail: 'role_change_to_admin' },
    ]);
  });
});

describe('what comes otherwise than expected', () => {
  it.each([
    ['message-talk', /no command/],
    ['message-changed', /message_changed/],
    ['channel-created', /channel_created/],
    ['url-verification', /tries/],
  ])('is %s and is ignored with the reason', (name, reason) => {
    expect(outcomeOf(readSample('slack', name))).toEqual({
      outcome: 'ignored',
      reason: expect.stringMatching(reason),
    });
  });

  it('is a command without the time that Slack signs', () => {
    const { body } = readSample('slack', 'slash-command');
    expect(outcomeOf({ headers: {}, body })).toMatchObject({ outcome: 'ignored' });
  });

  it('was cut off, so it is rejected', () => {
    const { headers, body } = readSample('slack', 'button');
    expect(outcomeOf({ headers, body: String(body).slice(0, 60) }).outcome).toBe('rejected');
  });
});

describe('who may send', () => {
  const seconds = RECEPTION.now.getTime() / 1_000;
  const signed = (at: number, sent = at): RawRequest => {
    const { body } = requestOf(readSample('slack', 'message-command'));
    const digest = createHmac('sha256', 'key').update(`v0:${at}:`).update(body).digest('hex');
    return {
      headers: { 'x-slack-request-timestamp': String(sent), 'x-slack-signature': `v0=${digest}` },
      body,
    };
  };
  const reasonFor = (request: RawRequest): string => {
    const told = slack.authenticate(request, { values: ['key'] }, RECEPTION);
    return told.ok ? 'ok' : told.reason;
  };

  it('signs the time and the body', () => {
    expect(reasonFor(signed(seconds))).toBe('ok');
    expect(reasonFor(signed(seconds - 299))).toBe('ok');
    expect(reasonFor(signed(seconds - 299, seconds))).toMatch(/does not match/);
  });

  it('did so within the last five minutes', () => {
    expect(reasonFor(signed(seconds - 301))).toMatch(/five minutes/);
    expect(reasonFor(signed(seconds + 301))).toMatch(/five minutes/);
  });

  it('gets its challenge back', () => {
    expect(slack.greet?.(requestOf(readSample('slack', 'url-verification')))).toEqual({
      contentType: 'text/plain',
      body: '3eZbrw1aB',
    });
    expect(slack.greet?.(signed(seconds))).toBeUndefined();
  });

  it('names its delivery the same when it sends again', () => {
    expect(slack.deliveryKey?.(requestOf(readSample('slack', 'app-mention')))).toBe('Ev06');
    expect(slack.deliveryKey?.(requestOf(readSample('slack', 'slash-command-approval')))).toBe(
      '13345224609.1',
    );
  });
});
