import { deployed } from '../metrics/story.js';
import { type AuditStory, event, person, startStory } from './story.js';

const day = (n: number, hour = 12): string => new Date(Date.UTC(2026, 4, n, hour)).toISOString();
const reported = (
  host: string,
  at: string,
  versions: Record<string, string>,
  digest?: string,
  removed?: string[],
) =>
  event('host.reported', {
    at,
    host,
    environment: 'production',
    versions,
    ...(digest && { configurationDigest: digest }),
    ...(removed && { removed }),
  });
const installed = (id: string, at: string, version: string, hosts: string[]) =>
  deployed(id, at, 1, { version, hosts, artifact: `pkg:deb/shop/basket@${version}` });

const AT = `query ($service: String, $environment: String, $host: String, $at: DateTime!) {
  environmentAt(service: $service, environment: $environment, host: $host, at: $at) {
    parts { host part value since origin announcement putBy }
    unannounced { host part value notBefore shells }
    drift { part values { value hosts } }
  } }`;

describe('what ran where', () => {
  let audit: AuditStory;
  beforeEach(async () => {
    audit = await startStory();
  });
  afterEach(() => audit.close());

  const basketAt = async (at: string) =>
    (await audit.ask(AT, { service: 'basket', environment: 'production', at })).environmentAt;
  const versions = async (at: string) =>
    Object.fromEntries(
      (await basketAt(at)).parts
        .filter(({ part }: { part: string }) => part === 'service:basket')
        .map(({ host, value }: { host: string; value: string }) => [host, value]),
    );

  it('is known for any moment: before, between and after deployments, and after a removal', async () => {
    await audit.tell(
      installed('d1', day(1), '1.0', ['web1', 'web2']),
      installed('d2', day(3), '1.1', ['web1']),
      deployed('d3', day(5), 1, { kind: 'remove', hosts: ['web2'] }),
      deployed('d4', day(6), 1, { outcome: 'failure', version: '1.2', hosts: ['web1'] }),
    );
    expect(await versions(day(0))).toEqual({});
    expect(await versions(day(2))).toEqual({ web1: '1.0', web2: '1.0' });
    expect(await versions(day(4))).toEqual({ web1: '1.1', web2: '1.0' });
    expect(await versions(day(7))).toEqual({ web1: '1.1' });
    const { parts, drift } = await basketAt(day(4));
    expect(parts[0]).toMatchObject({ putBy: ['deployment:basket/production/d2'], announcement: 'ANNOUNCED' });
    expect(drift).toEqual([
      {
        part: 'service:basket',
        values: [
          { value: '1.1', hosts: ['web1'] },
          { value: '1.0', hosts: ['web2'] },
        ],
      },
    ]);
  });

  it('names a version that appears with nothing behind it, and the shell that was open meanwhile', async () => {
    await audit.tell(
      installed('d1', day(1), '1.0', ['web1', 'web2']),
      reported('web1', day(2), { basket: '1.0-1' }, 'sha256:a'),
      reported('web2', day(2), { basket: '1.0-1' }, 'sha256:a'),
      event('access.opened', { at: day(4), access: 'ssh/1', host: 'web2', actor: person('github:ann') }),
      reported('web1', day(5), { basket: '1.0-1' }, 'sha256:a'),
      reported('web2', day(5), { basket: '1.3-1' }, 'sha256:b'),
    );
    const { parts, unannounced, drift } = await basketAt(day(6));
    expect(parts).toContainEqual(
      expect.objectContaining({
        host: 'web1',
        value: '1.0',
        origin: 'DEPLOYMENT',
        announcement: 'ANNOUNCED',
      }),
    );
    const seen = { notBefore: day(2), shells: ['access:ssh/1'], host: 'web2' };
    expect(unannounced).toEqual([
      { ...seen, part: 'configuration', value: 'sha256:b' },
      { ...seen, part: 'service:basket', value: '1.3-1' },
    ]);
    expect(drift.map(({ part }: { part: string }) => part).sort()).toEqual([
      'configuration',
      'service:basket',
    ]);
    expect((await basketAt(day(3))).unannounced).toEqual([]);
  });

  it('takes an execution on the host, or a deployment of the whole environment, for an announcement', async () => {
    await audit.tell(
      reported('web1', day(1), { openssl: '3.0' }),
      event('execution.finished', {
        at: day(2),
        execution: 'puppet/1',
        outcome: 'success',
        hosts: ['web1'],
        startedAt: day(2, 11),
      }),
      reported('web1', day(3), { openssl: '3.1' }),
      deployed('d1', day(4), 1, { version: '2.0' }),
      reported('web1', day(5), { basket: '2.0', curl: '8' }),
      reported('web1', day(6), {}, undefined, ['curl']),
    );
    const onHost = async (at: string) =>
      (await audit.ask(AT, { host: 'web1', at })).environmentAt.parts.map(
        ({ part, value, announcement, putBy }: Record<string, unknown>) => [part, value, announcement, putBy],
      );
    expect(await onHost(day(5, 13))).toEqual([
      ['package:basket', '2.0', 'ANNOUNCED', ['deployment:basket/production/d1']],
      ['package:curl', '8', 'UNANNOUNCED', []],
      ['package:openssl', '3.1', 'ANNOUNCED', ['execution:puppet/1']],
    ]);
    expect(await onHost(day(1, 13))).toEqual([['package:openssl', '3.0', 'BASELINE', []]]);
    expect((await onHost(day(7))).map(([part]: string[]) => part)).toEqual([
      'package:basket',
      'package:openssl',
    ]);
  });

  it('reads edits on a host: those that came to pass, with what they say they came from', async () => {
    const edit = { resource: 'web1/ntp.conf', kind: 'file', name: 'ntp.conf', host: 'web1' };
    await audit.tell(
      event('resource.changed', { ...edit, at: day(1), to: '{md5}1', links: ['execution:puppet/1'] }),
      event('resource.changed', { ...edit, at: day(2), to: '{md5}2' }),
      event('resource.changed', { ...edit, at: day(3), to: '{md5}3', outcome: 'failure' }),
    );
    const partsAt = async (at: string) => (await audit.ask(AT, { host: 'web1', at })).environmentAt.parts;
    expect(await partsAt(day(1, 13))).toEqual([
      expect.objectContaining({ value: '{md5}1', announcement: 'ANNOUNCED', putBy: ['execution:puppet/1'] }),
    ]);
    expect(await partsAt(day(4))).toEqual([
      expect.objectContaining({
        value: '{md5}2',
        since: day(2),
        announcement: 'UNANNOUNCED',
        origin: 'EDIT',
      }),
    ]);
  });

  it('asks for a service with its environment, or for a host', async () => {
    const { errors } = await audit.api.ask(AT, { service: 'basket', at: day(1) });
    expect(errors?.[0]?.extensions.code).toBe('BAD_PLACE');
  });
});
