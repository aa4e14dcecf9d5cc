import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createRepository, type TestRepository } from '../support/git-repository.js';
import { runCli } from '../support/server-process.js';

const run = promisify(execFile);
const OWN_NAME = { GIT_AUTHOR_NAME: 'Auditor', GIT_AUTHOR_EMAIL: 'auditor@example.org' };
const OWN_COMMITTER = { GIT_COMMITTER_NAME: 'Auditor', GIT_COMMITTER_EMAIL: 'auditor@example.org' };

describe('throughline ledger', () => {
  let folder: string;
  let repository: TestRepository;
  let event: string;
  const cli = (...args: string[]) => runCli(folder, args, { ...OWN_NAME, ...OWN_COMMITTER });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'throughline-ledger-'));
    await chmod(folder, 0o755);
    repository = await createRepository();
    await repository.commit('one');
    await repository.tag('v1.0');
    await cli('import', 'git', repository.path, '--service', 'shop');
    const asked = await cli('query', '{ changes { nodes { timeline { id type } } } }');
    const changes = JSON.parse(asked.stdout).data.changes.nodes as {
      timeline: { id: string; type: string }[];
    }[];
    event = changes.flatMap(({ timeline }) => timeline).find(({ type }) => type === 'commit.recorded')!.id;
  }, 90_000);
  afterAll(async () => {
    await repository.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('signs a checkpoint, and gives it to a file, a repository and a webhook', async () => {
    const taken: string[] = [];
    const server = createServer((request, response) => {
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => taken.push(chunk));
      request.on('end', () => response.writeHead(204).end());
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await run('git', ['init', '--quiet', join(folder, 'witness')]);
    const to = ['--to', 'kept.txt', '--to', `git:${join(folder, 'witness')}`, '--to', webhook];
    const answer = await cli('ledger', 'checkpoint', ...to);
    server.close();
    expect(answer).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^Verifier key: \S+\+[0-9a-f]{8}\+/m),
    });
    expect(answer.stdout).toMatch(/^throughline\.invalid\/ledger\/[0-9a-f]{8}\n2\n/);
    expect(await readFile(join(folder, 'kept.txt'), 'utf8')).toBe(answer.stdout);
    expect(taken.join('')).toBe(answer.stdout);
    const logged = await run('git', ['-C', join(folder, 'witness'), 'log', '-p', '--format=%s']);
    expect(logged.stdout).toMatch(/^Checkpoint of throughline\.invalid\S+ with 2 leaves\n/);

    await writeFile(join(folder, 'foreign.txt'), answer.stdout.replace('\n2\n', '\n3\n'));
    const foreign = await cli('ledger', 'checkpoint', '--to', 'foreign.txt');
    expect(foreign).toMatchObject({ code: 1, stderr: expect.stringContaining('forged or was changed') });
  }, 90_000);

  it('proves an event to one who has nothing but the bundle', async () => {
    expect(await cli('ledger', 'prove', event, '--out', 'bundle.json', '--since', 'kept.txt')).toMatchObject({
      code: 0,
    });
    const bundle = await readFile(join(folder, 'bundle.json'), 'utf8');
    const nowhere = {
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      THROUGHLINE_DATA_DIR: '/nonexistent',
    };
    const shown = await runCli(folder, ['ledger', 'verify', 'bundle.json', '--witness', 'kept.txt'], nowhere);
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining(`Event ${event} is leaf `) });
    await writeFile(join(folder, 'changed.json'), bundle.replace('"at": "2026', '"at": "2025'));
    const refused = await runCli(folder, ['ledger', 'verify', 'changed.json'], nowhere);
    expect(refused).toMatchObject({
      code: 1,
      stderr:
        'The bundle is refused: the event, its salt or its delivery is not what the leaf was made of.\n',
    });
    expect(await cli('ledger', 'prove', 'no-such-event')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Event no-such-event is not in the ledger'),
    });
  }, 90_000);

  it('checks the whole store', async () => {
    const sound = await cli('ledger', 'verify', '--witness', 'kept.txt');
    expect(sound).toMatchObject({
      code: 0,
      stdout: '2 leaves, 1 checkpoints.\nEverything is as the service wrote it.\n',
    });
    const asked = await cli('query', '{ ledger { size lastVerification { sound size } } }');
    expect(JSON.parse(asked.stdout).data.ledger).toEqual({
      size: 2,
      lastVerification: { sound: true, size: 2 },
    });
    expect(await cli('ledger', 'verify', '--witness', 'no-such-file')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no-such-file cannot be read'),
    });
  }, 90_000);
});
