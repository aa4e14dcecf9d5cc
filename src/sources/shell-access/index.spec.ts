import { eventsIn, toldBy, typesIn } from '../../../test/support/told.js';

const { outcomeOf, outcomeOfBody, eventsOf, eventOf } = toldBy('shell-access');

const SESSION = 'teleport:1b2c3d4e-0000-4000-8000-00000000beef';
const DATE = { date: 'Fri, 02 Jan 2026 08:00:00 GMT' };
const ACCEPTED =
  'sshd[7]: Accepted publickey for ann from 192.0.2.7 port 5 ssh2: RSA SHA256:n6xqYcXZkzXf0mG3mJ0L7Rk5';

describe('a session of Teleport', () => {
  it('is opened by a person as an account, on a host, under a ticket', () => {
    expect(eventOf('access.opened', 'teleport-session-start')).toMatchObject({
      access: SESSION,
      host: 'bell-1.bells.example',
      account: 'root',
      ticket: 'BELL-7',
      links: ['item:BELL-7'],
      actor: { id: 'teleport:ada@bells.example', kind: 'human', confidence: 'authenticated' },
    });
  });

  it('ends, and its end tells its beginning again', () => {
    expect(eventOf('access.closed', 'teleport-session-end').at).toBe('2026-03-02T10:30:00.000Z');
    expect(eventOf('access.opened', 'teleport-session-end').id).toBe(
      eventOf('access.opened', 'teleport-session-start').id,
    );
  });

  it('has commands, which know no host but their session', () => {
    const command = eventOf('execution.started', 'teleport-session-command');
    expect(command).toMatchObject({
      action: '/usr/bin/systemctl stop carillon',
      links: [`access:${SESSION}`],
    });
    expect(command).not.toHaveProperty('hosts');
    expect(typesIn(eventsOf('teleport-session-command', { return_code: -2 }))).toContain(
      'execution.finished',
    );
  });

  it('may be one command, whose outcome is known', () => {
    expect(eventOf('execution.finished', 'teleport-exec')).toMatchObject({
      outcome: 'failure',
      hosts: ['bell-1.bells.example'],
      environment: 'production',
    });
  });

  it('may need somebody’s word', () => {
    expect(eventOf('approval.decided', 'teleport-access-reviewed')).toMatchObject({
      decision: 'granted',
      actor: { id: 'teleport:cy@bells.example' },
    });
  });
});

describe('the log of sshd', () => {
  it('tells who opened and closed a shell, by the key where the account is shared', () => {
    const [opened, , closed] = eventsOf('sshd-classic');
    expect(opened).toMatchObject({ type: 'access.opened', host: 'bell-1', account: 'deploy' });
    expect(opened).not.toHaveProperty('actor');
    expect(closed).toMatchObject({ type: 'access.closed', at: '2026-03-02T11:20:00.000Z' });

    const keys = { 'SHA256:n6xqYcXZkzXf0mG3mJ0L7Rk5kq2b8x3Yw1v9tHs0abc': 'mailto:ada@bells.example' };
    expect(eventsOf('sshd-classic', {}, { keys })[0]?.actor?.id).toBe('mailto:ada@bells.example');
  });

  it('knows whom a certificate was given to', () => {
    expect(eventOf('access.opened', 'sshd-rfc3339')).toMatchObject({
      at: '2026-03-02T11:00:00.123Z',
      actor: { id: 'ssh:ada@bells.example' },
    });
  });

  it('may come from journald, one entry a line', () => {
    const entry = (MESSAGE: string, at: number) =>
      JSON.stringify({
        __REALTIME_TIMESTAMP: String(at),
        _HOSTNAME: 'b',
        SYSLOG_IDENTIFIER: 'sshd',
        _PID: '7',
        MESSAGE,
      });
    const body = [
      entry('Accepted password for ann from 192.0.2.7 port 5 ssh2', 1_772_449_200_000_000),
      entry('pam_unix(sshd:session): session closed for user ann', 1_772_449_260_000_000),
    ].join('\n');
    expect(eventsIn(outcomeOfBody(body))).toMatchObject([
      { type: 'access.opened', access: 'ssh:b/7/ann', actor: { id: 'ssh:ann' } },
      { type: 'access.closed', access: 'ssh:b/7/ann', at: '2026-03-02T11:01:00.000Z' },
    ]);
  });

  it.each([
    ['RFC 5424', `<38>1 2026-01-01T23:59:00Z b sshd 7 - - ${ACCEPTED.slice(9)}`, '2026-01-01T23:59:00.000Z'],
    ['the old form, in the year of the request', `Jan  1 23:59:00 b ${ACCEPTED}`, '2026-01-01T23:59:00.000Z'],
    ['the old form, in the year before it', `Dec 31 23:59:00 b ${ACCEPTED}`, '2025-12-31T23:59:00.000Z'],
  ])('may be %s', (_, line, at) => {
    expect(eventsIn(outcomeOfBody(line, DATE))).toMatchObject([{ type: 'access.opened', at, host: 'b' }]);
  });

  it('has a zone and a year that a person sets', () => {
    const line = `Jan  1 00:30:00 b ${ACCEPTED}`;
    const told = outcomeOfBody(line, {}, { zone: 'Europe/Berlin', year: 2026 });
    expect(eventsIn(told)).toMatchObject([{ at: '2025-12-31T23:30:00.000Z' }]);
    expect(outcomeOfBody(line)).toMatchObject({ outcome: 'ignored', reason: expect.stringMatching(/year/) });
  });

  it('may name a ticket in the account', () => {
    const line = '2026-03-02T11:00:00Z b sshd[7]: Accepted password for OPS-12 from 192.0.2.7 port 5 ssh2';
    expect(eventsIn(outcomeOfBody(line))).toMatchObject([{ ticket: 'OPS-12', links: ['item:OPS-12'] }]);
  });
});

describe('a delivery about shells', () => {
  it.each([
    ['a failed login', outcomeOf('sshd-failed'), /opens and closes nothing/],
    ['another event of Teleport', outcomeOf('teleport-login'), /user\.login/],
    ['another program', outcomeOfBody('2026-03-02T11:00:00Z b cron[7]: hello'), /not of sshd/],
    ['something else', outcomeOfBody({ hello: 1 }), /hello/],
    [
      'a line without a host',
      outcomeOfBody({ message: ACCEPTED, timestamp: '2026-03-02T11:00:00Z' }),
      /host/,
    ],
  ])('is ignored when it tells of %s', (_, outcome, reason) => {
    expect(outcome).toMatchObject({ outcome: 'ignored', reason: expect.stringMatching(reason) });
  });

  it('is rejected when it is cut off', () => {
    expect(outcomeOfBody('{"event": "session.st').outcome).toBe('rejected');
  });

  it('needs little', () => {
    const told = {
      event: 'session.start',
      time: '2026-03-02 11:00:00',
      sid: 'x',
      server_labels: 7,
      more: [],
    };
    expect(outcomeOfBody(told).outcome).toBe('accepted');
    expect(outcomeOfBody({ event: 'session.start', sid: 'x' }).outcome).toBe('ignored');
  });
});
