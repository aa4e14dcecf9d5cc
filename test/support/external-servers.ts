import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Account, databaseAccount } from '../../src/support/postgres/account.js';
import { freePort } from './server-process.js';

const run = promisify(execFile);

export interface ExternalServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** The machine's own redis-server, if it has one. */
export const redisProgram = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'redis-server'))
    .find((file) => existsSync(file));

/** The folder of the newest PostgreSQL of Debian's packages, if the machine has one. */
export const postgresPrograms = (): string | undefined => {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root)
    ? readdirSync(root)
        .map(Number)
        .sort((a, b) => b - a)
    : [];
  return versions
    .map((version) => join(root, String(version), 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
};

export const startRedis = async (program: string): Promise<ExternalServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-redis-'));
  const port = await freePort();
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--maxmemory-policy',
    'noeviction',
  ];
  const child = spawn(program, args, { stdio: 'ignore' });
  await untilListening(port);
  return { url: `redis://127.0.0.1:${port}`, stop: () => end(child, folder) };
};

export const startPostgres = async (programs: string): Promise<ExternalServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-postgres-'));
  const account: Account | undefined = await databaseAccount();
  await chmod(folder, 0o755);
  if (account) await chown(folder, account.uid, account.gid);
  const cluster = join(folder, 'cluster');
  const options = { ...account, env: { PATH: process.env['PATH'], LC_ALL: 'C' } };
  await run(
    join(programs, 'initdb'),
    ['-D', cluster, '-U', 'owner', '--auth=trust', '--encoding=UTF8', '--no-sync'],
    options,
  );
  const port = await freePort();
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'];
  const args = ['-D', cluster, '-p', String(port), ...settings];
  const child = spawn(join(programs, 'postgres'), args, { ...options, stdio: 'ignore' });
  await untilListening(port);
  return { url: `postgres://owner@127.0.0.1:${port}/postgres`, stop: () => end(child, folder) };
};

const untilListening = async (port: number): Promise<void> => {
  for (let tries = 0; tries < 500; tries += 1) {
    const listening = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        done(true);
      });
      socket.on('error', () => done(false));
    });
    if (listening) return;
    await sleep(20);
  }
  throw new Error(`Nothing listens on port ${port} after 10 s.`);
};

const end = async (child: ChildProcess, folder: string): Promise<void> => {
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGINT');
  await ended;
  await rm(folder, { recursive: true, force: true });
};
