// Builds what is stale and nothing else: `npm start` may be called a hundred times a day.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const parts = [
  {
    what: 'the server',
    made: 'dist/src/cli.js',
    from: ['src', 'migrations', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
    not: ['src/dashboard'],
    run: ['node_modules/@nestjs/cli/bin/nest.js', 'build'],
  },
  {
    what: 'the command',
    made: 'dist/throughline.js',
    from: ['dist/src', 'dist/migrations', 'tools/bundle.mjs', 'package-lock.json'],
    not: [],
    run: ['tools/bundle.mjs'],
  },
  {
    what: 'the dashboard',
    made: 'dist/dashboard/index.html',
    from: ['src/dashboard', 'schema.graphql', 'package-lock.json'],
    not: [],
    run: [
      'node_modules/vite/bin/vite.js',
      'build',
      '--config',
      'src/dashboard/vite.config.ts',
      '--logLevel',
      'warn',
    ],
  },
];

/** The latest change of a file below the paths, in ms. */
const newest = (paths, not) => Math.max(0, ...paths.map((path) => newestOf(path, not)));

const newestOf = (path, not) => {
  if (not.includes(path) || !existsSync(path)) return 0;
  const found = statSync(path);
  if (!found.isDirectory()) return path.endsWith('.spec.ts') ? 0 : found.mtimeMs;
  return newest(
    readdirSync(path).map((name) => join(path, name)),
    not,
  );
};

for (const { what, made, from, not, run } of parts) {
  const stale = !existsSync(made) || statSync(made).mtimeMs < newest(from, not);
  if (!stale) continue;
  process.stderr.write(`Building ${what} ...\n`);
  const { status } = spawnSync(process.execPath, run, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
  // A compiler leaves a file alone whose text is as it was.
  utimesSync(made, new Date(), new Date());
}
