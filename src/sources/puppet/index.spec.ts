import { patched, RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import { currentTelling } from '../../events/current.js';
import type { DeliveryEvent, EventOf, EventType } from '../../events/vocabulary.js';
import { interpretRequest } from '../interpret.js';
import { puppet } from './index.js';

const YAML = requestOf(readSample('puppet', 'report-yaml')).body.toString();
const outcomeOf = (body: unknown) => interpretRequest(puppet, requestOf({ headers: {}, body }));
const eventsOf = (body: unknown): DeliveryEvent[] => {
  const outcome = outcomeOf(body);
  if (outcome.outcome !== 'accepted') throw new Error(outcome.reason);
  return outcome.events;
};
const ofType = <T extends EventType>(events: readonly DeliveryEvent[], type: T): EventOf<T>[] =>
  events.filter((event): event is EventOf<T> => event.type === type);
const stored = (patch: object = {}) => patched(readSample('puppet', 'puppetdb-noop'), patch).body as object;

describe('a report that an agent posts', () => {
  const events = eventsOf(YAML);

  it('tells each resource that was changed, from what to what, and the one that could not be', () => {
    expect(ofType(events, 'resource.changed')).toMatchObject([
      { kind: 'package', name: 'ntp', host: 'pier-1.harbour.example', from: '4.2.8p12', to: '4.2.8p15' },
      { kind: 'file', name: '/etc/motd', corrective: true },
      { kind: 'service', name: 'ntpd', outcome: 'failure', from: 'stopped', to: 'running' },
    ]);
  });

  it('tells the versions and the code that the host has now', () => {
    expect(ofType(events, 'host.reported')).toMatchObject([
      {
        host: 'pier-1.harbour.example',
        environment: 'production',
        versions: { ntp: '4.2.8p15' },
        configurationDigest: '4f1e2d3c4b5a69788796a5b4c3d2e1f009182736',
        links: ['sha:4f1e2d3c4b5a69788796a5b4c3d2e1f009182736'],
      },
    ]);
  });

  it('is a run that failed, and a host that had drifted', () => {
    expect(ofType(events, 'execution.finished')).toMatchObject([
      { outcome: 'failure', hosts: ['pier-1.harbour.example'] },
    ]);
    expect(ofType(events, 'verification.finished')).toMatchObject([
      { suite: 'puppet-drift', outcome: 'failure' },
    ]);
  });

  it('names nobody, for Puppet knows of nobody', () => {
    expect(events.filter(({ actor }) => actor)).toEqual([]);
  });

  it('is the same run when PuppetDB tells it', () => {
    const again = stored({
      certname: 'pier-1.harbour.example',
      transaction_uuid: '0c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f',
    });
    const known = new Set(events.map(({ id }) => id));
    expect(ofType(eventsOf(again), 'execution.finished').every(({ id }) => known.has(id))).toBe(true);
  });
});

describe('a server', () => {
  const firstOn = (day: string) =>
    ofType(eventsOf(YAML.replaceAll('2026-03-02', day)), 'resource.created')[0]!;

  it('appears with the earliest report that is known, in whatever order they come', () => {
    const [early, late] = [firstOn('2026-03-01'), firstOn('2026-03-09')];
    expect(late.id).toBe(early.id);
    expect(early).toMatchObject({ kind: 'server', host: 'pier-1.harbour.example', aliases: ['pier-1'] });
    for (const tellings of [
      [early, late],
      [late, early],
    ])
      expect(currentTelling(tellings)).toMatchObject({ at: '2026-03-01T09:30:12.418Z' });
  });

  it('does not appear by a run that changes nothing', () => {
    expect(ofType(eventsOf(stored()), 'resource.created')).toEqual([]);
  });
});

describe('a report of PuppetDB', () => {
  it('that only looked tells what is waiting, and changes nothing', () => {
    const events = eventsOf(stored());
    expect(ofType(events, 'resource.changed')).toEqual([]);
    expect(ofType(events, 'verification.finished')).toMatchObject([
      { suite: 'puppet-noop', outcome: 'failure' },
    ]);
  });

  it('tells what was removed', () => {
    const data = [
      {
        resource_type: 'Package',
        resource_title: 'telnet',
        property: 'ensure',
        old_value: '1.0',
        new_value: 'absent',
        status: 'success',
      },
    ];
    const events = eventsOf(stored({ noop: false, resource_events: { data } }));
    expect(ofType(events, 'host.reported')).toMatchObject([{ removed: ['telnet'] }]);
    expect(ofType(events, 'resource.changed')).toMatchObject([{ name: 'telnet', from: '1.0', to: 'absent' }]);
  });

  it.each([
    [{ certname: null }, 'names neither a host nor a time'],
    [{ end_time: null, start_time: 'soon', producer_timestamp: 7e20 }, 'names neither a host nor a time'],
  ])('without what it needs is ignored: %j', (patch, reason) => {
    expect(outcomeOf(stored(patch))).toEqual({ outcome: 'ignored', reason: expect.stringContaining(reason) });
  });
});

describe('a large report', () => {
  const reportOf = (count: number, changed: number) => {
    const resources = Array.from({ length: count }, (_, i) => ({
      resource_type: 'File',
      resource_title: `/srv/${i}`,
      events:
        i < changed
          ? [
              { property: 'mode', old_value: '0600', new_value: '0644', status: 'success' },
              { property: 'owner', old_value: 'root', new_value: 'www', status: 'success' },
            ]
          : [],
    }));
    return stored({ noop: false, resource_events: null, resources });
  };

  it('tells one event for each resource that changed, and none for the others', () => {
    const changed = ofType(eventsOf(reportOf(10_000, 12)), 'resource.changed');
    expect(changed).toHaveLength(12);
    expect(changed[0]).toMatchObject({ from: 'mode: 0600; owner: root', to: 'mode: 0644; owner: www' });
  });

  it('counts what it does not tell one by one', () => {
    const changed = ofType(eventsOf(reportOf(10_007, 10_007)), 'resource.changed');
    expect(changed).toHaveLength(10_001);
    expect(changed.at(-1)?.detail).toMatch(/^7 more resources/);
  });
});

describe('YAML', () => {
  it('is never more than data, whatever its tags say', () => {
    const evil = `${YAML}\nevil: !ruby/object:Gem::Installer\n  i: !!js/function 'function(){}'\n`;
    expect(eventsOf(evil)).toEqual(eventsOf(YAML));
  });

  it('that grows out of its aliases is rejected, quickly', () => {
    const list = (anchor: string, of: string) =>
      `${anchor}: &${anchor} [${Array(1_000).fill(of).join(', ')}]\n`;
    const event = '{status: success}';
    const resources = Array.from({ length: 1_000 }, (_, i) => `  "File[${i}]": {events: *e}\n`).join('');
    const bomb = `host: a\ntime: 2026-03-02T09:30:12Z\n${list('e', event)}resource_statuses:\n${resources}`;
    expect(outcomeOf(bomb)).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringContaining('changes'),
    });
  });

  it('that is cut off in a text, or none, is rejected', () => {
    expect(outcomeOf(`${YAML.slice(0, 300)}: "`).outcome).toBe('rejected');
    expect(outcomeOf('a: [1, 2').outcome).toBe('rejected');
  });
});

describe('a sender', () => {
  it('shows the secret as a password of the address, or as a token', () => {
    const check = (authorization: string) =>
      puppet.authenticate(
        { headers: { authorization }, body: Buffer.from('') },
        { values: ['oak'] },
        RECEPTION,
      ).ok;
    expect(check(`Basic ${Buffer.from('puppet:oak').toString('base64')}`)).toBe(true);
    expect(check('Bearer oak')).toBe(true);
    expect(check('Bearer elm')).toBe(false);
  });

  it('sends a run under one key', () => {
    const keyOf = (body: string) => puppet.deliveryKey?.({ headers: {}, body: Buffer.from(body) });
    expect(keyOf(YAML)).toBe('0c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f');
    expect(keyOf(`${YAML}${YAML}`)).toBeUndefined();
  });
});
