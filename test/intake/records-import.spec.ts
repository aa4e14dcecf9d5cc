import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describeRecords, importRecords } from '../../src/cli/import-records.js';
import { UserError } from '../../src/support/errors.js';
import { startApp, type TestApp } from '../support/app.js';

describe('import records', () => {
  const folder = mkdtempSync(join(tmpdir(), 'records-'));
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  const fileOf = (name: string, content: string | Buffer, written = '2026-03-10T00:00:00Z'): string => {
    const file = join(folder, name);
    writeFileSync(file, content);
    utimesSync(file, new Date(written), new Date(written));
    return file;
  };
  const eventsOf = async (source: string): Promise<Record<string, unknown>[]> => {
    const { rows } = await app.pool.query<{ data: string }>(
      'select data from throughline.event where source = $1 order by at, type desc',
      [source],
    );
    return rows.map(({ data }) => JSON.parse(data) as Record<string, unknown>);
  };
  const states = async (source: string): Promise<Record<string, number>> => {
    const { rows } = await app.pool.query<{ state: string; n: number }>(
      'select state, count(*)::int as n from throughline.inbox where source = $1 group by state',
      [source],
    );
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  };

  it('reads the log of Rundeck’s executions in the zone that it is told, once', async () => {
    const log = [
      '[2026-07-02 10:00:00,000] ann start [41:running] shop ann/- "deploy/till"[6f2a]',
      '[2026-07-02 10:05:30,500] ann finish [41:succeeded] shop ann/- "deploy/till"[6f2a]',
      '[2026-07-02 10:06:00,000] ann delete [12:succeeded] shop ann/- "deploy/till"[6f2a]',
      '',
    ].join('\n');
    const file = fileOf('rundeck.executions.log', log);
    const flags = { zone: 'Europe/Berlin' };
    const imported = await importRecords(app.runtime, { name: 'rundeck', file }, flags);
    expect(imported).toMatchObject({ accepted: 2, rejected: [] });
    expect(describeRecords(file, imported)).toContain('Nothing is derived from 1 record:');
    const known = await eventsOf('rundeck');
    expect(known.map(({ type, at, execution }) => [type, at, execution])).toEqual([
      ['execution.started', '2026-07-02T08:00:00.000Z', 'rundeck:rundeck/41'],
      ['execution.finished', '2026-07-02T08:05:30.500Z', 'rundeck:rundeck/41'],
    ]);

    await importRecords(app.runtime, { name: 'rundeck', file }, flags);
    expect(await eventsOf('rundeck')).toEqual(known);
    expect(await states('rundeck')).toEqual({ accepted: 2 });
  });

  it('takes the year of sshd’s lines from the time of the file, and counts what other programs wrote', async () => {
    const log = [
      'Dec 31 23:59:00 till-1 sshd[71]: Accepted publickey for ann from 10.0.0.9 port 50100 ssh2: ED25519 SHA256:abcdefghijklmnopqrstuvwxyz',
      'Jan  1 00:10:00 till-1 sshd[71]: pam_unix(sshd:session): session closed for user ann',
      'Jan  1 00:11:00 till-1 CRON[72]: pam_unix(cron:session): session opened for user root',
      'Jan  1 00:12:00 till-1 CRON[73]: pam_unix(cron:session): session closed for user root',
    ].join('\n');
    const file = fileOf('auth.log.1.gz', gzipSync(log), '2026-01-02T00:00:00Z');
    const imported = await importRecords(app.runtime, { name: 'shell-access', file }, {});
    expect(imported.accepted).toBe(2);
    expect([...imported.ignored]).toEqual([['The line is not of sshd', 2]]);
    expect((await eventsOf('shell-access')).map(({ at }) => at)).toEqual([
      '2025-12-31T23:59:00.000Z',
      '2026-01-01T00:10:00.000Z',
    ]);
  });

  it('keeps the lines of one transaction of packages together', async () => {
    const log = [
      '2026-03-02 10:15:00 startup archives unpack',
      '2026-03-02 10:15:01 upgrade nginx:amd64 1.24.0-1 1.24.0-2',
      '2026-03-02 10:15:02 install till:amd64 <none> 2.0',
      '2026-03-05 09:00:00 startup packages remove',
      '2026-03-05 09:00:01 remove till:amd64 2.0 <none>',
    ].join('\n');
    const file = fileOf('dpkg.log', log);
    const imported = await importRecords(app.runtime, { name: 'packages', file }, { host: 'till-1' });
    expect(imported).toMatchObject({ accepted: 2, rejected: [] });
    const reports = (await eventsOf('packages')).filter(({ type }) => type === 'host.reported');
    expect(reports).toMatchObject([
      { host: 'till-1', at: '2026-03-02T10:15:02.000Z', versions: { nginx: '1.24.0-2', till: '2.0' } },
      { host: 'till-1', at: '2026-03-05T09:00:01.000Z', removed: ['till'] },
    ]);
  });

  it('names the record that cannot be read, keeps it, and reads the others', async () => {
    const closed = { specversion: '1.0', id: 'c-1', source: '/t', time: '2026-03-05T10:00:00Z' };
    const good = { ...closed, type: 'dev.throughline.item.closed', data: { item: 'TILL-1' } };
    const file = fileOf('list.json', JSON.stringify([good, { ...good, id: 'c-2', data: {} }]));
    const imported = await importRecords(
      app.runtime,
      { name: 'cloudevents', file },
      {
        header: ['content-type: application/cloudevents+json'],
      },
    );
    expect(imported).toMatchObject({ accepted: 1, rejected: [{ place: 'record 2' }] });
    expect(describeRecords(file, imported)).toMatch(/Refused 1 record:\n {2}record 2: .+/);
    expect(await states('cloudevents')).toEqual({ accepted: 1, rejected: 1 });
  });

  it('says what to do where it cannot begin', async () => {
    const file = fileOf('some.log', 'a line\n');
    const tell = (name: string, flags = {}) => importRecords(app.runtime, { name, file }, flags);
    await expect(tell('nobody')).rejects.toThrow(/no source or system named nobody/);
    await expect(tell('github', { zone: 'Europe/Berlin' })).rejects.toThrow(
      'GitHub does not use --zone: leave it out.',
    );
    await expect(tell('rundeck', { zone: 'Mars/Base' })).rejects.toThrow(UserError);
    await expect(importRecords(app.runtime, { name: 'rundeck', file: folder }, {})).rejects.toThrow(
      /is not a file/,
    );
  });
});
