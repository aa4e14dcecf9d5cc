import { RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { sha256Hex } from '../../support/hash.js';
import { interpretRequest, settingOf } from '../interpret.js';
import { packages } from './index.js';

const outcomeOf = (text: unknown, headers: Record<string, string> = {}, settings: object = {}) =>
  interpretRequest(packages, requestOf({ headers, body: text }), settingOf(packages, 'packages', settings));
const PIER = { 'x-throughline-host': 'pier-1' };
const eventsOf = (
  text: unknown,
  headers: Record<string, string> = PIER,
  settings: object = {},
): DeliveryEvent[] => {
  const outcome = outcomeOf(text, headers, settings);
  if (outcome.outcome !== 'accepted') throw new Error(outcome.reason);
  return outcome.events;
};
const sampleEvents = (name: string) => {
  const { headers, body } = readSample('packages', name);
  return eventsOf(body, headers);
};
const LINE = '2026-03-02 10:15:01 upgrade nginx:amd64 1.24.0-1 1.24.0-2';

describe('dpkg.log', () => {
  it('tells what was installed, upgraded and removed, each once, and what the host has then', () => {
    expect(sampleEvents('dpkg-log')).toMatchObject([
      {
        type: 'resource.changed',
        kind: 'package',
        name: 'nginx',
        host: 'pier-1',
        from: '1.24.0-1',
        to: '1.24.0-2',
        at: '2026-03-02T09:15:01.000Z',
      },
      { name: 'tidewatch', from: 'absent', to: '3.1' },
      { name: 'foghorn', from: '0.9-2', to: 'absent' },
      {
        type: 'host.reported',
        host: 'pier-1',
        versions: { nginx: '1.24.0-2', tidewatch: '3.1' },
        removed: ['foghorn'],
      },
    ]);
  });

  it('has the wall clock of its zone, summer and winter', () => {
    const at = (line: string, zone: string) => eventsOf(line, PIER, { zone })[0]?.at;
    expect(at(LINE, 'Australia/Sydney')).toBe('2026-03-01T23:15:01.000Z');
    expect(at(LINE.replace('-03-', '-07-'), 'Europe/Berlin')).toBe('2026-07-02T08:15:01.000Z');
    expect(at(LINE, 'UTC')).toBe('2026-03-02T10:15:01.000Z');
  });

  it('names its host before the line, in a header, or in the settings', () => {
    expect(eventsOf(`quay-2 ${LINE}`)[0]).toMatchObject({ host: 'quay-2' });
    expect(eventsOf(LINE)[0]).toMatchObject({ host: 'pier-1' });
    expect(eventsOf(LINE, {}, { host: 'mole-3', environments: { 'mole-3': 'production' } })[0]).toMatchObject(
      {
        host: 'mole-3',
        environment: 'production',
      },
    );
    expect(outcomeOf(LINE)).toMatchObject({
      outcome: 'ignored',
      reason: expect.stringContaining('names no host'),
    });
  });

  it('is the same fact however a shipper cuts it into pieces', () => {
    const text = readSample('packages', 'dpkg-log').body as string;
    const whole = eventsOf(text).filter(({ type }) => type === 'resource.changed');
    const pieces = text.split('\n').flatMap((line) => {
      const outcome = outcomeOf(line, PIER);
      return outcome.outcome === 'accepted'
        ? outcome.events.filter(({ type }) => type === 'resource.changed')
        : [];
    });
    expect(pieces).toEqual(whole);
  });

  it('knows a foreign architecture from the usual one', () => {
    expect(eventsOf(LINE.replace('amd64', 'i386'))[0]).toMatchObject({ name: 'nginx:i386' });
  });
});

describe('history.log of apt', () => {
  it('tells who asked, as far as a log can tell, and by which command', () => {
    const events = sampleEvents('apt-history');
    expect(events.slice(0, 4)).toMatchObject([
      { name: 'tidewatch', from: 'absent', to: '3.1' },
      { name: 'libtide2', from: 'absent', to: '2.0-1' },
      { name: 'nginx', from: '1.24.0-1', to: '1.24.0-2' },
      { name: 'foghorn', from: '0.9-2', to: 'absent' },
    ]);
    expect(events[0]).toMatchObject({
      actor: { id: 'host:pier-1/anna', confidence: 'asserted' },
      links: ['item:QUAY-118'],
      detail: 'apt-get install tidewatch # QUAY-118',
    });
  });
});

describe('logs of RPM', () => {
  it('tell an upgrade once, with the version that it replaced', () => {
    expect(sampleEvents('dnf-rpm-log')).toMatchObject([
      { name: 'openssl', from: '1:3.0.7-24.el9', to: '1:3.0.7-25.el9', at: '2026-03-02T09:15:02.000Z' },
      { name: 'tidewatch', from: 'absent', to: '3.1-1.el9' },
      { name: 'foghorn', from: '0.9-2.el9', to: 'absent' },
      { type: 'host.reported', versions: { openssl: '1:3.0.7-25.el9' }, removed: ['foghorn'] },
    ]);
  });

  it('tell who, by dnf history', () => {
    expect(sampleEvents('dnf-history')).toMatchObject([
      { name: 'openssl', actor: { name: 'anna' }, detail: 'upgrade openssl', at: '2026-03-02T09:15:01.000Z' },
      { type: 'host.reported' },
    ]);
  });

  it('do not take the version of another transaction for the one that was replaced', () => {
    const text = [
      '2026-03-01T10:00:00Z SUBDEBUG Upgraded: curl-8.0-1.el9.x86_64',
      '2026-03-02T10:00:00Z SUBDEBUG Upgrade: curl-8.2-1.el9.x86_64',
    ].join('\n');
    expect(eventsOf(text)[0]).not.toHaveProperty('from');
  });
});

describe('a shipper', () => {
  it('may send JSON, one or a list or one a line', () => {
    const one = { host: 'pier-3', message: LINE };
    const alone = eventsOf(one, {});
    expect(alone[0]).toMatchObject({ host: 'pier-3', name: 'nginx' });
    expect(eventsOf([one], {})).toEqual(alone);
    expect(eventsOf(`${JSON.stringify(one)}\n${JSON.stringify(one)}\n`, {})).toEqual(alone);
  });

  it('shows a bearer token', () => {
    const request = { headers: { authorization: 'Bearer oar' }, body: Buffer.from(LINE) };
    const hashed = (token: string) => ({ values: [sha256Hex(token)] });
    expect(packages.authenticate(request, hashed('oar'), RECEPTION)).toEqual({ ok: true });
    expect(packages.authenticate(request, hashed('sail'), RECEPTION).ok).toBe(false);
  });

  it.each([
    ['2026-03-02 10:15:06 status installed nginx:amd64 1.24.0-2', 'No line tells'],
    ['2026-13-45 10:15:01 upgrade nginx:amd64 1 2', 'names no time'],
    ['\u0000\u0001', 'No line tells'],
  ])('that sends %j is told what is missing', (text, reason) => {
    expect(outcomeOf(text, PIER)).toEqual({ outcome: 'ignored', reason: expect.stringContaining(reason) });
  });

  it('is told of a zone that is none', () => {
    expect(outcomeOf(LINE, { ...PIER, 'x-throughline-zone': 'Atlantis/Harbour' })).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringContaining('Europe/Berlin'),
    });
  });
});
