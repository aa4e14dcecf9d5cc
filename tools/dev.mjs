// Compiles and restarts the server on every change, and serves the dashboard with hot reload on port 5173.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const children = [
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  ['node_modules/vite/bin/vite.js', '--config', 'src/dashboard/vite.config.ts'],
  ['--watch', '--watch-preserve-output', 'dist/src/cli.js', 'serve'],
].map((args) => spawn(process.execPath, args, { stdio: 'inherit' }));

process.on('SIGINT', () => {
  for (const child of children) child.kill('SIGINT');
});
