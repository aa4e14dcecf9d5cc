import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRepository, type TestRepository } from '../support/git-repository.js';
import { freePort, runCli, spawnServer, untilReady } from '../support/server-process.js';

describe('the commands', () => {
  let folder: string;
  let repository: TestRepository;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'throughline-commands-'));
    await chmod(folder, 0o755);
    repository = await createRepository();
    await repository.commit('one');
    await repository.tag('v1.0');
  });
  afterAll(async () => {
    await repository.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('start, stop on SIGTERM, start again within 5 s, and lose nothing', async () => {
    const port = await freePort();
    const first = spawnServer(repository.path, port, { env: { THROUGHLINE_DATA_DIR: join(folder, 'data') } });
    await untilReady(first);
    for (let i = 0; i < 500 && !first.output().includes('Ctrl-C'); i += 1)
      await new Promise((done) => setTimeout(done, 20));
    expect(first.output()).toMatch(/Throughline is at http:\/\/localhost:\d+/);
    expect(first.output()).toMatch(/\/sign-in\?token=tl_/);
    expect(first.output()).toContain('Imported 1 commits');
    expect(first.output()).toContain('npx throughline import git ~/src/my-repository');
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);

    // The quickest of a few starts: the machine may be busy with other specs at any one of them.
    const start = async () => {
      const started = performance.now();
      const server = spawnServer(repository.path, port, {
        env: { THROUGHLINE_DATA_DIR: join(folder, 'data') },
      });
      await untilReady(server);
      return { server, took: performance.now() - started };
    };
    let { server: second, took } = await start();
    for (let again = 0; again < 3 && took >= 5_000; again += 1) {
      second.child.kill('SIGTERM');
      await second.ended;
      ({ server: second, took } = await start());
    }
    expect(took).toBeLessThan(5_000);
    const beside = await runCli(folder, ['query', '{ flow { services } }']);
    expect(JSON.parse(beside.stdout)).toMatchObject({ data: { flow: { services: [expect.any(String)] } } });
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
  }, 90_000);

  it('say in one sentence that a port is taken', async () => {
    const port = await freePort();
    const other: Server = createServer();
    await new Promise<void>((done) => other.listen(port, '127.0.0.1', done));
    const server = spawnServer(folder, port);
    expect(await server.ended).toBe(1);
    expect(server.output()).toBe(
      `Port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another with --port ${port + 1}.\n`,
    );
    other.close();
  }, 30_000);

  it('refuse wrong settings with a sentence each', async () => {
    const answer = await runCli(folder, ['serve'], { PORT: 'http', DATABASE_URL: 'mysql://x' });
    expect(answer.code).toBe(1);
    expect(answer.stderr.trim().split('\n')).toEqual([
      'PORT must be a port from 0 to 65535.',
      'DATABASE_URL must be a URL such as postgres://user:password@host:5432/throughline.',
    ]);
  }, 30_000);

  it('import, list, try and query without a running server', async () => {
    const imported = await runCli(folder, ['import', 'git', repository.path, '--service', 'shop']);
    expect(imported).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('as service shop on production'),
    });
    const asked = await runCli(folder, [
      'query',
      'query ($filter: FlowFilter!) { leadTime(filter: $filter) { n } }',
      '--variables',
      JSON.stringify({
        filter: { services: ['shop'], from: '2020-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' },
      }),
    ]);
    expect(JSON.parse(asked.stdout)).toEqual({ data: { leadTime: { n: 1 } } });
    const wrong = await runCli(folder, ['query', '{ nothing }']);
    expect(wrong.code).toBe(1);
    const listed = await runCli(folder, ['deliveries', 'list']);
    expect(listed.stdout).toBe('No delivery is rejected.\n');
    await writeFile(join(folder, 'push.json'), '{"ref": 5}');
    const tried = await runCli(folder, [
      'source',
      'try',
      'github',
      join(folder, 'push.json'),
      '--header',
      'x-github-event: push',
    ]);
    expect(tried.code).toBe(1);
    expect(JSON.parse(tried.stdout)).toMatchObject({ outcome: 'rejected' });
  }, 90_000);

  it('import an event log, and tell at once between whom it waited', async () => {
    const rows = [
      'case,time,activity,person,team',
      '1,2026-03-02T08:00:00Z,opened,ann,Desk',
      '1,2026-03-02T10:00:00Z,taken,bob,Network',
      '1,2026-03-04T10:00:00Z,closed,ann,Desk',
      '2,2026-03-03T08:00:00Z,opened,ann,Desk',
      '2,2026-03-03T12:30:00Z,taken,bob,Network',
    ];
    await writeFile(join(folder, 'calls.csv'), `${rows.join('\n')}\n`);
    const columns = ['--item', 'case', '--at', 'time', '--holder', 'person'];
    const importing = () => runCli(folder, ['import', 'log', 'calls.csv', ...columns, '--team', 'team']);
    const told = await importing();
    const handoffs = told.stdout.slice(told.stdout.indexOf('\n') + 1);
    expect(told.stdout).toMatch(/^Imported 5 rows of 2 cases of calls\.csv\.\n/);
    expect(handoffs).toBe(
      [
        'Handed over from 2026-03-02 to 2026-03-04, everything recorded of that time:',
        '  between persons: 3 times, 2 pairs, 2 items',
        '  between teams: 3 times, 2 pairs, 2 items',
        'The teams between which most time was lost:',
        '  from     to       times  half waited up to  all together',
        '  Network  Desk     1      2 d                2 d',
        '  Desk     Network  2      3 h 15 min         6 h 30 min',
        '',
      ].join('\n'),
    );
    const asked = await runCli(folder, [
      'query',
      '{ handoffMatrix(filter: { from: "2026-03-01T00:00:00Z", to: "2026-04-01T00:00:00Z" }, level: TEAM) { cells { from to count waitP50 waitTotal } } }',
    ]);
    expect(JSON.parse(asked.stdout).data.handoffMatrix.cells).toEqual([
      { from: 'Desk', to: 'Network', count: 2, waitP50: 11_700, waitTotal: 23_400 },
      { from: 'Network', to: 'Desk', count: 1, waitP50: 172_800, waitTotal: 172_800 },
    ]);
    expect((await importing()).stdout).toBe(
      `calls.csv was imported before and has not changed since.\n${handoffs}`,
    );

    await writeFile(
      join(folder, 'alone.csv'),
      'case,time,activity,person\n9,2020-01-01T00:00:00Z,opened,ann\n',
    );
    expect((await runCli(folder, ['import', 'log', 'alone.csv', ...columns])).stdout).toContain(
      'Nothing was handed over from 2020-01-01 to 2020-01-01: no case changed its person, team or line.',
    );
  }, 90_000);

  it('teach by --help, and refuse what they do not know', async () => {
    const help = await runCli(folder, ['import', 'git', '--help']);
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('Examples:') });
    const unknown = await runCli(folder, ['sing']);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain("unknown command 'sing'");
    expect((await runCli(folder, ['imprt'])).stderr).toContain('(Did you mean import?)');
    expect((await runCli(folder, ['import', 'logs'])).stderr).toContain('(Did you mean log?)');
  }, 30_000);

  it('are listed with what each is for, and each explains itself however it is asked', async () => {
    const { stdout: all } = await runCli(folder, ['--help']);
    const commands = all.slice(all.indexOf('Commands:'), all.indexOf('Examples:'));
    const listed = [...commands.matchAll(/^ {2}(\w+) +\w/gm)].map(([, name]) => name);
    expect(listed).toHaveLength(17);
    expect(listed).toEqual(expect.arrayContaining(['serve', 'import', 'audit', 'report', 'help']));
    expect((await runCli(folder, ['help'])).stdout).toBe(all);
    for (const words of [
      ['import', '--help'],
      ['help', 'import'],
    ]) {
      expect((await runCli(folder, words)).stdout).toMatch(/ {2}git .+ {2}events .+ {2}log .+ {2}records /s);
    }
    const log = await runCli(folder, ['import', 'log', '--help']);
    expect(log.stdout).toContain('throughline import log helpdesk.xes.gz');
    expect((await runCli(folder, ['import', 'help', 'log'])).stdout).toBe(log.stdout);
  }, 60_000);
});
