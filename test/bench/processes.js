// Helpers of the benchmarks: child processes, their memory, and a scratch service with an embedded PostgreSQL.
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const cli = join(root, 'dist/throughline.js');
export const run = promisify(execFile);

export const scratch = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-bench-'));
  await chmod(folder, 0o755);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
};

export const environment = (folder) => ({
  ...process.env,
  DATABASE_URL: '',
  REDIS_URL: '',
  LOG_LEVEL: 'error',
  THROUGHLINE_DATA_DIR: join(folder, 'data'),
});

export const freePort = () =>
  new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/**
 * Runs a command to its end. @returns seconds, the largest resident size in MB (of the process itself), and its output;
 * where it was told by what to know the `answer` in the output, also the seconds until it was `answered`.
 */
export const measure = (command, args, { answer, ...options } = {}) =>
  new Promise((done, fail) => {
    const start = performance.now();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let stdout = '';
    let stderr = '';
    let megabytes = 0;
    const look = () => {
      try {
        const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
        megabytes = Math.max(megabytes, Number(peak ?? 0) / 1_024);
      } catch {
        // It has ended, or this machine has no /proc.
      }
    };
    const timer = setInterval(look, 50);
    const elapsed = () => (performance.now() - start) / 1_000;
    let answered;
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      if (answer?.test(stdout)) answered ??= elapsed();
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', fail);
    child.on('close', (code) => {
      clearInterval(timer);
      if (code === 0) done({ seconds: elapsed(), answered, megabytes, stdout });
      else fail(new Error(`${command} ${args.join(' ')} ended with ${code}: ${stderr.slice(-500)}`));
    });
  });

export const percentile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
};
