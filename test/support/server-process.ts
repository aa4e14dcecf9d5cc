import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const CLI = join(process.cwd(), 'dist', 'throughline.js');

/** A port that nobody uses at the moment. */
export const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });

export interface ServerProcess {
  readonly child: ChildProcess;
  readonly url: string;
  output(): string;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
}

/** The built service as a process of its own, with an embedded PostgreSQL of its own. */
export const spawnServer = (
  folder: string,
  port: number,
  { args = [], env = {} }: { args?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): ServerProcess => {
  let said = '';
  const child = spawn(process.execPath, [CLI, 'serve', '--port', String(port), ...args], {
    cwd: folder,
    env: {
      ...process.env,
      DATABASE_URL: '',
      REDIS_URL: '',
      THROUGHLINE_DATA_DIR: join(folder, 'data'),
      LOG_LEVEL: 'error',
      ...env,
    },
  });
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  return { child, url: `http://127.0.0.1:${port}`, output: () => said, ended };
};

export const untilReady = async (server: ServerProcess, seconds = 30): Promise<void> => {
  for (let tries = 0; tries < seconds * 50; tries += 1) {
    const answer = await fetch(`${server.url}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(20);
  }
  throw new Error(`The server was not ready within ${seconds} s. It said:\n${server.output()}`);
};

/** One throughline command, to its end. */
export const runCli = (
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: folder,
      env: {
        ...process.env,
        DATABASE_URL: '',
        REDIS_URL: '',
        THROUGHLINE_DATA_DIR: join(folder, 'data'),
        ...env,
      },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
