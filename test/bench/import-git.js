// `import git` of a repository of 23,000 commits until its numbers can be queried, against plain git on the same one.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { cli, environment, measure, run, scratch } from './processes.js';

const COMMITS = 23_000;
const TAGS = 70;

/** Writes a repository by `git fast-import`: a main line with short side branches and a release every 330 commits. */
const makeRepository = async (path) => {
  await run('git', ['init', '-q', '--bare', '-b', 'main', path]);
  const child = spawn('git', ['-C', path, 'fast-import', '--quiet'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const write = (text) => child.stdin.write(text) || new Promise((done) => child.stdin.once('drain', done));
  let mark = 0;
  let last = 0;
  for (let i = 0; i < COMMITS; i += 1) {
    mark += 1;
    const time = `${1_500_000_000 + i * 3_600} +0000`;
    const message = `Change ${i}\n\nWhy it was made.\n`;
    const merge = i % 9 === 8 ? `merge :${mark - 4}\n` : '';
    const from = last ? `from :${last}\n` : '';
    await write(
      `commit refs/heads/main\nmark :${mark}\nauthor Ann <ann@example.org> ${time}\ncommitter Ann <ann@example.org> ${time}\n` +
        `data ${message.length}\n${message}${from}${merge}\n`,
    );
    last = mark;
    if (i % Math.floor(COMMITS / TAGS) === 0) {
      await write(`tag v1.${i}\nfrom :${mark}\ntagger Ann <ann@example.org> ${time}\ndata 1\nx\n`);
    }
  }
  child.stdin.end('done\n');
  await new Promise((done) => child.on('close', done));
};

const plainGit = async (path) => {
  const start = performance.now();
  await measure('git', ['-C', path, 'log']);
  const { stdout } = await run('git', ['-C', path, 'tag']);
  const tags = stdout.split('\n').filter((tag) => /^v\d+\.\d+(\.\d+)?$/.test(tag));
  for (const tag of tags) await measure('git', ['-C', path, 'rev-list', tag]);
  return (performance.now() - start) / 1_000;
};

export const benchImport = async () => {
  const { folder, remove } = await scratch();
  const path = process.env.THROUGHLINE_BENCH_REPOSITORY ?? join(folder, 'repository.git');
  if (!process.env.THROUGHLINE_BENCH_REPOSITORY) await makeRepository(path);
  const rounds = [];
  for (let i = 0; i < 3; i += 1) {
    const env = environment(join(folder, `round-${i}`));
    const git = await plainGit(path);
    const args = [cli, 'import', 'git', path, '--tags', '^v\\d+\\.\\d+(\\.\\d+)?$'];
    const imported = await measure(process.execPath, args, { env });
    rounds.push({
      git,
      seconds: imported.seconds,
      megabytes: imported.megabytes,
      said: imported.stdout.trim(),
    });
  }
  await remove();
  return rounds;
};
