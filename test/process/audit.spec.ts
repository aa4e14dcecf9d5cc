import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createRepository, type TestRepository } from '../support/git-repository.js';
import { runCli } from '../support/server-process.js';

const run = promisify(execFile);
const REDRAW = new URL('../../docs/audit/redraw.mjs', import.meta.url).pathname;

describe('throughline audit', () => {
  let folder: string;
  let repository: TestRepository;
  const cli = (...args: string[]) => runCli(folder, args);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'throughline-audit-'));
    await chmod(folder, 0o755);
    repository = await createRepository();
    await repository.commit('one');
    await repository.commit('two');
    await repository.tag('v1.0');
    await cli('import', 'git', repository.path, '--service', 'shop');
  }, 90_000);
  afterAll(async () => {
    await repository.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('freezes, draws and exports the same population, and the script agrees', async () => {
    const frozen = JSON.parse((await cli('audit', 'population', '--service', 'shop')).stdout);
    expect(frozen).toMatchObject({
      count: 3,
      byKind: [
        { kind: 'COMMIT', count: 2 },
        { kind: 'DEPLOYMENT', count: 1 },
      ],
    });
    const sample = JSON.parse(
      (await cli('audit', 'sample', '--service', 'shop', '--size', '2', '--seed', 'dice')).stdout,
    );
    expect(sample.population.hash).toBe(frozen.hash);
    const filter = ['--service', 'shop', '--as-of', frozen.asOf];
    const exported = await cli(
      'audit',
      'export',
      '--format',
      'ndjson',
      ...filter,
      '--out',
      'population.ndjson',
    );
    expect(exported).toMatchObject({ code: 0 });
    const { stdout } = await run(process.execPath, [REDRAW, join(folder, 'population.ndjson'), '2', 'dice']);
    const drawn = sample.drawn.map(
      (one: Record<string, string>) => `${one['rank']}\t${one['place']}\t${one['id']}`,
    );
    expect(stdout.trimEnd().split('\n')).toEqual([`population 3 ${frozen.hash}`, ...drawn]);
  }, 90_000);

  it('packs the evidence of a line, with proofs that verify offline', async () => {
    const asked = await cli('query', '{ auditTrail(filter: { kinds: [DEPLOYMENT] }) { nodes { id } } }');
    const { id } = JSON.parse(asked.stdout).data.auditTrail.nodes[0];
    expect(await cli('audit', 'pack', id, '--out', 'evidence')).toMatchObject({ code: 0 });
    const events = (await readFile(join(folder, 'evidence/events.ndjson'), 'utf8')).trimEnd().split('\n');
    const proofs = (await readdir(join(folder, 'evidence'))).filter((name) => name.startsWith('proof-'));
    expect(proofs).toHaveLength(events.length);
    expect(await cli('ledger', 'verify', 'evidence/proof-1.json')).toMatchObject({ code: 0 });
    expect(JSON.parse(await readFile(join(folder, 'evidence/entry.json'), 'utf8')).entry).toMatchObject({
      id,
    });
  }, 90_000);

  it('says in one sentence what it cannot do', async () => {
    for (const [args, said] of [
      [
        ['pack', 'deployment:none', '--out', 'x'],
        'There is no line "deployment:none": take an id as auditTrail shows it.\n',
      ],
      [['export', '--format', 'pdf'], '--format is csv or ndjson, not pdf.\n'],
      [['population', '--kind', 'NOPE'], expect.stringContaining('"kind" cannot be used')],
    ] as const) {
      const answer = await cli('audit', ...args);
      expect(answer.code).toBe(1);
      expect(answer.stderr).toEqual(said);
    }
  }, 90_000);
});
