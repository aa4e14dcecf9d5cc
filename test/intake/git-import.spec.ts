import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../src/support/errors.js';
import { startApp, type TestApp } from '../support/app.js';
import { createRepository, importGit, type TestRepository } from '../support/git-repository.js';

const run = promisify(execFile);

describe('import git', () => {
  let app: TestApp;
  let repository: TestRepository;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    repository = await createRepository();
  });
  afterEach(() => repository.remove());

  const delivered = async (service: string): Promise<Record<string, string>> => {
    const { rows } = await app.pool.query<{ title: string; version: string }>(
      `select c.title, p.version from throughline_read.delivered_commit d
       join throughline_read.commit c on c.repo = d.repo and c.sha = d.sha
       join throughline_read.deployment p
         on p.service = d.service and p.environment = d.environment and p.id = d.deployment
       where d.service = $1`,
      [service],
    );
    return Object.fromEntries(rows.map(({ title, version }) => [title, version]));
  };

  it('delivers each commit with the first release that contains it', async () => {
    await repository.commit('one');
    await repository.tag('v1.0');
    await repository.commit('two');
    await repository.commit('three');
    await repository.tag('v1.1');
    await repository.commit('four');
    const imported = await importGit(app, repository.path, { service: 'first-release' });
    expect(imported).toMatchObject({ commits: 4, releaseTags: 2, assumed: false });
    expect(await delivered('first-release')).toEqual({ one: 'v1.0', two: 'v1.1', three: 'v1.1' });
  });

  it('reads only what is new the second time, and forgets nothing', async () => {
    await repository.commit('one');
    await repository.tag('v1.0');
    await importGit(app, repository.path, { service: 'second-time' });
    expect(await importGit(app, repository.path, { service: 'second-time' })).toMatchObject({
      commits: 0,
      releases: 0,
    });
    await repository.commit('two');
    await repository.tag('v1.1');
    const again = await importGit(app, repository.path, { service: 'second-time' });
    expect(again).toMatchObject({ commits: 1, releases: 1 });
    expect(await delivered('second-time')).toEqual({ one: 'v1.0', two: 'v1.1' });
  });

  it('follows a tag that moved and one that went', async () => {
    const one = await repository.commit('one');
    await repository.tag('v1.0');
    await repository.commit('two');
    await repository.tag('v1.1');
    await importGit(app, repository.path, { service: 'moved' });
    await repository.git('tag', '-d', 'v1.0', 'v1.1');
    await repository.tag('v1.1', { of: one });
    await importGit(app, repository.path, { service: 'moved' });
    expect(await delivered('moved')).toEqual({ one: 'v1.1' });
  });

  it('counts each commit of the main line as a deployment where there is no release, until there is one', async () => {
    await repository.commit('one');
    await repository.commit('two');
    expect(await importGit(app, repository.path, { service: 'assumed' })).toMatchObject({
      assumed: true,
      releases: 2,
    });
    expect(Object.keys(await delivered('assumed'))).toEqual(expect.arrayContaining(['one', 'two']));
    await repository.commit('three');
    await repository.tag('v1.0');
    await importGit(app, repository.path, { service: 'assumed' });
    expect(await delivered('assumed')).toEqual({ one: 'v1.0', two: 'v1.0', three: 'v1.0' });
  });

  it('reads a tag on a tag, a lightweight tag, and passes over a tag on a file', async () => {
    await repository.commit('one');
    await repository.tag('v1.0', { lightweight: true });
    await repository.commit('two');
    await repository.tag('inner');
    await repository.tag('v2.0', { of: 'inner' });
    await repository.git('tag', 'v3.0', await repository.git('rev-parse', 'HEAD:story.txt'));
    await importGit(app, repository.path, { service: 'tags' });
    expect(await delivered('tags')).toEqual({ one: 'v1.0', two: 'v2.0' });
  });

  it('reads criss-cross merges and a history with two roots', async () => {
    await repository.commit('base');
    await repository.git('checkout', '-q', '-b', 'left');
    await repository.commit('left 1');
    await repository.git('checkout', '-q', '-b', 'right', 'main');
    await repository.commit('right 1');
    const merge = (ref: string) =>
      repository.git('merge', '-q', '-s', 'ours', '--no-ff', '-m', `merge ${ref}`, ref);
    await repository.git('branch', 'left-before', 'left');
    await repository.git('checkout', '-q', 'left');
    await merge('right');
    await repository.git('checkout', '-q', 'right');
    await merge('left-before');
    await merge('left');
    await repository.git('checkout', '-q', '--orphan', 'elsewhere');
    await repository.commit('another root');
    await repository.git('checkout', '-q', '-B', 'main', 'right');
    await repository.git(
      'merge',
      '-q',
      '-s',
      'ours',
      '--allow-unrelated-histories',
      '-m',
      'join',
      'elsewhere',
    );
    await repository.tag('v1.0');
    await importGit(app, repository.path, { service: 'criss-cross' });
    const { rows } = await app.pool.query(
      `select 1 from throughline_read.delivered_commit where service = 'criss-cross' and counted`,
    );
    expect(rows).toHaveLength(4);
  });

  it('scraps what was reverted, but not what a reverted revert named', async () => {
    await repository.commit('start');
    const good = await repository.commit('good after all');
    const bad = await repository.commit('bad');
    await repository.revert(bad);
    const hasty = await repository.revert(good);
    await repository.revert(hasty);
    await repository.tag('v1.0');
    await importGit(app, repository.path, { service: 'reverts' });
    const { rows } = await app.pool.query<{ title: string }>(
      `select c.title from throughline_read.scrap s
       join throughline_read.service_change c on c.service = s.service and c.repo = s.repo and c.id = s.id
       where s.service = 'reverts' and s.rule = 'REVERTED' order by 1`,
    );
    expect(rows.map(({ title }) => title)).toEqual(['Revert "good after all"', 'bad']);
  });

  it('reads a bare repository', async () => {
    await repository.commit('one');
    await repository.tag('v1.0');
    const bare = await mkdtemp(join(tmpdir(), 'throughline-bare-'));
    await run('git', ['clone', '-q', '--bare', repository.path, bare]);
    await importGit(app, bare, { service: 'bare' });
    expect(await delivered('bare')).toEqual({ one: 'v1.0' });
    await rm(bare, { recursive: true });
  });

  it('refuses a shallow clone, a folder that is no repository, an empty repository and a bad pattern', async () => {
    const refusal = (path: string, options = {}): Promise<string> =>
      importGit(app, path, options).then(
        () => 'imported',
        (thrown) => (thrown instanceof UserError ? thrown.message : String(thrown)),
      );
    expect(await refusal(repository.path)).toContain('has no commits yet');
    await repository.commit('one');
    await repository.commit('two');
    const shallow = await mkdtemp(join(tmpdir(), 'throughline-shallow-'));
    await run('git', ['clone', '-q', '--depth', '1', `file://${repository.path}`, shallow]);
    expect(await refusal(shallow)).toContain('is a shallow clone');
    await rm(shallow, { recursive: true });
    const empty = await mkdtemp(join(tmpdir(), 'throughline-empty-'));
    expect(await refusal(empty)).toContain('is not a git repository');
    await rm(empty, { recursive: true });
    expect(await refusal(join(tmpdir(), 'nowhere'))).toContain('is not a folder');
    expect(await refusal(repository.path, { tags: '(' })).toContain('is not a regular expression');
  });
});
